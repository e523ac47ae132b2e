"""Formats sources in a citation style through citeproc-py: the citations in the text and the entries of the list.

Styles are CSL 1.0.2 files in themes/base/csl (docs.citationstyles.org). This module also does what citeproc-py cannot do:
escaping, year suffixes, inner quotation marks, punctuation, CJK names. It is the only one that imports citeproc, and it is
imported only when pages are written.
"""

from __future__ import annotations

import io
import json
import re
import string
import unicodedata
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import citeproc
from citeproc.source.json import CiteProcJSON
from markupsafe import Markup

from builder.core.disk.folder import our_folder
from builder.model.references import Name, Work

_HIDE = {"&": "\ufdd0", "<": "\ufdd1", ">": "\ufdd2"}
_HIDDEN = str.maketrans(_HIDE)
_SHOWN = str.maketrans({_HIDE["&"]: "&amp;", _HIDE["<"]: "&lt;", _HIDE[">"]: "&gt;"})
"""citeproc-py interprets tags in titles and escapes nothing, so `&<>` pass through it as noncharacters (Unicode 23.7)."""

_QUOTED = frozenset(
    "article article-journal article-magazine article-newspaper chapter paper-conference post post-weblog entry-encyclopedia".split()
)
"""CSL types whose titles our styles put in quotation marks."""

