"""Commands for what people need on paper around a module: a session's pack, and forms for reviewers."""
