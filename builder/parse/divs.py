"""`::: name` divs to teaching blocks. One table says which name makes what; one small function makes each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.problems import Code, did_you_mean, nearest_name
from builder.core.source import Span
from builder.model import module as m
from builder.parse.attributes import Attributes
from builder.parse.values import ValueReader

COMMON = frozenset({"lang", "from", "keep-with", "audience"})
"""Attributes that every div has."""

AUDIENCES = {"participants": None, "all": None, "facilitator": m.Facilitator, "facilitators": m.Facilitator}
"""What `audience="…"` stands for; anything else fails closed."""

ALIASES = {
    "challenge": "activity",
    "solution": "answer",
    "instructor": "facilitator",
    "questions": "discussion",
    "prereq": "note",
    "callout": "note",
    "checklist": "note",
    "testimonial": "quote",
    "spoiler": "note",
    "keypoint": "keypoints",
    "objective": "objectives",
    "speaker-notes": "notes",
}
"""Carpentries' and others' names, read as the nearest of ours."""

LOCAL_LINES = ("helplines", "reporting-duty", "law", "contact")
"""The lines that a `::: local` block prints when it does not say which."""

_FOR_FACILITATORS = ("facilitator", "notes", "answer", "instructor", "solution")


@dataclass
class DivBuilder(ValueReader):
    """What building a div needs to know: where problems go, and what the course shares."""

    shared: Mapping[str, m.Block] = field(default_factory=dict)
    local: Mapping[str, tuple[m.Block, ...]] = field(default_factory=dict)

    def build(self, attributes: Attributes, body: tuple[m.Block, ...], at: Span) -> tuple[m.Block, ...]:
        """Return the block or blocks that a div stands for."""
        name, restricting = self._name(attributes, at)
        values = attributes.values
        audience = values.get("audience")
        if audience is not None and audience not in AUDIENCES:
            hint = did_you_mean(audience, AUDIENCES) or "known: participants, facilitators"
            message = f"`{audience}` is not an audience; the block is kept for the guide alone"
            self.problems.add(Code.UNKNOWN_AUDIENCE, message, self.source.find(at.line, audience), hint)
        if audience is not None and AUDIENCES.get(audience, m.Facilitator) is not None:
            restricting = [*restricting, "facilitator"]
        blocks: tuple[m.Block, ...]
        if name in MAKERS:
            maker, known = MAKERS[name]
            self._check_keys(values, known, at)
            blocks = maker(self, DivSource(name, attributes, body, at))
        else:
            blocks = body
        blocks = tuple(self._common(block, attributes, at) for block in blocks)
        for outer in restricting:
            blocks = (_RESTRICTING[outer](body=blocks, at=at),)
        return blocks

    def _name(self, attributes: Attributes, at: Span) -> tuple[str, list[str]]:
        """Return the vocabulary name of a div, and the names of audience blocks to put around it."""
        classes = [ALIASES.get(name, name) for name in attributes.classes]
        known = [name for name in classes if name in MAKERS]
        if len(attributes.classes) > 1:
            listed = ", ".join(f"`{name}`" for name in attributes.classes)
            message = f"this div has several names: {listed}; other tools read `notes` only where it is the only one"
            self.problems.add(Code.SEVERAL_CLASSES, message, at, "put one div inside the other")
        main = next((name for name in known if name not in _RESTRICTING), known[0] if known else "")
        restricting = [name for name in known if name in _RESTRICTING and name != main]
        for original, name in zip(attributes.classes, classes, strict=True):
            if name in MAKERS:
                continue
            best = nearest_name(original, [*MAKERS, *ALIASES])
            closed = ALIASES.get(best, best) in _FOR_FACILITATORS or best in _FOR_FACILITATORS
            message = f"`{original}` is not a block that is known; its content is kept"
            if closed:
                message += ", for the guide alone"
                restricting.append("facilitator")
            self.problems.add(
                Code.UNKNOWN_DIV,
                message,
                self.source.find(at.line, original),
                f"did you mean `{best}`?" if best else "",
            )
        if not attributes.classes and not attributes.broken:
            self.problems.add(Code.UNKNOWN_DIV, "this div has no name; its content is kept", at, "write `::: name`")
        return main, restricting

    def _check_keys(self, values: Mapping[str, str], known: frozenset[str], at: Span) -> None:
        for key in values:
            if key not in known | COMMON and not key.startswith(("x-", "data-")):
                hint = did_you_mean(key, known | COMMON) or (f"known here: {', '.join(sorted(known))}" if known else "")
                self.problems.add(
                    Code.UNKNOWN_ATTRIBUTE, f"`{key}` has no effect here", self.source.find(at.line, key), hint
                )

    def _common(self, block: m.Block, attributes: Attributes, at: Span) -> m.Block:
        values = attributes.values
        return replace(
            block,
            at=at,
            id=attributes.id or block.id,
            lang=values.get("lang", block.lang),
            from_minutes=self.minutes(values, "from", at) or 0,
            keep_with=values.get("keep-with", "").lstrip("#"),
        )


@dataclass(frozen=True)
class DivSource:
    """One div as it was written."""

    name: str
    attributes: Attributes
    body: tuple[m.Block, ...]
    at: Span

    @property
    def values(self) -> Mapping[str, str]:
        """Its attributes by key."""
        return self.attributes.values

    def title_and_body(self) -> tuple[tuple[m.Inline, ...], tuple[m.Block, ...]]:
        """Return the title, which is the first block if that is a heading, and the blocks after it."""
        if self.body and isinstance(self.body[0], m.Heading):
            return self.body[0].content, self.body[1:]
        return (), self.body


Maker = Callable[[DivBuilder, DivSource], tuple[m.Block, ...]]


def _container_maker(kind: type[m.Container]) -> Maker:
    """Return the maker of a block that is only a title and a body."""

    def make(_builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
        title, body = div.title_and_body()
        return (kind(title=title, body=body),)  # type: ignore[return-value]  # every kind in MAKERS is a Block

    return make


def _activity(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    title, body = div.title_and_body()
    time = builder.minutes(div.values, "time", div.at)
    if time is None and "time" not in div.values:
        message = "this activity has no minutes; the run sheet shows a dash"
        builder.problems.add(Code.MISSING_MINUTES, message, div.at, 'write `::: {.activity time="15"}`')
    values = div.values
    return (
        m.Activity(
            title=title,
            body=body,
            minutes=time,
            group=values.get("group", ""),
            materials=values.get("materials", ""),
            objectives=builder.numbers(values, "objective", div.at),
        ),
    )


def _discussion(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    title, body = div.title_and_body()
    time = builder.minutes(div.values, "time", div.at)
    return (m.Discussion(title=title, body=body, minutes=time, group=div.values.get("group", "")),)


def _reflection(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    title, body = div.title_and_body()
    return (m.Reflection(title=title, body=body, lines=builder.number(div.values, "lines", div.at)),)


def _quote(_builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    """Make a quote; a last paragraph that begins with a dash says whose words they are."""
    title, body = div.title_and_body()
    if len(body) == 1 and isinstance(body[0], m.Quote):
        body = body[0].body
    last = body[-1] if body else None
    if isinstance(last, m.Paragraph) and len(body) > 1 and isinstance(last.content[0], m.Text):
        found = re.match(r"(?:—|–|--)\s*", last.content[0].text)
        if found:
            first = replace(last.content[0], text=last.content[0].text[found.end() :])
            return (m.Quote(title=title, body=body[:-1], attribution=(first, *last.content[1:])),)
    return (m.Quote(title=title, body=body),)


def _notes(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    """Make the script: paragraphs that begin with a cue become cues."""
    return (m.Notes(body=tuple(_cue(block, builder) for block in div.body)),)


CUES = {"SAY": "say", "DO": "do", "ASK": "ask", "LISTEN FOR": "listen"}


def _cue(block: m.Block, _builder: DivBuilder) -> m.Block:
    if not isinstance(block, m.Paragraph):
        return block
    content = block.content
    lead = content[0].content[0] if isinstance(content[0], m.Strong) and content[0].content else content[0]
    if not isinstance(lead, m.Text):
        return block
    found = re.match(r"(SAY|DO|ASK|LISTEN FOR):\s*", lead.text)
    if not found:
        return block
    rest = lead.text[found.end() :]
    bold = isinstance(content[0], m.Strong)
    after = content[0].content[1:] if isinstance(content[0], m.Strong) else ()
    shown: tuple[m.Inline, ...] = (*((replace(lead, text=rest),) if rest else ()), *after)
    if bold and shown and isinstance(content[0], m.Strong):
        shown = (replace(content[0], content=shown),)
    following = content[1:]
    if not shown and following and isinstance(following[0], m.Text):
        following = (replace(following[0], text=following[0].text.lstrip()), *following[1:])
    return m.Cue(kind=CUES[found[1]], content=(*shown, *following), at=block.at, lang=block.lang)


def _check(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    many = div.values.get("select", "") == "many"
    if div.values.get("select", "one") not in {"one", "many"}:
        message = f"`select` is `one` or `many`, not `{div.values['select']}`"
        builder.problems.add(Code.WRONG_VALUE, message, builder.source.find(div.at.line, div.values["select"]))
    question: list[m.Block] = []
    options: list[m.ListItem] = []
    answer: m.Answer | None = None
    for block in div.body:
        if isinstance(block, m.List) and not options and any(item.checked is not None for item in block.items):
            options.extend(block.items)
        elif isinstance(block, m.Answer):
            answer = block if answer is None else replace(answer, body=(*answer.body, *block.body))
        elif isinstance(block, m.Heading):
            question.append(m.Paragraph(content=block.content, at=block.at, lang=block.lang))
        else:
            question.append(block)
    right = [item for item in options if item.checked]
    if len(right) > 1 and not many:
        message = f"{len(right)} options are marked right, and the question asks for one"
        builder.problems.add(Code.AMBIGUOUS_ANSWER, message, right[1].at, "mark one, or write `select=many`")
    decided = bool(right)
    blocks = tuple(_option(builder, item, decided=decided) for item in options)
    objectives = builder.numbers(div.values, "objective", div.at)
    return (m.Check(question=tuple(question), options=blocks, answer=answer, many=many, objectives=objectives),)


def _option(builder: DivBuilder, item: m.ListItem, *, decided: bool) -> m.Option:
    first = item.body[0] if item.body else None
    content = first.content if isinstance(first, m.Paragraph) else ()
    feedback = item.body[1:] if content else item.body
    if decided and not feedback:
        message = "this option gives no reason why it is right or wrong"
        builder.problems.add(Code.OPTION_WITHOUT_REASON, message, item.at, "write the reason under it, indented")
    verdict = m.Verdict(right=bool(item.checked), feedback=feedback, at=item.at) if decided or feedback else None
    return m.Option(content=content, verdict=verdict, at=item.at)


def _cards(_builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    """Make cards: one for each item of the lists inside; what stands around them stays as it is."""
    title, body = div.title_and_body()
    cards = tuple(
        m.Card(body=item.body, at=item.at) for block in body if isinstance(block, m.List) for item in block.items
    )
    around = tuple(block for block in body if not isinstance(block, m.List))
    blocks = m.Cards(title=title, cards=cards, backs=div.values.get("backs", ""))
    return (*around, blocks) if cards else (m.Scenario(title=title, body=body),)


def _columns(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    columns = tuple(block for block in div.body if isinstance(block, m.Column))
    around = tuple(block for block in div.body if not isinstance(block, m.Column))
    if around or not columns:
        builder.problems.add(
            Code.MISPLACED_BLOCK,
            "this stands between columns; it is kept before them",
            (around or (m.Paragraph(content=(), at=div.at),))[0].at,
            "put it into a `::: column`",
        )
    return (*around, m.Columns(columns=columns)) if columns else around


def _column(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    width = div.values.get("width", "")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", width)
    if width and not found:
        builder.problems.add(
            Code.WRONG_VALUE,
            f"`{width}` is not a width",
            builder.source.find(div.at.line, width),
            'write `width="40%"`',
        )
    title, body = div.title_and_body()
    return (m.Column(title=title, body=body, width=float(found[1]) / 100 if found else None),)


def _chart(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    values = div.values
    kind = values.get("kind", "bar")
    if kind not in {"bar", "column", "line", "dot"}:
        hint = did_you_mean(kind, ["bar", "column", "line", "dot"]) or "known: bar, column, line, dot"
        builder.problems.add(
            Code.WRONG_VALUE, f"`{kind}` is not a kind of chart", builder.source.find(div.at.line, kind), hint
        )
        kind = "bar"
    if "data" not in values:
        builder.problems.add(Code.BROKEN_DATA, "this chart names no data", div.at, 'write `data="file.csv"`')
    source = values.get("source", "").lstrip("@")
    title, body = div.title_and_body()
    cited = builder.source.find(div.at.line, source) if source else div.at
    chart = m.Chart(
        kind=kind,
        data=values.get("data", ""),
        title=title,
        alt=values.get("alt", ""),
        caveat=values.get("caveat", ""),
        source=m.Citation(items=(m.Cited(key=source, at=cited),), at=cited) if source else None,
    )
    return (chart, *body)


def _local(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    """Make the organization's own lines: their text where the course has it, else lines to write on."""
    title, body = div.title_and_body()
    names = tuple(div.values.get("lines", " ".join(LOCAL_LINES)).replace(",", " ").split())
    ours = tuple(block for name in names for block in builder.local.get(name, ()))
    return (
        m.Local(title=title, body=(*body, *ours), blanks=tuple(name for name in names if name not in builder.local)),
    )


