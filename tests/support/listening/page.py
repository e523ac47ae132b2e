"""Reads a finished HTML page aloud, as a screen reader in a browser does."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

from tests.support.listening.speech import Speech

Node = Any
"""An element of lxml's."""

_BLOCKS = set(
    "p div section header footer main nav figure figcaption blockquote dt dd li details summary pre caption".split()
)
_SKIPPED = {"style", "script", "head", "title"}


def listen_to_page(page: str, *, scrolls: bool = True) -> Speech:
    """Return what is heard of a page. `scrolls`: its tables may, so keys must reach them (WCAG 2.2, 2.1.1)."""
    root, speech = html.document_fromstring(page.encode()), Speech()
    speech.title = root.findtext(".//title") or ""
    for table in root.iter("table") if scrolls else ():
        holder: Node = table.getparent()
        if holder.get("tabindex") != "0" or not (holder.get("aria-label") or holder.get("aria-labelledby")):
            speech.findings.append("a table that keys cannot scroll")
    _block(root.find("body"), speech)
    return speech


def _is_hidden(node: Node) -> bool:
    return not isinstance(node.tag, str) or node.tag in _SKIPPED or node.get("aria-hidden") == "true"


def _has_blocks(node: Node) -> bool:
    return any(
        child.tag in _BLOCKS | {"table", "ul", "ol", "dl"} or re.fullmatch("h[1-6]", str(child.tag))
        for child in node.iterdescendants()
    )


def _block(node: Node, speech: Speech) -> None:
    """Say an element, and what stands in it."""
    if _is_hidden(node):
        return
    if re.fullmatch("h[1-6]", node.tag):
        speech.heading(int(node.tag[1]), _inline(node, speech))
    elif node.tag in {"ul", "ol"}:
        items = node.findall("li")
        speech.say("", f"list of {len(items)}")
        speech.depth += 1
        for item in items:
            _block(item, speech)
        speech.depth -= 1
    elif node.tag == "table":
        _table(node, speech)
    elif node.tag == "img":
        if node.get("alt") != "":
            speech.say(speech.picture(node.get("alt") or ""))
    elif node.tag == "details":
        speech.say(_inline(node.find("summary"), speech), "opens")
        for child in node.findall("*")[1:]:
            _block(child, speech)
    elif not _has_blocks(node):
        speech.text(_inline(node, speech))
    else:
        speech.text(node.text or "")
        run = ""
        for child in node:
            if isinstance(child.tag, str) and (
                child.tag in _BLOCKS | {"table", "ul", "ol", "dl", "img"}
                or _has_blocks(child)
                or re.fullmatch("h[1-6]", child.tag)
            ):
                speech.text(run)
                run = ""
                _block(child, speech)
            elif not _is_hidden(child):
                run += _piece(child, speech)
            run += child.tail or ""
        speech.text(run)


def _inline(node: Node, speech: Speech) -> str:
    words = node.text or ""
    for child in node:
        words += ("" if _is_hidden(child) else _piece(child, speech)) + (child.tail or "")
    return words


def _piece(node: Node, speech: Speech) -> str:
    if node.tag == "a" and node.get("href"):
        return speech.link(node.get("aria-label") or _inline(node, speech), node.get("href"))
    if node.tag == "img":
        return speech.picture(node.get("alt") or "") if node.get("alt") != "" else ""
    if node.get("role") == "img":
        return f"{node.get('aria-label')} "
    words = _inline(node, speech)
    return f"{words} ({node.get('title')})" if node.tag == "abbr" and node.get("title") else words


def _table(table: Node, speech: Speech) -> None:
    rows = list(table.iter("tr"))
    speech.say(f"{len(rows)} rows, {max(len(row) for row in rows)} columns", "table")
    speech.depth += 1
    columns: dict[int, str] = {}
    for row in rows:
        names = [_inline(cell, speech) for cell in row if cell.get("scope") == "row"]
        for place, cell in enumerate(row):
            words = " ".join(_inline(cell, speech).split())
            if cell.get("scope") == "col":
                columns[place] = words
            elif cell.tag == "td" and (words or columns):
                speech.cell([*names, columns.get(place, "")], words)
    speech.depth -= 1
