"""Tables of MyST: a caption over a table of bars, or rows written as nested lists or as values between commas."""

from __future__ import annotations

import csv
import re

from builder.parse.dialects.translation import Lines, Translation, identifier

TABLES = frozenset({"table", "list-table", "csv-table"})


def table_lines(
    translation: Translation, name: str, number: int, caption: str, options: dict[str, str], body: Lines
) -> Lines:
    """Return a table of bars with its caption."""
    label = options.get("name", options.get("label", ""))
    ident = f" {{#{identifier(label)}}}" if label else ""
    last = body[-1][0] if body else number
    below = [(last, ""), (number, f": {caption}{ident}"), (number, "")] if caption else [(last, "")]
    if name == "table":
        shown = translation.translate(body)
        while shown and not shown[-1][1].strip():
            shown.pop()
        return [(number, ""), *shown, *below]
    rows = _listed(body) if name == "list-table" else _separated(options.get("header", ""), number, body)
    if not rows:
        return [(number, ""), *translation.translate(body), *below]
    width = max(len(cells) for _, cells in rows)
    headed = options.get("header-rows", "0" if name == "list-table" else "").strip() != "0" or "header" in options
    if not headed:
        rows.insert(0, (number, [""] * width))
    lines = [
        (n, "| " + " | ".join(cell.replace("|", "\\|") for cell in [*cells, *[""] * (width - len(cells))]) + " |")
        for n, cells in rows
    ]
    return [(number, ""), lines[0], (rows[0][0], "|" + "---|" * width), *lines[1:], *below]


def _listed(body: Lines) -> list[tuple[int, list[str]]]:
    """Return the rows of `* - cell` lists; the lines of a cell are joined."""
    rows: list[tuple[int, list[str]]] = []
    for number, raw in body:
        text = raw.strip()
        if found := re.match(r"^[*-]\s+[*-](?:\s+(.*))?$", text):
            rows.append((number, [found[1] or ""]))
        elif rows and (found := re.match(r"^[*-](?:\s+(.*))?$", text)):
            rows[-1][1].append(found[1] or "")
        elif rows and text:
            rows[-1][1][-1] = f"{rows[-1][1][-1]} {text}".strip()
    return rows


def _separated(header: str, number: int, body: Lines) -> list[tuple[int, list[str]]]:
    """Return the rows of values between commas."""
    lines = [*([(number, header)] if header else []), *body]
    return [(n, next(csv.reader([text], skipinitialspace=True))) for n, text in lines if text.strip()]
