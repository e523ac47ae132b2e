"""Other tools' Markdown → our Markdown: what our parser reads stays as it stands, the rest is rewritten as its readers of dialects read it."""
