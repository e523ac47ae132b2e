"""Titles of blocks, with labels, numbers and icons; and what is drawn on covers."""
