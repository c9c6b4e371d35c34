"""Webhooks: how other systems are reached."""
