"""Module to Deck: which slides there are and what stands in their placeholders. Nothing is measured here."""
