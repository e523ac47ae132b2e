"""`::: name` divs to blocks. vocabulary.py says which name builds what; a small function builds each."""
