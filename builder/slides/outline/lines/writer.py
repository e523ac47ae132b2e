"""Blocks to lines of a text box. Pictures, tables and charts are collected for slides of their own, or written in words.

Every kind of block can become lines, as notes, list items and callouts can hold nothing else and no word may be lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from builder.core.frozen import dataclass, replace
from builder.model import module as m
from builder.model.cues import CUE_KINDS
from builder.slides.deck.deck import DEEPEST, Run, SlideLine
from builder.slides.deck.forms import HEAD
from builder.slides.outline.context import Context, numbered_name
from builder.slides.outline.lines.questions import question_in_words
from builder.slides.outline.lines.tables import heads_to_fill, table_in_words
from builder.slides.outline.runs import Asides, to_runs
from builder.transform.charts import data_rows

APART = "apart"
"""Role of a line after an item that holds blocks with slides of their own. Its number: how many such blocks come before it."""


@dataclass(frozen=True)
class LineWriter:
    """Turns blocks into lines. With `apart`, pictures, tables and charts are collected in `gathered.apart`, else written in words."""

    context: Context
    gathered: Asides
    apart: bool = True

    def lines(self, blocks: Iterable[m.Block], level: int = 0) -> tuple[SlideLine, ...]:
        """Return blocks as lines, in order."""
        return tuple(line for block in blocks for line in self.block(block, level))

    def runs(self, inlines: Iterable[m.Inline], *, bold: bool = False, lang: str = "") -> tuple[Run, ...]:
        """Return inlines as runs."""
        return to_runs(inlines, self.context, self.gathered, Run("", bold=bold, lang=lang))

    def runs_with_keys(self, inlines: Iterable[m.Inline], *, lang: str = "") -> tuple[tuple[Run, ...], tuple[str, ...]]:
        """Return inlines as runs, and the keys of sources and footnotes that they cite (`SlideLine.keys`)."""
        touched = self.gathered.touched
        start = len(touched)
        runs = self.runs(inlines, lang=lang)
        keys = tuple(dict.fromkeys(touched[start:]))
        del touched[start:]
        return runs, keys

    def block(self, block: m.Block, level: int = 0) -> tuple[SlideLine, ...]:  # noqa: C901  # a match over the closed union of blocks, one case each
        """Return one block as lines at a level."""
        lines = _BlockLines(self, block, level)
        match block:
            case m.Paragraph():
                return lines.words(block.content)
            case m.Heading():
                return lines.words(block.content, role="heading", bound=True)
            case m.Cue():
                return lines.words(
                    block.content, role=block.kind if block.kind in CUE_KINDS else "body", before=self._cue_label(block)
                )
            case m.SlideBreak():
                return ()
            case m.List():
                return self._list(block, level)
            case m.DefinitionList():
                return self._definitions(block, level)
            case m.CodeBlock():
                text = "\v".join(block.text.expandtabs(4).strip("\n").split("\n"))
                code = (Run(text, mono=True, lang=block.lang),) if text.strip("\v ") else ()
                return (SlideLine(code, _clamp_level(level), role="code", at=block.at),) if code else ()
            case m.Table() if block.to_fill:
                return heads_to_fill(self, block, level)
            case m.Table():
                return self._set_apart(block) if self.apart else table_in_words(self, block, level)
            case m.Figure():
                if self.apart:
                    return self._set_apart(block)
                name = numbered_name(block, self.context)
                told = (*block.caption, *(() if block.decorative else (m.Text(text=f" [{block.alt}]"),)))
                told = (m.Link(content=told, target=block.link),) if block.link else told
                return lines.words(told, before=f"{name}: " if name else "")
            case m.Chart():
                return self._set_apart(block) if self.apart else self._chart(block, level)
            case m.Columns():
                return self.lines(block.columns, level)
            case m.Panels() | m.Steps() | m.Versus() | m.Timeline() | m.Scale():
                return self._set_apart(block) if self.apart else self._form(block, level)
            case m.Number():
                return self._set_apart(block) if self.apart else self._number(block, level)
            case m.Notes():
                if self.apart:
                    self.gathered.script.append(block)
                    return ()
                return self._with_title(block, level)
            case m.Answer():
                if self.apart:
                    self.gathered.answers.append(block)
                    return ()
                return (*lines.label("answer"), *self._with_title(block, level))
            case m.Check() | m.Matching() | m.Ordering():
                return question_in_words(self, block, level)
            case m.Cards():
                cards = (line for card in block.cards for line in _with_bullet(self.lines(card.body, level), "disc"))
                return (*lines.words(block.title, role="heading", bound=True), *cards)
            case m.Quote():
                return (*self._with_title(block, level), *lines.words(block.attribution))
            case m.Activity() | m.Discussion():
                return (*self._with_title(block, level), *self.facts(block, level))
            case m.Local():
                return (*self._with_title(block, level), *self.blanks(block, level))
            case m.ContactList():
                return self._set_apart(block) if self.apart else self.lines(block.body, level)
            case m.Contact():
                title = lines.words(block.title, role="label", bound=True)
                facts = (self.fact(one, level) for one in block.facts if one.is_verified)
                return (*title, *facts, *self.lines(block.body, level), *self.gaps(block, level))
            case (
                m.Part()
                | m.Topic()
                | m.Column()
                | m.Objectives()
                | m.KeyPoints()
                | m.Scenario()
                | m.Reflection()
                | m.FillIn()
                | m.FormFields()
                | m.Definition()
                | m.Note()
                | m.Caution()
                | m.ContentNote()
                | m.Facilitator()
                | m.HandoutOnly()
                | m.SlideOnly()
                | m.Resources()
                | m.Shared()
            ):
                return self._with_title(block, level)
            case _:
                assert_never(block)

    def facts(self, block: m.Activity | m.Discussion, level: int = 0, *, minutes: bool = True) -> tuple[SlideLine, ...]:
        """Return a line each for minutes, group, materials, and number and page in the handout, as far as known."""
        texts = [self.context.minutes(block.minutes)] if minutes and block.minutes else []
        if block.group:
            group = self.context.theme.group(block.group, self.context.module.lang)
            texts.append(group[:1].upper() + group[1:])
        if isinstance(block, m.Activity) and block.materials:
            texts.append(self.context.label("deck-materials", materials=block.materials))
        page = self.context.page("handout", block.id)
        name = numbered_name(block, self.context)
        if page:
            texts.append(
                self.context.label("reference-elsewhere", name=name, place=page)
                if name
                else page[:1].upper() + page[1:]
            )
        return tuple(SlideLine((Run(text),), _clamp_level(level), at=block.at) for text in texts)

    def fact(self, fact: m.ContactFact, level: int = 0) -> SlideLine:
        """Return a fact of a service as a line that begins with what it is: “Hours: day and night”."""
        runs, keys = self.runs_with_keys(fact.content, lang=fact.lang)
        name = self.context.label("lead-in", name=self.context.label(f"contact-{fact.kind}"))
        return SlideLine((Run(f"{name} ", bold=True), *runs), _clamp_level(level), keys=keys, at=fact.at)

    def gaps(self, contact: m.Contact, level: int = 0) -> tuple[SlideLine, ...]:
        """Return the facts of a service that nobody has found out in one line: “Not verified: Cost, Reports”."""
        names = ", ".join(self.context.label(f"contact-{kind}") for kind in contact.unverified)
        name = Run(f"{self.context.label('lead-in', name=self.context.label('contact-gaps'))} ", bold=True)
        return (SlideLine((name, Run(names)), _clamp_level(level), at=contact.at),) if names else ()

    def blanks(self, block: m.Local, level: int = 0) -> tuple[SlideLine, ...]:
        """Return lines that an organization has to fill in, one for each blank."""
        return tuple(
            SlideLine(
                (Run(self.context.label("deck-blank", name=self.context.blank(name))),),
                _clamp_level(level),
                at=block.at,
            )
            for name in block.blanks
        )

    def _with_title(self, block: m.Container, level: int) -> tuple[SlideLine, ...]:
        title = _BlockLines(self, block, level).words(block.title, role="heading", bound=True)
        return (*title, *self.lines(block.body, level))

    def _set_apart(self, block: m.Block) -> tuple[SlideLine, ...]:
        self.gathered.apart.append(block)
        return ()

    def _cue_label(self, cue: m.Cue) -> str:
        return self.context.label("deck-cue", cue=self.context.label(cue.kind)) if cue.kind in CUE_KINDS else ""

    def _list(self, block: m.List, level: int) -> tuple[SlideLine, ...]:
        found: list[SlideLine] = []
        numbered = block.numbering or "number"
        for number, item in enumerate(block.items, block.start):
            boxed = "ticked" if item.checked else "box"
            bullet = (numbered if block.ordered else "disc") if item.checked is None else boxed
            met = len(self.gathered.apart)
            found += self._item(item, level, bullet, number if block.ordered else 0)
            if level == 0 and len(self.gathered.apart) > met:
                found.append(SlideLine((), role=APART, number=len(self.gathered.apart), at=item.at))
        return tuple(found)

    def _item(self, item: m.ListItem, level: int, bullet: str, number: int) -> tuple[SlideLine, ...]:
        """Return an item: its first paragraph has the bullet; the rest is one level deeper and stays on the same slide."""
        first, rest = item.body[:1], item.body[1:]
        if not first:
            return ()
        if isinstance(first[0], m.Paragraph):
            head = self.block(first[0], level)
        else:
            head, rest = (), item.body
        more = self.lines(rest, level + 1)
        if not head and not more:
            return ()
        marked = _with_bullet(head or (SlideLine((), _clamp_level(level), at=item.at),), bullet, number)
        bound = tuple(replace(line, bound=True) for line in marked) if more else marked
        return (*bound, *more)

    def _form(self, form: m.Panels | m.Steps | m.Versus | m.Timeline | m.Scale, level: int) -> tuple[SlideLine, ...]:
        """Return a form as a list: each head with what is said under it."""
        found = list(_BlockLines(self, form, level).words(form.title, role="heading", bound=True))
        for number, item in enumerate(form.items, form.start if isinstance(form, m.Steps) else 0):
            bullet = "number" if isinstance(form, m.Steps) else "" if isinstance(form, m.Versus) else "disc"
            found += _with_bullet(self.headed(item, level), bullet, number if bullet == "number" else 0)
        return (*found, *(_BlockLines(self, form, level).words((m.Text(text=form.caveat),)) if form.caveat else ()))

    def _number(self, number: m.Number, level: int) -> tuple[SlideLine, ...]:
        """Return a number in words: title, value, what it counts, caveat, source."""
        lines = _BlockLines(self, number, level)
        whole = self.context.label("number-of", value=number.value, of=number.of)
        value = whole if number.leaves_whole_unsaid() else number.value
        return (
            *lines.words(number.title, role="heading", bound=True),
            *lines.words((m.Strong(content=(m.Text(text=value),)),), bound=True),
            *self.lines(number.body, level),
            *(lines.words((m.Text(text=number.caveat),)) if number.caveat else ()),
            *lines.words((number.source,) if number.source else ()),
        )

    def headed(self, item: m.Headed, level: int) -> tuple[SlideLine, ...]:
        """Return the head of a form's piece, then what is said under it, one level deeper."""
        return (*self.head(item, level), *self.lines(item.body, level + 1 if item.head else level))

    def head(self, item: m.Headed, level: int = 0) -> tuple[SlideLine, ...]:
        """Return the head of a form's piece as a line, () for one without."""
        runs, keys = self.runs_with_keys(item.head, lang=item.lang)
        line = SlideLine(runs, _clamp_level(level), role=HEAD, bound=bool(item.body), keys=keys, at=item.at)
        return (line,) if runs else ()

    def _definitions(self, block: m.DefinitionList, level: int) -> tuple[SlideLine, ...]:
        found: list[SlideLine] = []
        for entry in block.entries:
            for term in entry.terms:
                runs, keys = self.runs_with_keys(term.content, lang=term.lang or block.lang)
                found.append(SlideLine(runs, _clamp_level(level), role="label", bound=True, keys=keys, at=term.at))
            for meaning in entry.meanings:
                found += self.lines(meaning.body, level + 1)
        return tuple(found)

    def _chart(self, chart: m.Chart, level: int) -> tuple[SlideLine, ...]:
        """Return a chart in words: title, text alternative, a line for each row of data, caveat, source."""
        lines = _BlockLines(self, chart, level)
        name = numbered_name(chart, self.context)
        says = self.context.theme.number_format(chart.values, self.context.module.lang)
        rows = data_rows(chart, says)
        source = (chart.source,) if chart.source else ()
        return (
            *lines.words(chart.title, before=f"{name}: " if name else ""),
            *(line for text in (chart.alt, *rows, chart.caveat) if text for line in lines.words((m.Text(text=text),))),
            *lines.words(source),
        )

    def lettered(self, piece: m.Offered, number: int, level: int = 0) -> SlideLine:
        """Return an option or item, counted from 0, with its letter as text, for slots whose layout does not number in letters."""
        letter = Run(f"{self.context.letter(number)}  ", bold=True)
        runs, keys = self.runs_with_keys(piece.content, lang=piece.lang)
        return SlideLine((letter, *runs), _clamp_level(level), keys=keys, at=piece.at)

    def unlettered(self, piece: m.Offered, bullet: str = "", number: int = 0, level: int = 0) -> SlideLine:
        """Return an option or item without its letter, as text or with a bullet of the slot's layout."""
        runs, keys = self.runs_with_keys(piece.content, lang=piece.lang)
        return SlideLine(runs, _clamp_level(level), bullet=bullet, number=number, keys=keys, at=piece.at)


