"""Stages of a module as text and files to look at, for `coursewright show` and for tests."""
