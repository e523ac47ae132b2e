"""Fences of backticks, tildes and colons, and what other tools make of the names behind them."""
