"""Modules in other words, and other words for them."""