def _use(builder: DivBuilder, div: DivSource) -> tuple[m.Block, ...]:
    ref = div.values.get("ref", "").lstrip("#")
    block = builder.shared.get(ref)
    if block is None:
        hint = did_you_mean(ref, builder.shared) or "write the block in modules/shared.md and give it this id"
        at = builder.source.find(div.at.line, ref) if ref else div.at
        builder.problems.add(Code.DEAD_REFERENCE, f"there is no shared block `{ref}`", at, hint)
        return div.body
    return (m.Shared(body=(block, *div.body), ref=ref),)


_NONE: frozenset[str] = frozenset()

MAKERS: dict[str, tuple[Maker, frozenset[str]]] = {
    "objectives": (_container_maker(m.Objectives), _NONE),
    "keypoints": (_container_maker(m.KeyPoints), _NONE),
    "activity": (_activity, frozenset({"time", "group", "materials", "objective"})),
    "discussion": (_discussion, frozenset({"time", "group"})),
    "scenario": (_container_maker(m.Scenario), _NONE),
    "cards": (_cards, frozenset({"backs"})),
    "check": (_check, frozenset({"select", "objective"})),
    "answer": (_container_maker(m.Answer), _NONE),
    "reflection": (_reflection, frozenset({"lines"})),
    "definition": (_container_maker(m.Definition), _NONE),
    "note": (_container_maker(m.Note), _NONE),
    "caution": (_container_maker(m.Caution), _NONE),
    "content-note": (_container_maker(m.ContentNote), _NONE),
    "quote": (_quote, _NONE),
    "notes": (_notes, _NONE),
    "facilitator": (_container_maker(m.Facilitator), _NONE),
    "handout": (_container_maker(m.HandoutOnly), _NONE),
    "slide": (_container_maker(m.SlideOnly), _NONE),
    "columns": (_columns, _NONE),
    "column": (_column, frozenset({"width"})),
    "chart": (_chart, frozenset({"kind", "data", "source", "caveat", "alt"})),
    "resources": (_container_maker(m.Resources), _NONE),
    "local": (_local, frozenset({"lines"})),
    "use": (_use, frozenset({"ref"})),
}
"""The vocabulary: name → (maker, attributes of its own)."""

_RESTRICTING: dict[str, type[m.Facilitator | m.Notes | m.Answer | m.HandoutOnly | m.SlideOnly]] = {
    "facilitator": m.Facilitator,
    "notes": m.Notes,
    "answer": m.Answer,
    "handout": m.HandoutOnly,
    "slide": m.SlideOnly,
}
"""Names that narrow the audience: beside another name they are put around it."""
