"""Web: the HTTP API for customers, staff and programs, and the pages beside it."""
