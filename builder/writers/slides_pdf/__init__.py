"""A deck as PDF, one slide a page or several on paper, and its pages as pictures."""
