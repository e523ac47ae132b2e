"""A module's questions for learning platforms."""
