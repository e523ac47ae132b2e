"""Who may see a text, as authors say it: the words for it, and what happens where such a word has no effect."""
