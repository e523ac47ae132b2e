"""Word files that tests write in: reviews made of numbers."""
