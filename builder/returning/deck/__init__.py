"""Edits of a deck come home: what a person changed in a .pptx of ours, found three ways, and where in the source it belongs."""
