"""From source text to a Module. Parsing never fails: it returns a Module and what it found wrong."""