@dataclass(frozen=True)
class _BlockLines:
    """Makes lines of one block at one level."""

    writer: LineWriter
    block: m.BlockNode
    level: int

    def words(
        self, inlines: Iterable[m.Inline], *, role: str = "body", bound: bool = False, before: str = ""
    ) -> tuple[SlideLine, ...]:
        """Return inlines as one line, or () when they hold only what is shown elsewhere, such as citations."""
        runs, keys = self.writer.runs_with_keys(inlines, lang=self.block.lang)
        if not runs:
            return ()
        if before:
            runs = (Run(before, bold=True), *runs)
        return (SlideLine(runs, _clamp_level(self.level), role=role, bound=bound, keys=keys, at=self.block.at),)

    def label(self, key: str) -> tuple[SlideLine, ...]:
        """Return a line with a label of ours."""
        return (
            SlideLine(
                (Run(self.writer.context.label(key)),),
                _clamp_level(self.level),
                role="label",
                bound=True,
                at=self.block.at,
            ),
        )


def _clamp_level(level: int) -> int:
    return min(level, DEEPEST)


def _with_bullet(lines: tuple[SlideLine, ...], bullet: str, number: int = 0) -> tuple[SlideLine, ...]:
    """Return lines with a bullet on the first of them."""
    return (replace(lines[0], bullet=bullet, number=number), *lines[1:]) if lines else ()
