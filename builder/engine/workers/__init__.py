"""Worker processes: how many there are, the limits of each, and what they load in advance."""
