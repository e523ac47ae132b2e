"""Inline text to runs; citations, footnotes and abbreviations are collected, as a slide shows them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import pairwise
from typing import assert_never

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode
from builder.core.typography import tie_numbers
from builder.model import module as m
from builder.slides.deck.deck import Run
from builder.slides.outline.context import Context

_CLOSING = ".,;:!?)]}”’»"
"""Characters that may follow a removed citation without a space."""


@dataclass
class Asides:
    """What is found while writing the lines of a slide and belongs elsewhere: in another slot, the notes, or a later slide.

    `cited` goes to the line of sources, `short_forms` and `script` into the notes, `answers` on a following slide; `apart` are
    blocks that need a slide of their own. `calls` has the key of each footnote called so far. `touched` has the key of each
    source and footnote (`^` and its key) cited so far; whoever makes a line takes its keys out of the list.
    `inline`: citations stay in their line, in parentheses, as in notes.
    """

    inline: bool = False
    cited: list[m.Cited] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    short_forms: dict[str, str] = field(default_factory=dict)
    script: list[m.Notes] = field(default_factory=list)
    answers: list[m.Answer] = field(default_factory=list)
    apart: list[m.Block] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)

    def include(self, inner: Asides) -> None:
        """Add what was found in the first of the blocks apart; blocks apart in it come before the others."""
        self.calls += [key for key in inner.calls if key not in self.calls]
        self.cited += inner.cited
        self.short_forms |= inner.short_forms
        self.script += inner.script
        self.answers += inner.answers
        self.apart[:0] = inner.apart
        self.touched += inner.touched

    def add_call(self, key: str, inner: Iterable[str]) -> None:
        """Record that a footnote is called, and with it the footnotes that it calls itself (`inner`)."""
        if key not in self.calls:
            self.calls.append(key)
        self.touched += (f"^{one}" for one in (key, *inner))


def to_runs(
    inlines: Iterable[m.Inline], context: Context, gathered: Asides, style: Run | None = None
) -> tuple[Run, ...]:
    """Return inlines as runs; adjacent runs of one style are merged, white space at both ends is removed.

    A `Reference` becomes a run whose `jump` is the id of a *block*: the outline turns it into a slide's id.
    """
    runs: list[Run] = []
    parted = False  # a citation was removed, and the space before it
    for run in _runs(inlines, context, gathered, style or Run("")):
        last = runs[-1] if runs else None
        if run.call:
            runs.append(run)
            parted = False
            continue
        if not run.text:
            if last and last.text.endswith(" "):
                runs[-1] = replace(last, text=last.text.rstrip(" "))
                parted = True
            continue
        text = f" {run.text}" if parted and not run.text.startswith((" ", "\v", *_CLOSING)) else run.text
        parted = False
        if last and replace(last, text="") == replace(run, text="") and "\v" not in {text, last.text}:
            runs[-1] = replace(last, text=last.text + text)
        else:
            runs.append(replace(run, text=text))
    return _trim(runs)


def _trim(runs: list[Run]) -> tuple[Run, ...]:
    """Return runs without empty ones and without white space at both ends."""
    kept = [run for run in runs if run.text or run.call]
    while kept and not kept[0].text.strip() and not kept[0].call:
        kept.pop(0)
    while kept and not kept[-1].text.strip() and not kept[-1].call:
        kept.pop()
    if kept and not kept[0].mono:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" "))
    if kept and not kept[-1].mono:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return tuple(kept)


def _runs(inlines: Iterable[m.Inline], context: Context, gathered: Asides, style: Run) -> Iterator[Run]:
    """Yield unmerged runs; a run with empty text marks the place of a removed citation."""
    for before, node in pairwise((m.Text(text=" "), *inlines)):
        here = replace(style, lang=node.lang) if node.lang else style
        match node:
            case m.Text():
                yield replace(here, text=tie_numbers(node.text.replace("\n", " "), context.plain_label))
            case m.Strong():
                yield from _runs(node.content, context, gathered, replace(here, bold=True))
            case m.Emphasis():
                yield from _runs(node.content, context, gathered, replace(here, italic=True))
            case m.Strike():
                yield from _runs(node.content, context, gathered, replace(here, strike=True))
            case m.Subscript():
                yield from _runs(node.content, context, gathered, replace(here, baseline="sub"))
            case m.Superscript():
                yield from _runs(node.content, context, gathered, replace(here, baseline="super"))
            case m.Highlight():
                yield from _runs(node.content, context, gathered, replace(here, highlight=True))
            case m.Phrase() | m.Key() | m.Explained():
                yield from _runs(node.content, context, gathered, here)
            case m.Link():
                yield from _runs(node.content, context, gathered, replace(here, link=node.target))
            case m.Reference():
                yield from _reference(node, context, gathered, here)
            case m.Code() | m.Keyboard():
                yield replace(here, text=node.text.replace("\n", " "), mono=True)
            case m.Abbreviation():
                gathered.short_forms[node.text] = node.expansion
                yield replace(here, text=node.text)
            case m.LineBreak():
                yield replace(here, text="\v")
            case m.Citation():
                if (
                    gathered.inline
                ):  # authors may write a source straight after a word, where pages have a raised number
                    gap = "" if m.plain(before).endswith((" ", "(", "[")) else " "
                    yield replace(here, text=f"{gap}({context.works(node.items)})")
                else:
                    gathered.cited.extend(node.items)
                    gathered.touched.extend(map(context.work, node.items))
                    yield replace(here, text="")
            case m.Footnote():
                key = context.footnotes.key(node)
                called = (one for one in m.walk(*node.body) if isinstance(one, m.Footnote))
                gathered.add_call(key, map(context.footnotes.key, called))
                yield replace(here, text="", baseline="super", call=key)
            case m.InlineImage():
                if not node.decorative:
                    message = "a picture in a line of text is told in words on a slide"
                    context.warn(
                        ProblemCode.NOT_ON_SLIDE, message, node.at, "put it in a paragraph of its own to show it"
                    )
                    yield replace(here, text=f"[{node.alt}]")
            case _:
                assert_never(node)


def _reference(node: m.Reference, context: Context, gathered: Asides, style: Run) -> Iterator[Run]:
    """Yield the author's words or the target's name, as a jump; with its page when it stands in another edition."""
    page = context.page(node.edition, node.target) if node.edition else ""
    name = context.name_of(node.target) or ("" if page else node.target)
    target = replace(style, jump=node.target if node.edition in {"", "slides"} else "")
    if not page:
        yield from _runs(node.content or (m.Text(text=name),), context, gathered, target)
    elif not node.content and not name:
        yield replace(style, text=page)
    else:
        before, after = context.label("reference-elsewhere", name="\0", place=page).split("\0")
        if before:
            yield replace(style, text=before)
        yield from _runs(node.content or (m.Text(text=name),), context, gathered, target)
        if after:
            yield replace(style, text=after)
