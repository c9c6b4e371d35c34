"""Folders: the files of a folder on this machine, and what changes in it."""
