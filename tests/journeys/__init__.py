"""Journeys: the whole product, started as people start it, walked in a real browser."""
