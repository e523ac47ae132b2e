"""Finds the file that a name in a module means. Only the module's folder and modules/shared/ are read, never the network."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import unquote

from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Span

MAX_ASSET_BYTES = 20_000_000
"""Largest picture or data file, in bytes."""


MOST_SIBLINGS = 2_000
"""Files of a folder in which another spelling of a name is looked for."""


def find_asset(name: str, home: str, at: Span, folder: Folder, problems: Problems) -> str | None:
    """Return the path of a file from the course root, or None, with a problem, when it is not there or may not be used.

    `home` is the module's folder. A name is tried as it is written, then with `%20` and the like decoded as in addresses
    (RFC 3986, 2.1), and in every Unicode normalization: file systems keep `é` as one character or as two.
    """
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:(?!$)|//|\\\\", name):
        hint = "save the file beside module.md and name it here"
        problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` is an address; nothing is fetched while building", at, hint)
        return None
    spellings = dict.fromkeys((name, unquote(name, errors="surrogateescape")))
    if "\\" in name:
        spellings |= dict.fromkeys(one.replace("\\", "/") for one in tuple(spellings))
    paths = [posixpath.normpath(posixpath.join(home, one)) for one in spellings]
    inside = [path for path in paths if path.startswith((home + "/", "modules/shared/"))]
    if not inside:
        hint = "put it into the module's folder, or into modules/shared/"
        problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` lies outside the module's folder", at, hint)
        return None
    for path in inside:
        if folder.is_file(path):
            return path
    for path in inside:
        if reason := folder.refusal(path):
            problems.add(ProblemCode.UNSAFE_ASSET, f"`{name}` cannot be used: {reason}", at)
            return None
    siblings = {path: folder.names(posixpath.dirname(path), MOST_SIBLINGS) for path in inside}
    for path, names in siblings.items():
        wanted = unicodedata.normalize("NFC", posixpath.basename(path))
        for one in (one for one in names if unicodedata.normalize("NFC", one) == wanted):
            found = posixpath.join(posixpath.dirname(path), one)
            if folder.is_file(found):
                return found
    problems.add(ProblemCode.MISSING_ASSET, f"there is no file `{name}`", at, _hint(siblings))
    return None


def _hint(siblings: dict[str, list[str]]) -> str:
    """Return what the author may have meant, by the names that lie where each path was looked for."""
    for path, names in siblings.items():
        wanted = posixpath.basename(path)
        same = [one for one in names if one.casefold() == wanted.casefold()]
        if same:
            return f"the file is called `{same[0]}`: capital and small letters count on most computers"
        stem = posixpath.splitext(wanted)[0].casefold()
        same = [one for one in names if posixpath.splitext(one)[0].casefold() == stem]
        if same:
            return f"did you mean `{same[0]}`?"
        if hint := did_you_mean(wanted, names):
            return hint
    return "put the file beside module.md"
