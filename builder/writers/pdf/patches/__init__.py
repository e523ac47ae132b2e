"""What we change inside WeasyPrint."""
