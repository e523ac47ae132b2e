"""Word documents as other programs write them."""
