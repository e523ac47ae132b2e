"""Find the rules for an element once for all that are like it: same tag, class and attributes, in the same places.

Upstream: https://github.com/Kozea/cssselect2 tries each rule with an element's class or tag on each element. Most rules ask only for what an
element and those around it are; what these have found for one element holds for the next. Rules that ask for siblings,
places among them, or content are tried each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType
from typing import Any

_OF_ITSELF = {
    "classes", "id", "local_name", "namespace_url", "etree_element", "attrib", "get", "ancestors", "parent", "lang", "tag",
    "in_html_document", "startswith", "endswith", "lower", "split_whitespace", "ascii_lower", "urlparse", "scheme", "any", "next",
}  # fmt: skip
"""Names in tests that cssselect2 compiles from selectors that ask an element for itself and for those around it, no others."""
_ALWAYS = {"class", "lang"}


class Matches:
    """The rules of style sheets for the elements of a document. `sheets` are WeasyPrint's: sheet, origin, specificity."""

    def __init__(self, sheets: Any) -> None:
        """Sort the rules of each sheet once: a sheet keeps that."""
        self._sheets = [(sheet, origin, extra, _sorted(sheet.matcher)) for sheet, origin, extra in sheets]
        self._words = set().union(*(rules.words for *_, rules in self._sheets))
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: dict[int, tuple[Any, ...]] = {}

    def of(self, element: Any, around: int | None) -> tuple[int, tuple[object, ...], list[tuple[Any, ...]]]:
        """Return an element's number, which rules are for it, and for each sheet: sheet, origin, specificity, and its rules.

        `around` is the number of the element around it. Equal numbers: equal, for all rules that ask no siblings or content.
        """
        node, words = element.etree_element, self._words
        own = (around, node.tag, *(
            pair for pair in sorted(node.attrib.items())
            if pair[0] in _ALWAYS or pair[0] in words or (pair[0] == "id" and pair[1] in words)
        ))  # fmt: skip
        number = self._numbers.setdefault(own, len(self._numbers))
        if number not in self._known:
            matched = [(*sheet, rules.match(element)) for *sheet, rules in self._sheets]
            asked = [rules.asked(element) for *_, rules in self._sheets]
            self._known[number] = _found(matched), matched, asked if any(asked) else None
        found, matched, asked = self._known[number]
        if asked is None:
            return number, found, matched
        more = [
            [(specificity, order, pseudo, rule) for test, specificity, order, pseudo, rule in entries if test(element)]
            for entries in asked
        ]
        if any(more):
            matched = [
                (*sheet, sorted(rules + added, key=_place))
                for (*sheet, rules), added in zip(matched, more, strict=True)
            ]
            found = _found(matched)
        return number, found, matched


def _place(entry: tuple[Any, ...]) -> Any:
    return entry[:2]


def _found(matched: list[tuple[Any, ...]]) -> tuple[object, ...]:
    return tuple([(specificity, id(rule)) for *_, rules in matched for specificity, _, _, rule in rules])


class _Sorted:
    """The rules of a matcher: two matchers, of those that ask an element for itself, and of the others."""

    def __init__(self, matcher: Any) -> None:
        self.words: set[str] = set()
        self._itself, self._others = type(matcher)(), type(matcher)()
        for name in ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors"):
            for key, entries in getattr(matcher, name).items():
                itself, others = self._split(entries)
                if itself:
                    getattr(self._itself, name)[key] = itself
                if others:
                    getattr(self._others, name)[key] = others
        for name in ("lang_attr_selectors", "other_selectors"):
            for part, entries in zip((self._itself, self._others), self._split(getattr(matcher, name)), strict=True):
                setattr(part, name, entries)
        self.match = self._itself.match

    def _split(self, entries: list[Any]) -> tuple[list[Any], list[Any]]:
        itself: list[Any] = []
        others: list[Any] = []
        for entry in entries:
            names: set[str] = set()
            words: set[str] = set()
            for code in _codes(entry[0].__code__):
                names.update(code.co_names)
                words.update(_strings(code.co_consts))
            self.words |= words
            (itself if names <= _OF_ITSELF else others).append(entry)
        return itself, others

    def asked(self, element: Any) -> list[Any]:
        """Return the rules that have to be tried on each element that is like this one."""
        others, tag = self._others, element.local_name.lower()
        entries = list(others.id_selectors.get(element.id, ()))
        for name in element.classes:
            entries += others.class_selectors.get(name, ())
        entries += others.lower_local_name_selectors.get(tag, ())
        entries += others.namespace_selectors.get(element.namespace_url, ())
        if "lang" in element.etree_element.attrib:
            entries += others.lang_attr_selectors
        entries += others.other_selectors
        return entries


def _sorted(matcher: Any) -> _Sorted:
    known = matcher.__dict__.get("sorted_rules")
    if known is None:
        known = matcher.sorted_rules = _Sorted(matcher)
    return known  # type: ignore[no-any-return]  # cssselect2 is untyped


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield a function's code and that of all functions in it."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _codes(inner)


def _strings(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, (tuple, frozenset)):
            yield from _strings(value)
