"""Design tokens (DTCG): their groups, types and references, and how a brand's colors and families are found among them."""
