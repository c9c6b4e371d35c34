"""Pages: fetched from the web, within limits, and never from networks that are not public."""
