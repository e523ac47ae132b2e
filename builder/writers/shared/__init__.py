"""What several writers need: labels, styles, fonts, sources, charts drawn as SVG."""
