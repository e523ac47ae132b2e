"""What a deck says, read from its file: the words of each shape, and the record of them as made that each of our decks carries."""
