"""Module to Module: what an edition may show, what a shorter session holds, books of many modules."""
