"""PowerPoint files → `Document`: slides in their order, their shapes in the order in which they are read out."""
