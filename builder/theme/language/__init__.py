"""The language of theme.yml: its keys, what each does, its schema for editors, and how a theme extends another."""
