"""Files of other programs → a module of ours: decks, word processors' documents, other tools' Markdown."""
