"""Writes the download catalogue: a static website with all modules and their files."""
