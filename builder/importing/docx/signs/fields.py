"""Fields of Word: which results are text, which are made anew by us, and where links lead (ISO/IEC 29500-1, 17.16.5)."""

from __future__ import annotations

import re

FORGOTTEN = {
    "TOC": "a table of contents is made anew",
    "INDEX": "an index is of pages that are no more",
    "PAGE": "pages are counted anew",
    "NUMPAGES": "pages are counted anew",
    "SECTIONPAGES": "pages are counted anew",
    "PAGEREF": "pages are counted anew",
    "FILENAME": "a file's name is no text",
    "USERNAME": "who edits a file is no text",
    "AUTHOR": "who wrote a file is not taken over",
    "LASTSAVEDBY": "who saved a file is not taken over",
    "DOCPROPERTY": "properties of a file are not taken over",
    "SAVEDATE": "when a file was saved is no text",
    "PRINTDATE": "when a file was printed is no text",
    "CREATEDATE": "when a file was made is no text",
    "DATE": "the day on which a file is read is no text",
    "TIME": "the time at which a file is read is no text",
}
"""Fields whose results are not taken, and why."""

_HYPERLINK = re.compile(r"^\s*HYPERLINK\b(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r'^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s\\"]+))')
_ANCHOR = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))')
_REFERENCE = re.compile(r"^\s*(?:REF|NOTEREF)\s+(\S+)", re.IGNORECASE)


def link_of_field(code: str) -> str:
    """Return where a field's result leads: an address, `#` and the name of a bookmark, or ""."""
    if found := _HYPERLINK.match(code):
        address = _ADDRESS.match(found["rest"])
        target = (address[1] or address[2] or "").replace("\\\\", "\\") if address else ""
        anchor = _ANCHOR.search(found["rest"])
        name = (anchor[1] or anchor[2] or "") if anchor else ""
        return f"{target}#{name}" if name and target else f"#{name}" if name else target
    reference = _REFERENCE.match(code)
    return f"#{reference[1]}" if reference and "\\h" in code else ""  # `\\h`: it is a link
