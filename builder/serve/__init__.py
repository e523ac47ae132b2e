"""The live preview: the catalogue as a build left it, and a module's problems, pages and slides as it is written."""
