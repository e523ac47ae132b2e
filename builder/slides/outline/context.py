"""What every step of the outline uses: the module, printed labels, and the printed names of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from builder.core.frozen import dataclass
from builder.core.names import words_of
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Span
from builder.model import module as m
from builder.model.outputs import PageIndex
from builder.model.references import Work
from builder.theme.theme import Theme


@dataclass
class FootnoteKeys:
    """The keys under which runs call footnotes. Calls of one note, by label and words, have one key wherever they stand."""

    notes: list[m.Footnote] = field(default_factory=list)
    places: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def key(self, note: m.Footnote) -> str:
        """Return the key of a footnote."""
        found = m.walk(*note.body)  # calls are parsed one by one: blocks of the same note differ in ids and places
        said = tuple(
            str(getattr(node, name, "")) for node in found for name in ("text", "alt", "label", "expansion", "key")
        )
        known = self.places.setdefault((note.label, said), len(self.notes))
        if known == len(self.notes):
            self.notes.append(note)
        return str(known)

    def __getitem__(self, key: str) -> m.Footnote:
        """Return the footnote with a key."""
        return self.notes[int(key)]


@dataclass(frozen=True)
class Context:
    """Module, theme, page numbers of other editions, and problems. `names`: block id → printed name (“Activity 1”)."""

    module: m.Module
    theme: Theme
    page_index: PageIndex
    problems: Problems
    names: dict[str, str] = field(default_factory=dict)
    footnotes: FootnoteKeys = field(default_factory=FootnoteKeys)

    def label(self, key: str, **values: object) -> str:
        """Return the printed word for a key in the module's language, marked where it is not translated."""
        return self.theme.printed(key, self.module.lang, **values)

    def plain_label(self, key: str, **values: object) -> str:
        """Return a printed word without marks."""
        return self.theme.label(key, self.module.lang, **values)

    def has_label(self, key: str) -> bool:
        """Say whether there is a printed word for a key."""
        return key in self.theme.labels["en"]

    def minutes(self, count: int) -> str:
        """Return “10 minutes”."""
        return self.label(self.theme.counted("minutes", count, self.module.lang), count=count)

    def letter(self, number: int) -> str:
        """Return the letter of the option at a place, from 0."""
        return self.theme.letter(number + 1, self.module.lang)

    def blank(self, name: str) -> str:
        """Return the printed name of a line that an organization has to fill in."""
        key = f"local-{name}"
        return self.label(key) if self.has_label(key) else words_of(name)

    def warn(self, code: ProblemCode, message: str, at: Span, hint: str = "") -> None:
        """Record a problem."""
        self.problems.add(code, message, at, hint)

    def name_of(self, ident: str) -> str:
        """Return a block's printed name (“Activity 1”), or ""."""
        return self.names.get(ident, "")

    def page(self, edition: str, ident: str) -> str:
        """Return “handout page 4” for a block, or "" when it has no known page there."""
        page = self.page_index.find(edition, ident)
        key = f"at-{edition}"
        return self.label(key, number=page) if page is not None and self.has_label(key) else ""

    def work(self, cited: m.Cited) -> str:
        """Return a source in its short form, with the place in it: “United Nations, 2000, p. 3”."""
        work: Work | None = self.module.works.get(cited.key)
        return ", ".join(filter(None, (work.short(self.label) if work else cited.key, cited.locator)))

    def works(self, cited: Iterable[m.Cited]) -> str:
        """Return sources in their short forms, each once, with `;` between them."""
        return "; ".join(dict.fromkeys(self.work(one) for one in cited))


def numbered_name(node: m.Node, context: Context) -> str:
    """Return “Activity 1”, “Question 2”, “Table 1”, “Figure 1” for what carries a number, else ""."""
    match node:
        case m.Activity(number=number):
            key = "activity"
        case m.Question(number=number):
            key = "question"
        case m.Table(number=number):
            key = "table"
        case m.Figure(number=number) | m.Chart(number=number):
            key = "figure"
        case _:
            return ""
    return context.label(key, number=number) if number else ""


def name_blocks(context: Context) -> dict[str, str]:
    """Return the printed name of every block of the module that has one, by id: its number, else its title or caption."""
    return dict(_names(context))


def _names(context: Context) -> Iterator[tuple[str, str]]:
    for node in m.walk(*context.module.body):
        if not isinstance(node, m.BlockNode) or not node.id:
            continue
        match node:
            case m.Heading():
                title: tuple[m.Inline, ...] = node.content
            case m.Container() | m.Contact() | m.Cards() | m.Chart() | m.Form() | m.Number():
                title = node.title
            case m.Table() | m.Figure():
                title = node.caption
            case _:
                title = ()
        name = numbered_name(node, context) or m.plain(*title)
        if name:
            yield node.id, name
