"""Sample decks and templates, and checks of finished decks."""
