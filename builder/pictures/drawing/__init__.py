"""SVG drawings: read, made safe to publish, and written in the part of SVG that every writer draws alike."""
