"""A theme as a file for other programs, complete enough to come back as the same theme."""
