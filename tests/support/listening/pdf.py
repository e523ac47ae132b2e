"""Reads the tags of a finished PDF aloud, as a screen reader does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name

from tests.support.listening.speech import Speech
from tests.support.print.structure import Tagged, Thing, kids

_INLINE = {"Span", "Em", "Strong", "Quote", "Code", "Reference", "Link", "Form", "Figure", "Lbl"}
_KINDS = {"/Tx": "field", "/Btn": "box"}


def listen_to_pdf(data: bytes, charts: Sequence[Sequence[float]] = (), *, slides: bool = False) -> Speech:
    """Return what is heard of a PDF. `charts`: the values of each chart in it; `slides`: its pages are slides."""
    tagged, speech = Tagged.read(data), Speech(slides=slides)
    listener = _Listener(tagged, speech)
    speech.title = str(tagged.pdf.docinfo.get("/Title", ""))
    for element in kids(tagged.root):
        listener.block(element)
    said = "\n".join(listener.pictures)
    for values in charts:
        if not any(
            all(f"{value:g}" in re.sub(r"(?<=\d),(?=\d{3})", "", one) for value in values) for one in listener.pictures
        ):
            speech.numbers(said[:200], values)
    return speech


class _Listener:
    def __init__(self, tagged: Tagged, speech: Speech) -> None:
        self.tagged = tagged
        self.speech = speech
        self.pictures: list[str] = []

    def block(self, element: Thing) -> None:
        """Say an element that stands for itself."""
        role, speech = str(element.S)[1:], self.speech
        if re.fullmatch("H[1-6]", role):
            speech.heading(int(role[1]), self.inline(element))
        elif role == "Table":
            self.table(element)
        elif role in {"L", "TOC"}:
            items = [kid for kid in kids(element) if str(kid.S) in {"/LI", "/TOCI"}]
            speech.say("", f"list of {len(items)}")
            for item in items:
                self.item(item)
        elif role == "Figure":
            speech.say(self.inline_figure(element))
        elif all(self.is_inline(kid) for kid in kids(element)):
            speech.text(self.inline(element))
        else:
            for kid in kids(element):
                if self.is_inline(kid):
                    speech.text(self.piece(element, kid))
                else:
                    self.block(kid)

    def item(self, item: Thing) -> None:
        """Say an item of a list: its label with what stands beside it, then the blocks in it."""
        label = " ".join(self.inline(kid) for kid in kids(item) if str(kid.S) == "/Lbl")
        bodies = [kid for kid in kids(item) if str(kid.S) != "/Lbl"]
        self.speech.depth += 1
        plain = [body for body in bodies if all(map(self.is_inline, kids(body)))]
        self.speech.say(" ".join([label, *(self.inline(body) for body in plain)]), "item")
        for body in bodies:
            if body not in plain:
                self.block(body)
        self.speech.depth -= 1

    def is_inline(self, kid: Thing) -> bool:
        return not (isinstance(kid, Dictionary) and "/S" in kid) or str(kid.S)[1:] in _INLINE

    def inline(self, element: Thing) -> str:
        """Return the words of an element as they are heard."""
        if "/ActualText" in element:
            return str(element.ActualText)
        return "".join(self.piece(element, kid) for kid in kids(element))

    def piece(self, element: Thing, kid: Thing) -> str:
        if not (isinstance(kid, Dictionary) and "/S" in kid):
            return self.tagged.said(element, kid).replace("\u00ad", "")
        role = str(kid.S)[1:]
        if role == "Link":
            return self.link(kid)
        if role == "Figure":
            return self.inline_figure(kid)
        if role == "Form":
            return " ".join(self.field(one.Obj) for one in kids(kid)) + " "
        words = str(kid.Alt) if "/Alt" in kid else self.inline(kid)
        return f"{words} ({kid.E})" if "/E" in kid else words

    def inline_figure(self, element: Thing) -> str:
        alternative = str(element.get("/Alt", ""))
        self.pictures.append(alternative)
        return self.speech.picture(alternative)

    def link(self, element: Thing) -> str:
        marks = [kid for kid in kids(element) if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
        pages = [mark.get("/Pg", element.get("/Pg")).objgen for mark in marks]
        name = str(element.Alt) if "/Alt" in element else self.inline(element)
        if len(set(pages)) < len(pages):
            self.speech.findings.append(f"{len(marks)} annotations of one link: {name}")
        if any(str(mark.Obj.get("/Contents", "")) != " ".join(name.split()) for mark in marks):
            self.speech.findings.append(f"a link's name and contents differ: {name}")
        target = next((str(mark.Obj.A.URI) for mark in marks if "/A" in mark.Obj and "/URI" in mark.Obj.A), "")
        return self.speech.link(name, target)

    def field(self, widget: Thing) -> str:
        if "/Parent" in widget:
            return self.speech.form_field("choice", f"{widget.Parent.TU}: {widget.TU}")
        return self.speech.form_field(_KINDS[str(widget.FT)], str(widget.get("/TU", "")))

    # ── tables

    def table(self, table: Thing) -> None:
        """Say a table: its caption, its size, and each cell after the headers that its tags give it."""
        groups = [kid for kid in kids(table) if str(kid.S) in {"/THead", "/TBody", "/TFoot"}]
        rows = [kid for kid in kids(table) if str(kid.S) == "/TR"] + [row for group in groups for row in kids(group)]
        for caption in (kid for kid in kids(table) if str(kid.S) == "/Caption"):
            self.speech.text(
                self.inline(caption) if all(map(self.is_inline, kids(caption))) else self.tagged.words(caption)
            )
        grid: dict[tuple[int, int], Thing] = {}
        placed: list[tuple[int, int, Thing]] = []
        for y, row in enumerate(rows):
            x = 0
            for cell in kids(row):
                while (y, x) in grid:
                    x += 1
                wide, high = (int(_attribute(cell, key, 1)) for key in ("/ColSpan", "/RowSpan"))
                grid |= {(y + down, x + right): cell for down in range(high) for right in range(wide)}
                placed.append((y, x, cell))
                x += wide
        self.speech.say(f"{len(rows)} rows, {max((x for _, x in grid), default=-1) + 1} columns", "table")
        self.speech.depth += 1
        names = {id(cell): self.cell_words(cell) for _, _, cell in placed if str(cell.S) == "/TH"}
        for y, x, cell in placed:
            if str(cell.S) == "/TD":
                beside = [
                    grid[y, n]
                    for n in range(x)
                    if (y, n) in grid and str(_attribute(grid[y, n], "/Scope", "")) == "/Row"
                ]
                above = [
                    grid[n, x]
                    for n in range(y)
                    if (n, x) in grid and str(_attribute(grid[n, x], "/Scope", "")) == "/Column"
                ]
                headers = [names[id(head)] for head in (*beside, *above) if id(head) in names]
                self.speech.cell(list(dict.fromkeys(headers)), self.cell_words(cell))
        self.speech.depth -= 1

    def cell_words(self, cell: Thing) -> str:
        """Return the words of a cell, its blocks one after another."""
        parts = [self.piece(cell, kid) if self.is_inline(kid) else self.cell_words(kid) for kid in kids(cell)]
        blocks = any(not self.is_inline(kid) for kid in kids(cell))
        return " ".join(" ".join(parts).split()) if blocks else " ".join("".join(parts).split())


def _attribute(element: Thing, key: str, default: object) -> Thing:
    owned = element.get("/A", Array())
    return next((one[key] for one in (owned if isinstance(owned, Array) else [owned]) if key in one), default)
