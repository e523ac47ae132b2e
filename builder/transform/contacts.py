"""Telephone numbers in contact lists: which digits are one, and links that call it or write to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.core.addresses import safe_address
from builder.core.frozen import replace
from builder.model import module as m

_NUMBER = re.compile(r"(?<![\w/.-])\+?\(?\d(?:[().-]*+ ?\d)+(?![\w/-])")
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d-\d\d)?")

SHORT = 6
"""The most digits of a number that is dialed as it is (988, 64673); it counts only where a word or a bold name says so."""


@dataclass(frozen=True)
class Contact:
    """A help line: its name, and the telephone numbers to call or text."""

    name: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class NumberWords:
    """The words, in small letters, after which a number is one to call, or to write a message to."""

    call: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()


def contact_of(item: m.ListItem) -> Contact:
    """Return the name that an item gives in bold ("" without one) and the telephone numbers in it."""
    strong = next((node for node in m.walk(item) if isinstance(node, m.Strong)), None)
    name = m.plain(strong).rstrip(" .:") if strong else ""
    numbers = dict.fromkeys(found[0] for found in _NUMBER.finditer(m.plain(item)))
    return Contact(name, tuple(n for n in numbers if not _DATE.fullmatch(n) and len(n) > 2))


def link_numbers(module: m.Module, words: NumberWords) -> m.Module:
    """Return a module in whose resources and local lines each telephone number is a link (`tel:`, RFC 3966; `sms:`, RFC 5724)."""

    def change(node: m.Node, inside: tuple[bool, bool]) -> tuple[m.Node, tuple[bool, bool]]:
        listed, bold = inside
        match node:
            case m.Resources() | m.Local():
                return node, (True, False)
            case m.Strong():
                return _with_links(node, words, bold=True) if listed else node, (listed, True)
            case m.Link() | m.Reference() | m.Citation():
                return node, (False, False)
            case m.Paragraph() | m.Emphasis() | m.Phrase() | m.Highlight() | m.Cell():
                return _with_links(node, words, bold=bold) if listed else node, inside
            case _:
                return node, inside

    return replace(module, body=m.rewrite_blocks(module.body, change, (False, False)))


def _with_links(
    node: m.Paragraph | m.Strong | m.Emphasis | m.Phrase | m.Highlight | m.Cell, words: NumberWords, *, bold: bool
) -> m.Node:
    """Return a node whose own texts are divided at telephone numbers, which are links."""
    content: list[m.Inline] = []
    for inner in node.content:
        content += _divided(inner, words, bold=bold) if isinstance(inner, m.Text) else (inner,)
    return replace(node, content=tuple(content)) if tuple(content) != node.content else node


def _divided(text: m.Text, words: NumberWords, *, bold: bool) -> list[m.Inline]:
    found: list[m.Inline] = []
    done = 0
    for number in _NUMBER.finditer(text.text):
        before = {
            word.casefold() for word in re.findall(r"\w+", re.split(r"[.;!?]\s", text.text[done : number.start()])[-1])
        }
        called, written = bool(before & words.call), bool(before & words.text)
        digits = re.sub(r"\D", "", number[0])
        short = len(digits) <= SHORT
        if _DATE.fullmatch(number[0]) or len(digits) < 3 or (short and (digits != number[0] or not (bold or called or written))):  # fmt: skip
            continue
        scheme = "sms" if written and not called else "tel"
        target = safe_address(f"{scheme}:{'+' if number[0].startswith('+') else ''}{digits}")
        head = text.text[done : number.start()]
        found += [replace(text, text=head)] if head else []
        found.append(m.Link(target=target, content=(replace(text, text=number[0]),), at=text.at))
        done = number.end()
    rest = text.text[done:]
    return [*found, replace(text, text=rest)] if rest else found
