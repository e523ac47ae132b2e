"""Patches that ask boxes less often what their styles say of their place."""
