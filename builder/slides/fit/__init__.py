"""Deck to Deck: text measured with real fonts, sizes chosen, continuation slides added."""
