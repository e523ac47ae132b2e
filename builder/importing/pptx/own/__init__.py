"""Decks of ours: their layouts say what stands where, so that questions and headings come back as what they were."""
