"""Pictures: which of their words are the text alternative, and which the caption."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import PurePosixPath

from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.parse.inlines.attributes import Attributes

ATTRIBUTES_OF_PICTURES = frozenset({"alt", "fig-alt", "width", "lang", ".decorative"})

_CAPTION = re.compile(
    r"(?i)(?:fig(?:ure|\.)?|table|photo(?:graph)?|picture|image|source|credits?)\b[^\w\s]*\s*(?:\d|by\b|:|from\b|©)|©"
)
_LONGEST = 250
"""Longest text, in characters, that is taken for a text alternative: screen readers read it in one breath."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPicture(m.InlineImage):
    """A picture before it is known whether it becomes a Figure or an InlineImage. Never in a finished Module."""

    caption: tuple[m.Inline, ...] = ()
    attributes: Attributes = field(default_factory=Attributes)

    def inline(self) -> m.InlineImage:
        """Return it as a picture in a line of text, without caption and attributes."""
        return m.InlineImage(src=self.src, alt=self.alt, decorative=self.decorative, at=self.at, lang=self.lang)


def draft_picture(
    src: str, words: tuple[m.Inline, ...], title: str, attributes: Attributes, at: Span, problems: Problems
) -> DraftPicture:
    """Return a picture. With `alt=`, the words in its brackets are the caption; without, they are the text alternative.

    Words that are a caption by their looks are both, with a warning. A title in quotes is a caption where there is none.
    """
    alt = attributes.values.get("alt", attributes.values.get("fig-alt", "")).strip()
    decorative = "decorative" in attributes.classes
    shown = m.plain(*words).strip()
    caption = words
    if not alt and not decorative and shown and not _is_file_name(shown, src):
        alt = shown
        if title or not _looks_like_caption(words, shown, attributes):
            caption = ()
        else:
            message = "these words look like a caption; they are printed, and read out as the text alternative too"
            hint = 'say what the picture shows: `![caption](file){alt="…"}`'
            problems.add(ProblemCode.AMBIGUOUS_CAPTION, message, at, hint)
    if title and not caption:
        caption = (m.Text(text=title, at=at),)
    elif title and m.plain(*caption).strip() != title:
        message, hint = f"the title “{title}” is left out", "write what people should read into the brackets"
        problems.add(ProblemCode.UNKNOWN_ATTRIBUTE, message, at, hint)
    if not alt and not decorative:
        hint = 'say what it shows: `![what it shows](file)` or `{alt="…"}`, or mark it `{.decorative}`'
        problems.add(ProblemCode.IMAGE_WITHOUT_ALT, "this picture has no text alternative", at, hint)
    return DraftPicture(
        src=src, alt="" if decorative else alt, decorative=decorative, at=at, lang=attributes.values.get("lang", ""),
        caption=caption, attributes=attributes,
    )  # fmt: skip


def _is_file_name(text: str, src: str) -> bool:
    """Say whether text names a file: no text alternative (WCAG 2.2, failure F30)."""
    path = PurePosixPath(src)
    by_machine = path.stem if re.search(r"\d|_|-", path.stem) else ""
    return text in {src, path.name, by_machine} or bool(
        re.fullmatch(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|pdf)", text, re.IGNORECASE)
    )


def _looks_like_caption(words: tuple[m.Inline, ...], shown: str, attributes: Attributes) -> bool:
    """Say whether words in brackets are more than a text alternative: a number, a source, a note, a link."""
    more = (m.Citation, m.Footnote, m.Link, m.Reference)
    return (
        bool(_CAPTION.match(shown))
        or len(shown) > _LONGEST
        or attributes.id.startswith("fig-")
        or any(isinstance(node, more) for node in m.walk(*words))
    )
