"""Copies for reviewers that come back: comments and changes, where they belong in the source, and what can be applied."""
