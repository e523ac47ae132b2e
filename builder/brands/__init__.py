"""Brands of other programs to themes of ours, and themes to files that other programs read."""
