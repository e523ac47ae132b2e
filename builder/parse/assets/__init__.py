"""Loads the pictures and data files of a module."""
