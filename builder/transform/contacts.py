"""Telephone numbers in contact lists: which digits are one, and links that call it or write to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from builder.core.addresses import safe_address
from builder.core.frozen import replace
from builder.model import module as m

_NUMBER = re.compile(r"(?<![\w/.-])\+?\(?\d(?:[().-]*+ ?\d)+(?![\w/-])")
_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d-\d\d)?")

SHORT = 6
"""The most digits of a number that is dialed as it is (988, 64673); it counts only where a word or a bold name says so."""


@dataclass(frozen=True)
class CallLine:
    """A row of a call list: the name of a service, and the telephone numbers to call or text, or other ways to reach it."""

    name: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class NumberWords:
    """The words, in small letters, after which a number is one to call, or to write a message to."""

    call: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()


def services(blocks: Iterable[m.Block]) -> tuple[m.Contact, ...]:
    """Return the services among blocks that have a name, each once, by their names."""
    found: dict[str, m.Contact] = {}
    for node in m.walk(*blocks):
        if isinstance(node, m.Contact) and m.plain(*node.title):
            found.setdefault(m.plain(*node.title), node)
    return tuple(found.values())


def call_lines(blocks: Iterable[m.Block]) -> tuple[CallLine, ...]:
    """Return the services that have a name, each once: contacts, and list items in resources and local lines."""
    found: dict[str, CallLine] = {}

    def look(node: m.Node, listed: bool) -> tuple[m.Node, bool]:
        if isinstance(node, m.Contact | m.ListItem) and (listed or isinstance(node, m.Contact)):
            line = _line_of(node) if isinstance(node, m.Contact) else contact_of(node)
            found.setdefault(line.name, line)
        return node, listed or isinstance(node, m.Resources | m.Local)

    m.rewrite_blocks(tuple(blocks), look, context=False)
    return tuple(line for line in found.values() if line.name)


def _line_of(contact: m.Contact) -> CallLine:
    """Return the row of a contact: its numbers, or else its other ways."""
    spoken = [fact for _, fact in contact.ways if fact.is_number]
    said = (m.plain(*fact.content).strip() for fact in spoken or (fact for _, fact in contact.ways))
    return CallLine(m.plain(*contact.title), tuple(said))


def contact_of(item: m.ListItem) -> CallLine:
    """Return the name that an item gives in bold ("" without one) and the telephone numbers in it."""
    strong = next((node for node in m.walk(item) if isinstance(node, m.Strong)), None)
    name = m.plain(strong).rstrip(" .:") if strong else ""
    numbers = dict.fromkeys(found[0] for found in _NUMBER.finditer(m.plain(item)))
    return CallLine(name, tuple(n for n in numbers if not _DATE.fullmatch(n) and len(n) > 2))


def link_numbers(module: m.Module, words: NumberWords) -> m.Module:
    """Return a module in whose contacts, resources and local lines each telephone number is a link.

    Links are `tel:` (RFC 3966) or `sms:` (RFC 5724). A fact that is one number is a link as a whole.
    """

    def change(node: m.Node, inside: tuple[bool, bool]) -> tuple[m.Node, tuple[bool, bool]]:
        listed, bold = inside
        match node:
            case m.Resources() | m.ContactList() | m.Local():
                return node, (True, False)
            case m.ContactFact():
                return _with_links(node, words, bold=False), (False, False)
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
    node: m.Paragraph | m.Strong | m.Emphasis | m.Phrase | m.Highlight | m.Cell | m.ContactFact,
    words: NumberWords,
    *,
    bold: bool,
) -> m.Node:
    """Return a node whose own texts are divided at telephone numbers, which are links."""
    content: list[m.Inline] = []
    way = node.kind if isinstance(node, m.ContactFact) else ""
    for inner in node.content:
        content += _divided(inner, words, bold=bold, way=way) if isinstance(inner, m.Text) else (inner,)
    links = [inner for inner in content if isinstance(inner, m.Link)]
    if (
        isinstance(node, m.ContactFact)
        and node.is_number
        and len(links) == 1
        and all(isinstance(inner, m.Text | m.Link) for inner in content)
    ):
        content = [replace(links[0], content=node.content)]
    return replace(node, content=tuple(content)) if tuple(content) != node.content else node


def _divided(text: m.Text, words: NumberWords, *, bold: bool, way: str = "") -> list[m.Inline]:
    """Return a text with its telephone numbers as links. `way`: the kind of the fact that it stands in, which says what they are for."""
    found: list[m.Inline] = []
    done = 0
    for number in _NUMBER.finditer(text.text):
        before = {
            word.casefold() for word in re.findall(r"\w+", re.split(r"[.;!?]\s", text.text[done : number.start()])[-1])
        }
        called, written = bool(before & words.call), way == "text" or bool(before & words.text)
        called = called or (way in {"call", "tty"} and not written)
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
