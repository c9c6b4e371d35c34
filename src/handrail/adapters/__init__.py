"""Adapters: each joins one port of the actions to the world; none imports another."""
