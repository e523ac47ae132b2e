"""Reads running text: spans, links, pictures, notes, citations and attributes; makes its apostrophes typographic."""
