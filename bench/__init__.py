"""Benchmarks: claims, measured by one command (`python -m bench`, or `make bench`)."""
