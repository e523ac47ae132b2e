"""Readers of printed pages: text, boxes, links, and the structure tree."""
