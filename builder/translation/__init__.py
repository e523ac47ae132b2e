"""Translations: PO files of a course, one a module and language, and modules in the words of such a file."""
