"""Names that several rooms spell the same way: class names in kebab case, sites of addresses, and the id of a course's own module."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

COURSE_ID = "course"
"""The id of the course's own pages (modules/course/module.md) and of the books made from them, such as the handbook."""

_INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def kebab_case(name: str) -> str:
    """Return a class name in lower case with hyphens: `KeyPoints` → `key-points`."""
    return _INNER_CAPITAL.sub("-", name).lower()


def words_of(name: str) -> str:
    """Return a name in kebab case as words to print, “Who to call” for `who-to-call`; text with spaces as it is."""
    return name if " " in name else name.replace("-", " ").capitalize()


def site_of(address: str) -> str:
    """Return the site of a web address, without `www.`; "" when it has none, or is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # `http://[`
        return ""
