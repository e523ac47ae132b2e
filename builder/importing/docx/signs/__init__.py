"""What stands in a run for something else: fields, formulas, signs of symbol fonts."""
