"""What to build, how it is run, and how files come to stand in the output folder, whole or not at all."""
