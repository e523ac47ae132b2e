"""Helpers that tests share: sample courses, decks and pages, readers of outputs, and external tools."""
