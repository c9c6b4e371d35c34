"""Sentences with what they promise, and how well promises are found in them."""
