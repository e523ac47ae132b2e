"""Patches that lay out and draw the same lines with fewer questions to Pango."""
