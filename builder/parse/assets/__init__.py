"""Pictures and data files that a module shows: found, judged safe, and read."""
