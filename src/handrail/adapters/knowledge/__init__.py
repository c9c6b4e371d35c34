"""Knowledge: articles kept in PostgreSQL, found by words and by meaning."""
