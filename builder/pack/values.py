"""What the words in braces of a sheet stand for: facts of a module and of a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from builder.core.frozen import dataclass
from builder.model import module as m
from builder.model.outputs import Imprint
from builder.pack.session import PackSession
from builder.pack.things import things_of
from builder.transform.session import is_break, materials, run_sheet, total_minutes
from builder.writers.shared.labels import Labels

_NOON = 12
_GAP = "____"
"""What stands for hours that a module does not say, to be written in."""

FOLLOW_UP = 60
"""Days after a session on which people are asked what has come of it."""


@dataclass(frozen=True)
class Values:
    """The module and the session that sheets are filled in for; `session` is None in forms for reviewers."""

    module: m.Module
    imprint: Imprint
    labels: Labels
    session: PackSession | None = None

    def text(self, name: str) -> str | None:
        """Return what a word in a text stands for, None for one that is not known. `organization` may be ""."""
        made = _TEXTS.get(name)
        return made(self) if made and (self.session or name not in _OF_SESSIONS) else None

    def lang_of(self, name: str) -> str:
        """Return the language of what a word stands for, "" for the sheet's own, and for what somebody typed."""
        key = _SAID_BY.get(name, "")
        own = (
            self.module.lang
            if name in _OF_MODULES
            else "en"
            if key in self.labels.theme.untranslated(self.labels.lang)
            else ""
        )
        return "" if own.split("-")[0] == self.labels.lang.split("-")[0] else own

    def block(self, name: str) -> m.Block | None:
        """Return what a word alone in a paragraph stands for, None for one that is not known."""
        made = _BLOCKS.get(name)
        return made(self) if made else None

    @property
    def people(self) -> int:
        """For how many people it is."""
        return self.session.people if self.session else 0

    def clock(self, minutes: int) -> str:
        """Return a time of day as printed, from minutes since midnight."""
        return clock_words(self.labels, minutes)

    @property
    def minutes(self) -> int:
        """The module's time: what it says, with its reserve, or what its topics take together where that is more."""
        return max(total_minutes(run_sheet(self.module)), self.module.meta.minutes or 0)


def known_words(*, session: bool) -> tuple[str, ...]:
    """Return all words that may stand in braces."""
    return tuple(name for name in (*_TEXTS, *_BLOCKS) if session or name not in _OF_SESSIONS)


def is_list(name: str) -> bool:
    """Say whether a word stands for blocks, and so alone in a paragraph."""
    return name in _BLOCKS


def clock_words(labels: Labels, minutes: int) -> str:
    """Return a time of day as printed, from minutes since midnight; past it the hours begin again."""
    hour, minute = minutes // 60 % 24, minutes % 60
    key = "time-am" if hour < _NOON else "time-pm"
    return labels.plain(key, hour=hour, hour12=(hour - 1) % _NOON + 1, minute=f"{minute:02}")


def date_words(labels: Labels, day: date) -> str:
    """Return a date as printed."""
    return labels.plain("day", month=labels.theme.month_of_day(day.month, labels.lang), day=day.day, year=day.year)


def _day(values: Values, later: int = 0) -> str:
    """Return the day of the session, or one so many days later, as printed."""
    day = values.session.day + timedelta(days=later) if values.session else None
    return date_words(values.labels, day) if day else ""


def _start(values: Values, after: int = 0) -> str:
    start = values.session.start if values.session else None
    return values.labels.plain("to-be-announced") if start is None else values.clock(start + after)


def _place(values: Values) -> str:
    return (values.session.place if values.session else "") or values.labels.plain("to-be-announced")


