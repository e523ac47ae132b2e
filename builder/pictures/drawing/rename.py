"""Ids and classes of a drawing under names that say nothing: programs name them after layers, files and people.

Selectors of style rules are written anew with them, from what selectors need (w3.org/TR/selectors-4). A condition on an
attribute (`[id$=…]`, as Mermaid writes) becomes a class of the elements that meet it. Rules that can match nothing are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from builder.core.source import Unreadable
from builder.pictures.drawing.expansion import MAX_MATCHES
from builder.pictures.drawing.names import ELEMENTS, HREFS, SVG

if TYPE_CHECKING:
    from lxml import etree

    Tokens = Iterable[Any]

_OWN = re.compile(r"url\(\s*[\"']?#([^\"'()]+?)[\"']?\s*\)")
_STATIC = frozenset("root empty first-child last-child only-child first-of-type last-of-type only-of-type".split())
_COUNTING = frozenset("nth-child nth-last-child nth-of-type nth-last-of-type".split())
_INNER = frozenset("not is where".split())
_COMBINATORS = frozenset(">+~")
MAX_CONDITION = 500
_CONDITION = re.compile(r"\s*([\w:-]+)\s*(?:([~|^$*]?=)\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))\s*[is]?)?\s*")


_RESULTS = frozenset({"in", "in2", "result"})
_SOURCES = frozenset("SourceGraphic SourceAlpha BackgroundImage BackgroundAlpha FillPaint StrokePaint".split())
"""Attributes of filters that name results of others, and names that every filter knows."""


class _NoMatchError(ValueError):
    """Raised for a selector that matches nothing of a cleaned drawing, or only while a pointer is over it."""


def rename(root: etree._Element) -> None:
    """Give the ids and classes of a drawing new names, in the order in which they stand; drop those that nothing uses."""
    names = _Names(root)
    for style in root.iter(f"{SVG}style"):
        style.text = "".join(names.rules(style.text or ""))
    for element in root.iter("*"):
        names.apply(element)


class _Names:
    """The new names of a drawing's ids and classes."""

    def __init__(self, root: etree._Element) -> None:
        """Read the ids of a drawing; of two elements with one id the first has it, as in browsers."""
        self.root = root
        self.owners: dict[str, etree._Element] = {}
        self.classes: dict[str, str] = {}
        self.results: dict[str, int] = {}
        self.ids: dict[str, str] = {}
        self.tried = 0
        self.met: dict[etree._Element, list[str]] = {}
        self.carried: dict[etree._Element, list[str]] = {}
        for element in root.iter("*"):
            if name := element.get("id"):
                self.owners.setdefault(name, element)
            self.carried[element] = element.get("class", "").split()
        self.worn = {name for names in self.carried.values() for name in names}

    def apply(self, element: etree._Element) -> None:
        """Write the new names into an element's attributes. A reference to an id that is not there is dropped."""
        given = element.get("id", "")
        worn = [self.classes[name] for name in self.carried[element] if name in self.classes] + self.met.get(
            element, []
        )
        for key in ("id", "class"):
            element.attrib.pop(key, "")
        for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
            if key in HREFS and value.startswith("#"):
                if value[1:] in self.owners:
                    element.set(key, f"#{self.id(value[1:])}")
                else:
                    del element.attrib[key]
            elif key in _RESULTS and value not in _SOURCES:
                element.set(key, f"r{self.results.setdefault(value, len(self.results) + 1)}")
            elif "url(" in value:
                element.set(key, self._references(value))
        if worn:
            element.set("class", " ".join(dict.fromkeys(worn)))
        if given and self.owners.get(given) is element:
            element.set("id", self.id(given))

    def rules(self, text: str) -> Iterator[str]:
        """Yield the rules of a clean style sheet with new selectors."""
        from tinycss2 import parse_stylesheet, serialize

        for rule in parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                selectors = [one for tokens in _at_commas(rule.prelude) if (one := self._selector(tokens))]
                if selectors:
                    yield f"{','.join(selectors)}{{{self._references(serialize(rule.content))}}}\n"

    def id(self, name: str) -> str:
        """Return the new name of an id."""
        return self.ids.setdefault(name, f"a{len(self.ids) + 1}")

    def _references(self, value: str) -> str:
        """Return a value with the new names of what it refers to, `none` when it refers to nothing that is there."""
        new = _OWN.sub(lambda found: f"url(#{self.id(found[1])})" if found[1] in self.owners else "", value)
        return new if new.strip() else "none"

    def _selector(self, tokens: Tokens) -> str:
        """Return a selector with the new names, "" when it matches nothing."""
        try:
            return "".join(self._parts(list(tokens))).strip()
        except _NoMatchError:
            return ""

    def _parts(self, tokens: list[Any]) -> Iterator[str]:
        at = 0
        while at < len(tokens):
            token, after = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
            at += 1
            if token.type == "whitespace":
                yield " "
            elif (token.type == "literal" and token.value in _COMBINATORS | {"*"}) or (
                token.type == "ident" and (token.value in ELEMENTS or token.value.startswith("fe"))
            ):
                yield token.value
            elif token.type == "hash" and token.value in self.owners:
                yield f"#{self.id(token.value)}"
            elif token.type == "literal" and token.value == "." and after is not None and after.type == "ident":
                if after.value not in self.worn:
                    raise _NoMatchError(after.value)
                yield f".{self.classes.setdefault(after.value, f'c{len(self.classes) + 1}')}"
                at += 1
            elif token.type == "[] block":
                yield f".{self._condition(token.content)}"
            elif token.type == "literal" and token.value == ":" and after is not None:
                yield self._pseudo(after)
                at += 1
            else:
                raise _NoMatchError(token.type)

    def _pseudo(self, token: Any) -> str:  # noqa: ANN401  # tinycss2 has no types
        if token.type == "ident" and token.lower_value in _STATIC:
            return f":{token.lower_value}"
        if token.type == "function" and token.lower_name in _INNER:
            inner = [one for tokens in _at_commas(token.arguments) if (one := self._selector(tokens))]
            if inner:
                return f":{token.lower_name}({','.join(inner)})"
            if token.lower_name == "not":
                return ""
        if token.type == "function" and token.lower_name in _COUNTING:
            from tinycss2 import serialize

            formula = serialize(token.arguments).strip().lower()
            if re.fullmatch(r"[\dn+ -]{1,20}|odd|even", formula):
                return f":{token.lower_name}({formula})"
        raise _NoMatchError(token.type)

    def _condition(self, tokens: Tokens) -> str:
        """Return a class for the elements that meet a condition on an attribute."""
        from tinycss2 import serialize

        text = serialize(tokens)
        found = _CONDITION.fullmatch(text) if len(text) < MAX_CONDITION else None
        if not found:
            raise _NoMatchError(text)
        self.tried += len(self.carried)
        if self.tried > MAX_MATCHES:
            raise Unreadable("it has too many style rules for so many shapes", hint="make a PNG of it")
        key, sign, wanted = found[1], found[2] or "", next((one for one in found.groups()[2:] if one is not None), "")
        name = f"k{self.tried}"
        meeting = [one for one in self.carried if _meets(one.get(key), sign, wanted)]
        if not meeting:
            raise _NoMatchError(text)
        for element in meeting:
            self.met.setdefault(element, []).append(name)
        return name


def _meets(value: str | None, sign: str, wanted: str) -> bool:
    if value is None:
        return False
    tests = {
        "": True,
        "=": value == wanted,
        "~=": wanted in value.split(),
        "|=": value == wanted or value.startswith(f"{wanted}-"),
        "^=": bool(wanted) and value.startswith(wanted),
        "$=": bool(wanted) and value.endswith(wanted),
        "*=": bool(wanted) and wanted in value,
    }
    return tests[sign]


def _at_commas(tokens: Tokens) -> Iterator[list[Any]]:
    part: list[Any] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part
