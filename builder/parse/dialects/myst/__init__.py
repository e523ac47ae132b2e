"""MyST, as in Sphinx, Jupyter Book and CodeRefinery's lessons: directives in fences, roles in text, targets before blocks."""
