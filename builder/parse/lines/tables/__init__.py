"""Reads tables: with bars, in a grid of signs, in columns under dashes; and their captions, above or below."""
