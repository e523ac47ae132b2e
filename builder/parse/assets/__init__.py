"""Loads the pictures and data files of a module, and makes pictures safe to publish."""
