"""The commands about themes: making one, also of a brand; listing them; writing one out for other programs."""
