"""A module as a Word file: the handout to localize, and the copy for reviewers."""
