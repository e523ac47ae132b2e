"""What Python files do, told by their syntax trees."""
