"""Tables compared three ways: rows that came and went, and cells whose words changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.core.frozen import replace
from builder.core.source import NOWHERE
from builder.returning.deck.findings import FoundChange, pair_moves
from builder.returning.deck.pairing import pair_items
from builder.returning.deck.source_now import SourceParagraph
from builder.returning.deck.texts import ComparedText, TextComparison
from builder.slides.record.made import MadeShape
from builder.slides.record.paragraphs import SeenParagraph
from builder.slides.record.slides import SeenShape
from builder.slides.record.words import word_print

Row = tuple[tuple[str, ...], ...]
"""The words of a row by cell, as fingerprints."""

Rows = tuple[tuple[tuple[SourceParagraph, ...], ...], ...]
"""The paragraphs of a table by row and cell, as the source says them."""


def compare_tables(texts: TextComparison, made: MadeShape, seen: SeenShape, told: Rows) -> Iterator[FoundChange]:
    """Yield what changed in a table: rows, and words in cells. A table with other columns is reported as a whole."""
    ours = [_row_made(row) for row in made.rows]
    theirs = [_row_seen(row) for row in seen.rows]
    now = [tuple(tuple(word_print(one.text) for one in cell if one.text) for cell in row) for row in told]
    widths = {len(row) for row in (*ours, *theirs)}
    if len(widths) > 1:
        words = "\n".join("\t".join(" ".join(one.text for one in cell) for cell in row) for row in seen.rows)
        at = next((one.at for row in told for cell in row for one in cell), NOWHERE)
        change = texts.change(
            "table", made.slot, new=words, why="it has other columns now: change the table in the source"
        )
        yield FoundChange(replace(change, at=at), final=True)
        return
    yield from _moved(_rows(texts, made, seen, told, ours, theirs, now))


def _rows(
    texts: TextComparison,
    made: MadeShape,
    seen: SeenShape,
    told: Rows,
    ours: Sequence[Row],
    theirs: Sequence[Row],
    now: Sequence[Row],
) -> Iterator[FoundChange]:
    """Yield what changed in the rows of a table."""
    nows = dict(_nows(ours, now))
    last: tuple[SourceParagraph, ...] = ()
    for here, there in pair_items(ours, theirs, lambda a, b: _likeness(ours[a], theirs[b])):
        rows = told[nows[here]] if here is not None and here in nows else ()
        first = tuple(cell[0] for cell in rows if cell)
        if here is not None and there is not None:
            for column, (prints, cell) in enumerate(zip(made.rows[here], seen.rows[there], strict=True)):
                paragraphs = rows[column] if column < len(rows) else ()
                where = f"{made.slot}, row {there + 1}, column {column + 1}"
                yield from texts.compare(ComparedText.of(prints, cell, paragraphs), where, cell=True)
        elif here is not None:
            if rows or not told:
                words = "\t".join(" ".join(one.text for one in cell if one.text) for cell in rows)
                change = texts.change("row-deleted", f"{made.slot}, row {here + 1}", old=words)
                yield FoundChange(replace(change, at=first[0].at if first else NOWHERE), cells=first)
        elif there is not None and now.count(theirs[there]) <= ours.count(theirs[there]):
            added = tuple(_cell_words(cell) for cell in seen.rows[there])
            change = texts.change("row-added", f"{made.slot}, row {there + 1}", new="\t".join(added))
            yield FoundChange(change, row=added, cells=last)
        last = first or last


def _moved(findings: Iterator[FoundChange]) -> Iterator[FoundChange]:
    """Yield findings in which a row that was deleted, and added elsewhere in its table, was moved."""
    found = list(findings)
    moves = pair_moves(
        (one for one in found if one.change.kind == "row-deleted" and one.cells),
        (one for one in found if one.change.kind == "row-added"),
    )
    for one in found:
        other = moves.get(id(one))
        if other is None:
            yield one
        elif other is not one and _number(other.cells) != _number(one.cells) + 1:  # else the source has it there by now
            yield replace(one, change=replace(one.change, kind="row-moved", old=other.change.old), moved=other.cells)


def _number(cells: Sequence[SourceParagraph]) -> int:
    """Return the number of a row of the source from 0, -1 for none."""
    return next((one.cell[0] for one in cells if one.cell), -1)


def _nows(ours: Sequence[Row], now: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield each row as made with that of the source now, also where the source has moved it."""
    pairs = pair_items(ours, now, lambda a, b: _likeness(ours[a], now[b]))
    free = [there for made, there in pairs if made is None and there is not None]
    for made, there in pairs:
        if made is None:
            continue
        found = there if there is not None else next((one for one in free if now[one] == ours[made]), None)
        if found is not None:
            free = [one for one in free if one != found]
            yield made, found


def _likeness(one: Row, other: Row) -> float:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return same / max(1, len(one))


def _row_made(row: Sequence[Sequence[str]]) -> Row:
    none = word_print("")
    return tuple(tuple(words for one in cell if (words := one.partition(":")[0]) != none) for cell in row)


def _row_seen(row: Sequence[Sequence[SeenParagraph]]) -> Row:
    return tuple(tuple(word_print(one.text) for one in cell if one.text) for cell in row)


def _cell_words(cell: Sequence[SeenParagraph]) -> str:
    return " ".join(one.text for one in cell if one.text)
