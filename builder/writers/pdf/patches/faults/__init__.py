"""Patches of WeasyPrint that change what it makes: without them pages or tags are wrong."""
