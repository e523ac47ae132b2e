"""Writes a module's questions for learning platforms."""
