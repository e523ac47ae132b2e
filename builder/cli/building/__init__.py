"""`coursewright build`: the command, and the running of a build in each language."""
