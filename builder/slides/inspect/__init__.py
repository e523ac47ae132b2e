"""Decks as text and reports: for tests, `coursewright show`, and accessibility checks."""
