"""The download catalogue: what its pages say, look like, and offer."""
