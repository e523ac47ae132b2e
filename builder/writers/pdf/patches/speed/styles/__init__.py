"""Patches that make fewer styles, and ask them less."""
