"""What the beginning of a line says: patterns of blocks, markers of items, options of questions, odd fences of divs."""
