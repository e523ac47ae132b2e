"""A draft of a slide, to which blocks add content, and the slide made of it when its layout is settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.nearest import nearest_name
from builder.core.problems import ProblemCode
from builder.core.source import Span
from builder.model import module as m
from builder.slides.deck.deck import (
    SEPARATOR,
    ChartContent,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
    text_of,
)
from builder.slides.deck.forms import as_list, is_numeral, is_piece
from builder.slides.deck.layout_variants import varied
from builder.slides.deck.layouts import Layout, Layouts
from builder.slides.deck.paginate import split_evenly
from builder.slides.deck.source_lines import sources_line
from builder.slides.outline import notes
from builder.slides.outline.context import Context
from builder.slides.outline.lines import APART, LineWriter
from builder.slides.outline.runs import Asides

Runs = tuple[Run, ...]
SlotContent = list[SlideLine] | TableContent | PictureContent | ChartContent

TAKES_TEXT = ("body", "left", "attribution", "reason", "facts", "others", "text", "statement", "quote", "right")
"""Slots for text whose own slot the layout lacks, first choice first."""

PLAIN = "content"
"""The layout for content without a layout of its own."""

CAVEAT = 1
"""The level of a caveat in the slot `source`: it is read with what it is about, so layouts set it larger than sources."""


@dataclass
class SlideDraft:
    """A draft of a slide. `shown` maps slots to content; `foot` are lines for the slot `source`, before the sources.

    `opening`, `script`, `prose` and `aside` (short forms of headings) are its notes, in this order. `wanted` is a layout that
    the author asked for by name. `icon` is that of the heading which is its title, by name. `counted`: so many of a whole, (value, of). `carries`: the kicker holds a heading that no title shows, so it must not be dropped.
    """

    layout: str
    title: Runs
    at: Span
    kicker: Runs = ()
    shown: dict[str, SlotContent] = field(default_factory=dict)
    foot: list[SlideLine] = field(default_factory=list)
    gathered: Asides = field(default_factory=Asides)
    ids: list[str] = field(default_factory=list)
    script: list[SlideLine] = field(default_factory=list)
    prose: list[SlideLine] = field(default_factory=list)
    opening: list[SlideLine] = field(default_factory=list)
    aside: list[SlideLine] = field(default_factory=list)
    answers: bool = False
    carries: bool = False
    wanted: str = ""
    counted: tuple[float, float] | None = None
    icon: str = ""

    def add_ids(self, *blocks: m.Block) -> None:
        """Record that the slide shows blocks and all blocks inside them."""
        self.ids += [node.id for node in m.walk(*blocks) if isinstance(node, m.BlockNode) and node.id]

    def text(self, slot: str) -> list[SlideLine]:
        """Return the lines of a slot, to add to."""
        lines = self.shown.setdefault(slot, [])
        if not isinstance(lines, list):
            message = f"slot {slot} holds no text"
            raise TypeError(message)
        return lines

    def stand_for(self, empty: SlideDraft) -> None:
        """Take over what belongs to a draft that shows nothing: the line over its title, its sources and its notes."""
        alike = text_of(self.title) == text_of(empty.title)
        between = (Run(SEPARATOR),) if empty.kicker and self.kicker else ()
        self.kicker = empty.kicker if alike else (*empty.kicker, *between, *self.kicker)
        self.carries = self.carries or empty.carries
        self.icon = self.icon or (empty.icon if alike else "")
        self.ids, self.foot = [*empty.ids, *self.ids], [*empty.foot, *self.foot]
        self.opening, self.script = [*empty.opening, *self.opening], [*empty.script, *self.script]
        self.prose, self.aside = [*empty.prose, *self.prose], [*empty.aside, *self.aside]
        empty.gathered.include(self.gathered)
        self.gathered = empty.gathered


def parts_around_blocks(draft: SlideDraft, context: Context) -> list[tuple[SlideDraft, list[m.Block]]]:
    """Return a draft divided after each item that holds blocks with slides of their own, and after each part those blocks.

    The first part is the draft itself, with what is not in its slot `body`; the others go on in `PLAIN` with their sources.
    """
    body, apart = draft.shown.get("body"), draft.gathered.apart
    marks = [line.number for line in body if line.role == APART] if isinstance(body, list) else []
    stretches: list[list[SlideLine]] = [[]]
    for line in body if isinstance(body, list) else ():
        if line.role == APART:
            stretches.append([])
        else:
            stretches[-1].append(line)
    for slot, content in draft.shown.items():
        if isinstance(content, list):
            draft.shown[slot] = [line for line in content if line.role != APART]
    if not stretches[-1]:
        stretches.pop()
        marks = marks[:-1]
    if len(stretches) < 2:
        return [(draft, apart)]
    cited = {context.work(one): one for one in draft.gathered.cited}
    parts = [(draft, apart[: marks[0]])]
    draft.shown["body"] = stretches[0]
    for lines, start, end in zip(stretches[1:], marks, [*marks[1:], len(apart)], strict=True):
        keys = dict.fromkeys(key for line in lines for key in line.keys)
        gathered = Asides(cited=[cited[key] for key in keys if key in cited])
        gathered.calls = [key for key in draft.gathered.calls if f"^{key}" in keys]
        shown: dict[str, SlotContent] = {"body": lines}
        part = SlideDraft(PLAIN, draft.title, draft.at, draft.kicker, shown, gathered=gathered, answers=draft.answers)
        parts.append((part, apart[start:end]))
    first = {key for line in stretches[0] for key in line.keys}
    later = {key for line in (line for lines in stretches[1:] for line in lines) for key in line.keys} - first
    draft.gathered.cited = [one for one in draft.gathered.cited if context.work(one) not in later]
    draft.gathered.calls = [key for key in draft.gathered.calls if f"^{key}" not in later]
    return parts


def make_slide(draft: SlideDraft, context: Context, layouts: Layouts, *, ident: str, topic: str, section: str) -> Slide:
    """Return the slide made of a draft. Text without a slot in the layout goes to another text slot, else to the notes."""
    headings = calls_of((*draft.title, *draft.kicker))
    draft.gathered.calls = list(dict.fromkeys((*headings, *draft.gathered.calls)))
    foot, beneath = _source_lines(draft, context)
    # sources of titles and captions are repeated on every continuation slide
    titles = {*draft.gathered.touched, *(f"^{key}" for key in headings)}
    shown = {slot: _without_keys(content, titles) for slot, content in draft.shown.items()}
    layout = _layout(draft, context, layouts)
    held = _assign_slots(shown, layout)
    notes_after: list[SlideLine] = [*beneath, *draft.aside]
    if draft.kicker:
        if layout.slot("kicker"):
            held["kicker"] = [SlideLine(draft.kicker, at=draft.at)]
        elif draft.carries:
            notes_after.append(SlideLine(draft.kicker, at=draft.at))
    if foot:
        if layout.slot("source"):
            held["source"] = foot
        else:
            spare = (
                "attribution"
                if layout.slot("attribution")
                else next((slot for slot in TAKES_TEXT if isinstance(held.get(slot), list)), "")
            )
            if spare:
                below = 1 if held.get(spare) and spare != "attribution" else 0
                held[spare] = [*_lines(held.get(spare, [])), *(replace(line, level=below) for line in foot)]
            else:
                notes_after = [*foot, *notes_after]
    filled = tuple(
        FilledSlot(slot.name, TextContent(tuple(content)) if isinstance(content, list) else content)
        for slot in layout.slots
        if (content := held.get(slot.name))
    )
    said = [*draft.opening, *draft.script]
    if draft.prose:
        said += [notes.label(context, "deck-from-handout"), *draft.prose]
    return Slide(
        id=ident,
        layout=layout.name,
        title=draft.title,
        filled=filled,
        notes=(*said, *dict.fromkeys(notes_after)),
        ids=tuple(dict.fromkeys(draft.ids)),
        section=section,
        topic=topic,
        answers=draft.answers,
        counted=draft.counted,
        icon=draft.icon,
        at=draft.at,
    )


def caveat_runs(words: str, context: Context) -> Runs:
    """Return a caveat with its name before it."""
    name = context.label("lead-in", name=context.label("caveat"))
    return Run(name, bold=True), Run(f" {words}")


def calls_of(runs: Iterable[Run]) -> list[str]:
    """Return the keys of the footnotes that runs call, each once, in order."""
    return list(dict.fromkeys(run.call for run in runs if run.call))


def _without_keys(content: SlotContent, keys: Collection[str]) -> SlotContent:
    """Return content without these keys of sources and footnotes on its lines."""

    def line(given: SlideLine) -> SlideLine:
        return replace(given, keys=tuple(key for key in given.keys if key not in keys)) if given.keys else given

    if not keys:
        return content
    match content:
        case list():
            return [line(one) for one in content]
        case TableContent():
            parts = [tuple(tuple(line(one) for one in cell) for cell in row) for row in (content.header, *content.rows)]
            return replace(content, header=parts[0], rows=tuple(parts[1:]))
        case _:
            return content


def _lines(content: SlotContent) -> list[SlideLine]:
    return content if isinstance(content, list) else []


def _source_lines(draft: SlideDraft, context: Context) -> tuple[list[SlideLine], tuple[SlideLine, ...]]:
    """Return the lines of the slot `source`, and footnotes and short forms that go to the notes."""
    gathered = draft.gathered
    foot = list(draft.foot)
    beneath: list[SlideLine] = []
    for key in gathered.calls:  # grows while it is read
        lines = notes.footnote(gathered, key, context)
        if notes.is_short(lines):
            foot += (replace(line, role="source", keys=(f"^{key}",)) for line in lines)
        else:
            beneath += lines
    if gathered.cited:
        keys = tuple(dict.fromkeys(map(context.work, gathered.cited)))
        foot.insert(len(draft.foot), sources_line(keys, context.theme, context.module.lang, gathered.cited[0].at))
    return foot, (*beneath, *notes.short_forms(gathered, context))


def _layout(draft: SlideDraft, context: Context, layouts: Layouts) -> Layout:
    """Return the layout to use: the one the author asked for, if it exists and can hold the content, else the usual one."""
    usual = layouts.layouts.get(draft.layout) or layouts[PLAIN]
    if not draft.wanted or draft.wanted == usual.name:
        return usual
    wanted = layouts.layouts.get(draft.wanted)
    if wanted is None:
        names = {varied(name) for name in layouts.layouts}
        near = nearest_name(draft.wanted, names)
        hint = f"did you mean `{near}`?" if near else f"layouts are {', '.join(sorted(names))}"
        context.warn(ProblemCode.UNSUITABLE_LAYOUT, f"there is no slide layout `{draft.wanted}`", draft.at, hint)
        return usual
    if all(slot in {s.name for s in wanted.slots} for slot in _assign_slots(draft.shown, wanted)):
        return wanted
    message = f"the slide layout `{draft.wanted}` has no place for what stands here; `{usual.name}` is used"
    context.warn(
        ProblemCode.UNSUITABLE_LAYOUT, message, draft.at, "choose a layout that has it, or leave `layout=` out"
    )
    return usual


def _assign_slots(shown: dict[str, SlotContent], layout: Layout) -> dict[str, SlotContent]:
    """Return content by the slots of a layout: text whose slot the layout lacks is added to a text slot that it has.

    A layout with columns, asked for by name, gets a list in even shares. Content that fits no slot keeps its name.
    """
    shown = _without_pieces(shown, layout)
    columns = [name for name in ("left", "middle", "right") if layout.slot(name)] if layout.slot("left") else []
    found: dict[str, SlotContent] = {}
    for name, content in shown.items():
        if layout.slot(name) or not isinstance(content, list):
            found[name] = content
        elif columns and set(shown) == {name}:
            found |= {
                slot: part for slot, part in zip(columns, split_evenly(content, len(columns)), strict=True) if part
            }
        else:
            spare = next((slot for slot in TAKES_TEXT if layout.slot(slot)), name)
            found[spare] = [*_lines(found.get(spare, [])), *content]
    return found


def _without_pieces(shown: dict[str, SlotContent], layout: Layout) -> dict[str, SlotContent]:
    """Return content in which a form whose slots a layout lacks is a list in the slot `body`."""
    pieces = {name: tuple(_lines(content)) for name, content in shown.items() if is_piece(name) or is_numeral(name)}
    if all(layout.slot(name) for name in pieces):
        return shown
    rest = {name: content for name, content in shown.items() if name not in pieces}
    return rest | {"body": [*_lines(rest.get("body", [])), *as_list(pieces.items())]}


def line_writer(draft: SlideDraft, context: Context) -> LineWriter:
    """Return a writer that collects in the draft's `gathered`."""
    return LineWriter(context, draft.gathered)


