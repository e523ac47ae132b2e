"""The output folder: files that appear whole or not at all, its manifest, and its verification."""
