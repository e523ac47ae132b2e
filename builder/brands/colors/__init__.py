"""Colors as other programs write them, and the nearest ones that can be read."""
