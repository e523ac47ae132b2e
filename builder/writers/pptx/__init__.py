"""A deck as native PowerPoint."""
