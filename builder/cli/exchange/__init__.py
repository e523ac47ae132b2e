"""Commands for what comes from other programs, and what comes back from them."""
