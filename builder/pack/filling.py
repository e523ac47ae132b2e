"""Fills in sheets: words in braces become facts, and forms are repeated for each person or thing."""

from __future__ import annotations

import re

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Span
from builder.model import module as m
from builder.pack.things import KINDS, things_of
from builder.pack.values import Values, is_list, known_words

_WORD = re.compile(r"\{([a-z][a-z-]*)\}")
_PERSON = "person"
_DONE = "done"
"""What the walk hands down below words that came of the module."""


def fill_in(sheet: m.Topic, values: Values, problems: Problems) -> m.Topic:
    """Return a sheet filled in. What is not known is a problem at its place."""
    filler = _Filler(values, problems)
    filler.title = tuple(filler.in_words(one) for one in sheet.title)
    return m.rewrite(replace(sheet, title=filler.title), filler.change, "")


class _Filler:
    """Changes the nodes of one sheet."""

    def __init__(self, values: Values, problems: Problems) -> None:
        self.values, self.problems = values, problems
        self.title: tuple[m.Inline, ...] = ()

    def change(self, node: m.Node, done: str) -> tuple[m.Node, str] | None:
        """Return a node filled in, None for a paragraph of nothing. What came of the module is `done`: its words are its own."""
        if done:
            return node, _DONE
        if isinstance(node, m.Paragraph) and len(node.content) == 1 and isinstance(node.content[0], m.Text):
            found = _WORD.fullmatch(node.content[0].text.strip())
            block = self.values.block(found[1]) if found else None
            if block is not None:
                return replace(block, id=node.id, at=node.at), _DONE
            filled = self.in_words(node.content[0])
            return (replace(node, content=(filled,)), _DONE) if m.plain(filled).strip() else None
        if isinstance(node, m.FormFields) and node.each:
            return self.repeat(m.rewrite(node, self.change, "")), _DONE
        return (self.in_words(node), _DONE) if isinstance(node, m.Text) else (node, "")

    def in_words(self, node: m.Inline) -> m.Inline:
        """Return a text with the words in braces replaced."""
        if not isinstance(node, m.Text) or "{" not in node.text:
            return node
        parts: list[m.Inline] = []
        done = 0
        for found in _WORD.finditer(node.text):
            lang = self.values.lang_of(found[1])
            said: m.Inline = replace(node, text=self.word(found, node.at))
            parts += (
                replace(node, text=node.text[done : found.start()]),
                m.Phrase(content=(said,), lang=lang) if lang else said,
            )
            done = found.end()
        parts.append(replace(node, text=node.text[done:]))
        if not any(isinstance(part, m.Phrase) for part in parts):
            return replace(node, text="".join(m.plain(part) for part in parts))
        return m.Phrase(content=tuple(part for part in parts if m.plain(part)), at=node.at)

    def word(self, found: re.Match[str], at: Span) -> str:
        """Return what one word in braces stands for; "" with a problem for one that is not known."""
        name = found[1]
        said = self.values.text(name)
        source = self.problems.sources.get(at.path)
        place = source.find(at.line, found[0]) if source else at
        if said is None:
            known = known_words(session=self.values.session is not None)
            alone = name in known and is_list(name)
            message = f"`{found[0]}` is a list" if alone else f"nothing is known by the name `{found[0]}`"
            hint = "let it stand alone in a paragraph" if alone else did_you_mean(name, known)
            self.problems.add(ProblemCode.UNKNOWN_PLACEHOLDER, message, place, hint)
            return ""
        if name == "organization" and not said:
            message = "this sheet names the organization that gives it, and nobody said which that is"
            self.problems.add(ProblemCode.MISSING_ORGANIZATION, message, place, 'add `--organization "Name"`')
        return said

    def repeat(self, form: m.FormFields) -> m.Block:
        """Return a form once for each person or thing that it is about."""
        once = replace(form, each="")
        if form.each == _PERSON:
            return self._for_people(once)
        if form.each not in KINDS:
            source = self.problems.sources.get(form.at.path)
            place = source.find(form.at.line, form.each) if source else form.at
            hint = did_you_mean(form.each, (_PERSON, *KINDS))
            message = f"`each`: a form cannot be repeated for `{form.each}`"
            self.problems.add(ProblemCode.UNKNOWN_PLACEHOLDER, message, place, hint)
            return once
        labels, lang = self.values.labels, self.values.module.lang
        found = things_of(self.values.module, form.each, labels)
        body: list[m.Block] = list(form.body)
        for number, thing in enumerate(found, 1):
            name = labels(f"each-{form.each}", number=number)
            where = (
                labels("review-line", file=thing.at.path.rpartition("/")[2], line=thing.at.line)
                if thing.at.path
                else ""
            )
            own = lang if lang != labels.lang else ""
            words = (
                m.Strong(content=(m.Text(text=thing.name),), lang=own),
                m.Text(text=f" {thing.said}" * bool(thing.said), lang=own),
            )
            body += (
                m.Heading(level=3, content=(m.Text(text=f"{name} {where}".strip()),), id=f"{form.id}-{number}"),
                m.Paragraph(content=words),
                replace(once, id=f"{form.id}-form-{number}", title=(), body=(), about=name),
            )
        if not found:
            body.append(m.Paragraph(content=(m.Text(text=labels("pack-none")),)))
        return m.Shared(title=form.title, body=tuple(body), id=form.id, at=form.at)

    def _for_people(self, form: m.FormFields) -> m.Block:
        people = self.values.people
        if form.look != "cards":
            return replace(form, look="table", rows=people)
        labels = self.values.labels
        cards = tuple(
            m.Card(body=(replace(form, id=f"{form.id}-{number}", title=(), about=labels("each-card", number=number)),))
            for number in range(1, people + 1)
        )
        return m.Cards(title=form.title or self.title, cards=cards, id=form.id, at=form.at)
