"""Isolates in finished HTML what runs the other way, and gives words of ours that are not translated their own language.

One pass over the page instead of a rule in each template: titles, labels, cells and an author's sentences are text alike.
"""

from __future__ import annotations

import html
import re

from markupsafe import escape

from builder.core.bidi import END, FALLBACK, OWN, by_language, has_rtl, pieces, unmarked
from builder.core.typography import NO_BREAK

_TOKEN = re.compile(
    r"<!--.*?-->|<(?P<close>/)?(?P<tag>[a-zA-Z][\w-]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+)>", re.DOTALL
)
_LANG = re.compile(r"\slang=[\"']?([\w-]+)")
_OURS = re.compile(r"\sclass=[\"'](?:label|word)[\s\"']")
"""The class of elements that hold words of ours alone."""

_DIR = re.compile(r"\sdir=[\"']?(ltr|rtl)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RAW = frozenset("script style title textarea option svg".split())
"""Elements whose text is plain: no element may stand in it."""

_LTR_ALWAYS = frozenset("code kbd pre samp".split())


def isolate_html(page: str) -> str:
    """Return a page with `bdi` around pieces that run the other way and around untranslated words, and code from left to right.

    Labels inside a block in another language say that they are in the page's. The page is well formed, as templates write it. A page whose text all runs one way, in one language, is returned as it is.
    """
    if not (has_rtl(page) or FALLBACK in page or 'dir="rtl"' in page or page.count(' lang="') > 1):
        return page
    return _Pass().run(page)


class _Pass:
    """One pass over a page. `open` are the open elements as (tag, language, direction); `marks` the open marks."""

    def __init__(self) -> None:
        self.open = [("", "", "ltr")]
        self.marks: list[str] = []
        self.raw = ""

    def run(self, page: str) -> str:
        """Return the page with its texts isolated."""
        written, at = [], 0
        for found in _TOKEN.finditer(page):
            written += [self.text(page[at : found.start()]), self.element(found)]
            at = found.end()
        return "".join([*written, self.text(page[at:])])

    def element(self, found: re.Match[str]) -> str:
        """Return a tag, and keep account of what is open."""
        tag = (found["tag"] or "").lower()
        if not tag or (self.raw and not (found["close"] and tag == self.raw)):
            return found[0]
        if found["close"]:
            place = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n][0] == tag), 0)
            if place:
                del self.open[place:]
            self.raw = ""
            return found[0]
        written, attributes = found[0], found["attributes"]
        lang, way = self.open[-1][1:]
        own_lang, own_way = _LANG.search(attributes), _DIR.search(attributes)
        if len(self.open) > 1 and lang != self.open[1][1] and not own_lang and _OURS.search(attributes):
            lang, way = self.open[1][1:]
            written = f'<{found["tag"]} lang="{lang}" dir="{way}"{attributes}>'
        if tag in _LTR_ALWAYS and way == "rtl" and not own_way:
            written, way = f'<{found["tag"]} dir="ltr"{attributes}>', "ltr"
        written = unmarked(written, way)
        if tag not in _VOID and not attributes.endswith("/"):
            self.open.append((tag, own_lang[1] if own_lang else lang, own_way[1] if own_way else way))
            self.raw = tag if tag in _RAW else ""
        return written

    def text(self, text: str) -> str:
        """Return the text between two tags."""
        way = self.open[-1][2]
        if self.raw or not text or text.isspace():
            return unmarked(text, way if self.raw == "style" else "ltr")  # page numbers are written by style sheets
        if not self.marks and FALLBACK not in text and OWN not in text and END not in text:
            return _isolated(text, way)
        written = ""
        for piece, english in by_language(text, self.marks):
            inner = _isolated(piece, "ltr" if english else way)
            written += f'<bdi lang="en" dir="ltr">{inner}</bdi>' if english and inner else inner
        return written


def _isolated(text: str, way: str) -> str:
    """Return escaped text, with `bdi` around what runs against the direction `way`."""
    if way == "ltr" and not has_rtl(text):
        return text
    found = list(pieces(html.unescape(text), way))
    if not any(isolated for _, isolated in found):
        return text
    return "".join(
        f'<bdi dir="{turned}">{escape(_tied(piece))}</bdi>' if turned else escape(piece) for piece, turned in found
    )


def _tied(piece: str) -> str:
    """Return a number with no-break spaces: PDFium turns its groups round where plain spaces part them."""
    return piece if any(map(str.isalpha, piece)) else piece.replace(" ", NO_BREAK)
