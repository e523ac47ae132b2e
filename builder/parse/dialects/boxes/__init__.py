"""Boxes outside fences: quotes, indented blocks, elements of HTML, tags of templates, attributes after a block; and their names."""
