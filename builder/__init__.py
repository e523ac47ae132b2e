"""Coursewright: one Markdown module in; handout, guide and native deck out. Start reading at build.py."""

__version__ = "0.2.0"