def text_lines(blocks: Iterable[m.Block], draft: SlideDraft, context: Context, level: int = 0) -> Iterator[SlideLine]:
    """Yield blocks as lines at a level; a paragraph that only names sources goes to the draft's foot instead."""
    writer = line_writer(draft, context)
    for block in blocks:
        source = sources_paragraph(block.content, draft, context) if isinstance(block, m.Paragraph) else None
        if source:
            draft.foot.append(source)
        else:
            yield from writer.block(block, level)


def sources_paragraph(content: Iterable[m.Inline], draft: SlideDraft, context: Context) -> SlideLine | None:
    """Return a paragraph that only names sources (“Sources: [@a; @b].”) as a line for the slot `source`, else None."""
    content = tuple(content)
    words = sum(any(map(str.isalnum, word)) for word in m.plain(*content).split())  # of “Sources :” the colon is none
    if words > 2 or not any(isinstance(node, m.Citation) for node in content):
        return None
    inline = Asides(inline=True, calls=draft.gathered.calls, short_forms=draft.gathered.short_forms)
    runs = LineWriter(context, inline).runs(
        m.Text(text=context.works(node.items), at=node.at) if isinstance(node, m.Citation) else node for node in content
    )
    return SlideLine(runs, role="source", at=content[0].at)
