"""A theme: one file of tokens that feeds pages, slides, charts and the catalogue."""