def _hours(values: Values) -> str:
    """Return the time that is taught, in hours, rounded down to hundredths; a topic of a heading alone, such as a break, is none."""
    rows = run_sheet(values.module)
    taught = total_minutes(row for row in rows if not is_break(row.topic)) or (0 if rows else values.minutes)
    if not taught:
        return values.labels.plain("hours", count=_GAP)
    whole, rest = divmod(taught * 100 // 60, 100)
    labels, decimals = values.labels, f"{rest:02}".rstrip("0")
    key = "hours" if decimals else labels.theme.counted("hours", whole, labels.lang)
    return labels.plain(key, count=f"{whole}{labels.plain('decimal-mark')}{decimals}" if decimals else whole)


def _reviewed(values: Values) -> str:
    meta = values.module.meta
    if not meta.reviewed:
        return values.labels.plain("not-reviewed")
    return values.labels.plain(
        "module-reviewed",
        date=values.labels.plain(
            "month-year", month=values.labels.plain(f"month-{meta.reviewed.month}"), year=meta.reviewed.year
        ),
        names=", ".join(meta.reviewed_by),
    )


_TEXTS: Mapping[str, Callable[[Values], str]] = {
    "module": lambda values: values.module.meta.title,
    "course": lambda values: values.imprint.course,
    "description": lambda values: values.module.meta.description,
    "minutes": lambda values: values.labels.plain(
        values.labels.theme.counted("minutes", values.minutes, values.labels.lang), count=values.minutes
    ),
    "hours": _hours,
    "notice": lambda values: values.imprint.draft_notice,
    "reviewed": _reviewed,
    "date": _day,
    "follow-up": lambda values: _day(values, FOLLOW_UP),
    "start": _start,
    "end": lambda values: _start(values, values.minutes),
    "place": _place,
    "people": lambda values: str(values.people),
    "organization": lambda values: values.session.organization if values.session else "",
}
_OF_MODULES = frozenset({"module", "description", "course", "notice"})
_SAID_BY = {
    "date": "day",
    "follow-up": "day",
    "start": "time-am",
    "end": "time-am",
    "minutes": "minutes",
    "hours": "hours",
    "reviewed": "not-reviewed",
}
"""The label that says a value: where it is not translated, the value is in English."""

_OF_SESSIONS = frozenset({"date", "follow-up", "start", "end", "place", "people", "organization"})


def _text(words: str, lang: str = "") -> m.Paragraph:
    return m.Paragraph(content=(m.Text(text=words),), lang=lang)


def _list(values: Values, texts: Iterator[str] | tuple[str, ...], *, ordered: bool = False) -> m.Block:
    """Return a list of texts of the module, or a line that says that there are none."""
    lang = values.module.lang if values.module.lang != values.labels.lang else ""
    items = tuple(m.ListItem(body=(_text(text),), lang=lang) for text in texts)
    return m.List(items=items, ordered=ordered) if items else _text(values.labels("pack-none"))


def _agenda(values: Values) -> m.Block:
    labels = values.labels
    rows = run_sheet(values.module)
    start = values.session.start if values.session and values.session.start is not None else None

    def row(*cells: str) -> m.Row:
        return m.Row(cells=tuple(m.Cell(content=(m.Text(text=text),) if text else ()) for text in cells))

    lines = [
        row(
            values.clock(start + one.start) if start is not None else f"{one.start // 60}:{one.start % 60:02}",
            m.plain(*one.topic.title),
            labels("minutes-short", count=one.minutes) if one.minutes is not None else labels("no-minutes"),
            one.method or ", ".join(labels(key) for key in one.methods),
        )
        for one in rows
    ]
    head = row(labels("clock"), labels("agenda-topic"), labels("minutes-head"), labels("method"))
    return m.Table(header=(head,), rows=tuple(lines), aligns=("", "", "", ""))


def _materials(values: Values) -> m.Block:
    found = (
        f"{one.count} × {one.thing} ({one.words})" if one.count else one.words
        for one in materials(values.module, values.people)
    )
    return _list(values, found)


def _assessment(values: Values) -> m.Block:
    places = {one.number: str(place) for place, one in enumerate(values.module.meta.objectives, 1)}  # as listed

    def asked() -> Iterator[str]:
        for node in m.walk(*values.module.body):
            if isinstance(node, m.Question) and node.number:
                text = " ".join(m.plain(*node.question).split())
                name = values.labels("question", number=node.number)
                objectives = ", ".join(places[number] for number in node.objectives if number in places)
                tested = values.labels("pack-tests", numbers=objectives) if objectives else ""
                yield f"{values.labels('lead-in', name=name)} {text} {tested}".strip()

    return _list(values, asked())


def _things(kind: str) -> Callable[[Values], m.Block]:
    return lambda values: _list(values, tuple(one.text() for one in things_of(values.module, kind, values.labels)))


_BLOCKS: Mapping[str, Callable[[Values], m.Block]] = {
    "objectives": lambda values: _list(values, tuple(map(str, values.module.meta.objectives)), ordered=True),
    "agenda": _agenda,
    "materials": _materials,
    "assessment": _assessment,
    "sources": _things("source"),
    "law": _things("law"),
    "scenarios": _things("scenario"),
    "contacts": _things("contact"),
    "caveats": _things("caveat"),
    "claims": _things("claim"),
}
