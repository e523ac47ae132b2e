"""The live preview server: the catalogue of the last build, and each module's problems, pages and slides while it is edited."""
