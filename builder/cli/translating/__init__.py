"""`coursewright translate`: the PO files of a course."""
