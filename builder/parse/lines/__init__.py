"""Source lines to canonical lines, which Python-Markdown's block parser reads without ambiguity.

Authors indent lists by two, three or four spaces, start them right after a paragraph, write `1)`, paste bullets from
Word, and put fences in list items and footnotes. The canonical form has four spaces a level, blank lines between blocks,
and `1.`; fences, divs, footnotes, tables, captions and slide breaks become milestones. Lists, quotes, definition lists,
headings and paragraphs are left to the block parser.
"""
