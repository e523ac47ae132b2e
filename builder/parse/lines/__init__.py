"""Source lines to the canonical lines that Python-Markdown's block parser reads the same way every time.

Authors nest lists by two, three or four spaces, start them right after a paragraph, write `1)`, paste bullets from
Word, put fences in list items and footnotes. Here such habits become one: four spaces a level, blank lines between
blocks, `1.`; fences, divs, footnotes, tables, captions and slide breaks become milestones. The block structure itself
(lists, quotes, definition lists, headings, paragraphs) stays the block parser's work.
"""
