"""Patches of WeasyPrint that make it faster or smaller in memory and change no byte of its output.

Their gains are processor time (least of five processes, November 27, 2026, two shared cores, Python 3.11) of a handout of 5 pages and a
guide of 31 pages, each measured by leaving out that patch alone. tests/writers/pdf/test_patches.py compares output bytes.
"""
