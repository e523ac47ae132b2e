"""Quarto's `_brand.yml`: its keys, what is done with each, and how it is read and written."""
