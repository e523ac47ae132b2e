"""The deck as frozen types, the layouts it may use, and functions from Deck to Deck."""
