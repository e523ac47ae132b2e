"""A theme to a PowerPoint template, and the layouts read back from any .pptx."""