_TWICE = re.compile(r"([.?!…])((?:</\w+>|[”’\"]|\s?»)*+)\.(?=\s|$)")
_AMERICAN = re.compile(r"(?<=[^.?!…,])(</\w+>)?”([.,])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


_OURS = {"es": "es-CL"}
"""The locale of a language that is nearest to our labels, where citeproc-py takes another: in the Americas titles stand in “ ”."""

_MONTH = re.compile(r"(?<=\. )[^\W\d_](?=[^\W\d_]++ (?:de )?\d{4}\b)")
"""The first letter of a month with its year after a full stop."""


@dataclass(frozen=True)
class Bibliography:
    """Works formatted in a style, by key. `order` is the order of the list; `numbered`: list and citations are numbered.

    `marks` are the citations in the text, without the brackets `opening` and `closing`; `between` separates several.
    """

    numbered: bool
    order: tuple[str, ...]
    entries: dict[str, Markup]
    marks: dict[str, Markup]
    opening: str = ""
    closing: str = ""
    between: str = ", "


@lru_cache(maxsize=64)
def bibliography(works: tuple[Work, ...], style: str, lang: str) -> Bibliography:
    """Return works, given in the order of their first citation, formatted in a style (CSL text) and language."""
    suffixes: dict[str, str] = {}
    made = _format_works(works, style, lang, suffixes)
    if not made.numbered and (suffixes := _suffixes(made)):
        made = _format_works(works, style, lang, suffixes)
    return made


def _suffixes(made: Bibliography) -> dict[str, str]:
    """Return a letter for each work whose citation equals another's (2024a, 2024b): citeproc-py adds none."""
    alike: dict[str, list[str]] = {}
    for key in made.order:
        alike.setdefault(str(made.marks[key]), []).append(key)
    return {key: _letter(place) for keys in alike.values() if len(keys) > 1 for place, key in enumerate(keys)}


def _letter(place: int) -> str:
    letters = string.ascii_lowercase
    return (
        letters[place] if place < len(letters) else _letter(place // len(letters) - 1) + letters[place % len(letters)]
    )


def _format_works(works: tuple[Work, ...], style: str, lang: str, suffixes: dict[str, str]) -> Bibliography:
    if not lang.lower().startswith("en"):  # only English has a comma before the last of several names
        style = style.replace('delimiter-precedes-last="contextual"', 'delimiter-precedes-last="never"')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # warnings about variables that citeproc-py does not know
        chosen = citeproc.CitationStylesStyle(io.BytesIO(style.encode()), locale=_locale(lang), validate=False)
        source = CiteProcJSON([_item(work, lang, suffixes.get(work.id, "")) for work in works])
        list_of = citeproc.CitationStylesBibliography(chosen, source, citeproc.formatter.html)
        cited = {work.id: citeproc.Citation([citeproc.CitationItem(work.id.lower())]) for work in works}
        for citation in cited.values():
            list_of.register(citation)
        layout = chosen.root.citation.layout
        numbered = "citation-number" in style.split("</citation>", maxsplit=1)[0]
        if not numbered:
            list_of.sort()
        keys = {work.id.lower(): work.id for work in works}
        order = tuple(keys[key] for key in list_of.keys)  # a list
        entries = dict(zip(order, (_entry_html(str(entry), lang) for entry in list_of.bibliography()), strict=True))
        opening, closing = layout.get("prefix", ""), layout.get("suffix", "")
        marks = {}
        for key, citation in cited.items():
            mark = re.sub(r"</?sup>", "", str(list_of.cite(citation, lambda _item: None)))
            marks[key] = Markup(mark.removeprefix(opening).removesuffix(closing).translate(_SHOWN))
    return Bibliography(numbered, order, entries, marks, opening, closing, layout.get("delimiter", ", "))


@lru_cache(maxsize=16)
def _locale(lang: str) -> str:
    """Return the nearest locale that citeproc-py has, else `en-US`."""
    folder = our_folder(Path(citeproc.LOCALES_PATH))
    known = {name.removeprefix("locales-").removesuffix(".xml") for name in folder.files("", ".xml")}
    dialects: dict[str, str] = json.loads(folder.read("locales.json"))["primary-dialects"]
    primary = lang.split("-", maxsplit=1)[0].lower()
    return next(
        (name for name in (lang, _OURS.get(primary, ""), dialects.get(primary, ""), primary) if name in known), "en-US"
    )


def _item(work: Work, lang: str, suffix: str) -> dict[str, Any]:
    """Return a work as a CSL-JSON item."""
    title = work.title.rstrip(".") if work.title.endswith(".") and not work.title.endswith("..") else work.title
    if work.type in _QUOTED and lang.lower().startswith(
        ("en", "es")
    ):  # citeproc-py does not change inner quotation marks
        title = title.translate(str.maketrans("“”", "‘’"))
    who = ", ".join(map(str, work.author or work.editor))
    item: dict[str, Any] = {
        "id": work.id,
        "type": work.type if hasattr(citeproc.types, work.type.replace("-", "_").upper()) else "document",
        "title": title,
        "container-title": work.container_title,
        "publisher": work.publisher if work.publisher != who else "",
        "number": work.number,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
        "edition": work.edition,
        "genre": work.genre,
        "year-suffix": suffix,
    }
    item = {key: value.translate(_HIDDEN) for key, value in item.items() if value}
    for key, names in (("author", work.author), ("editor", work.editor)):
        if names:
            item[key] = [_name(name) for name in names]
    # a style prints `accessed` beside the address: the day of the page itself, not of a copy
    opened = work.accessed if work.is_opened_at_original else ""
    for key, value in (("issued", work.issued), ("accessed", opened)):
        parts = value.split("-")
        if all(part.isdigit() for part in parts):
            item[key] = {"date-parts": [[int(part) for part in parts]]}
    return item


def _name(name: Name) -> dict[str, str]:
    """Return a name in CSL-JSON. CJK names are written family name first without a space, as in 王小明."""
    if name.literal:
        return {"literal": name.literal.translate(_HIDDEN)}
    if _CJK.search(name.family + name.given):
        return {"literal": f"{name.family}{name.given}"}
    return {"family": name.family.translate(_HIDDEN), "given": name.given.translate(_HIDDEN)}


def _entry_html(entry: str, lang: str) -> Markup:
    """Return an entry as HTML: no double full stops, and in American English full stops and commas inside quotation marks."""
    text = _TWICE.sub(r"\1\2", unicodedata.normalize("NFC", entry))
    if lang.lower() in {"en", "en-us"}:
        text = _AMERICAN.sub(lambda found: f"{found[2]}{found[1] or ''}”", text)
    return Markup(_MONTH.sub(lambda found: found[0].upper(), text).translate(_SHOWN))
