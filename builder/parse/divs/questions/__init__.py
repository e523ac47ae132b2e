"""Questions: their kinds, what belongs to them, and what in them gives an answer away."""
