"""Runs a command over a stranger's course as its reader would, and watches what it does to the machine."""
