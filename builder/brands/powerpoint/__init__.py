"""An organization's PowerPoint file as a brand: its scheme of colors, its fonts, its logo, and the file itself as template."""
