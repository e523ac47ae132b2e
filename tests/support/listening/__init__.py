"""Reads finished files as those do who cannot see them, or see little."""
