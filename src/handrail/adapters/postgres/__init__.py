"""PostgreSQL: the only system of record."""
