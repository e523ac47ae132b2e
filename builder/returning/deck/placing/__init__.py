"""Where in the source the words of a slide stand, and which bytes of it a change replaces."""
