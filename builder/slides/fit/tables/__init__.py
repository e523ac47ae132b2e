"""Tables on slides: widths of columns, sizes of text, division over slides."""
