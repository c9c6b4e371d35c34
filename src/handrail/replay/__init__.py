"""Replay: recorded customer turns, driven through a running desk by its public API."""
