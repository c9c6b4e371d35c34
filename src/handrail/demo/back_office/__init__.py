"""The demo's back office: a small real system beside the desk, with tables and a server of its own."""
