"""Handrail: AI and people share customer conversations, and people stay in charge."""
