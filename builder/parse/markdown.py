"""Source to Module, in steps: front matter, canonical lines, element tree, blocks, topics, ids and numbers, typesetting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field

from builder.core.frozen import dataclass, replace
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source
from builder.model import module as m
from builder.model.course import LocalLine
from builder.model.frontmatter import Meta
from builder.model.references import Work
from builder.parse.audiences.headings import OPTIONAL, heading_audience, restricted
from builder.parse.audiences.words import restricting_word
from builder.parse.blocks import BlockBuilder
from builder.parse.divs.source import DivContext, no_title
from builder.parse.divs.vocabulary import known_name
from builder.parse.frontmatter import read_front_matter
from builder.parse.identity import identify
from builder.parse.inlines.attributes import Attributes
from builder.parse.inlines.typesetting import typeset_blocks, typeset_meta
from builder.parse.lines.canonicalize import canonicalize
from builder.parse.lines.definitions import read_target
from builder.parse.lines.texts import Rewrite, rewrite_texts
from builder.parse.tree import element_tree
from builder.transform.audience import TOPIC_AUDIENCES


@dataclass(frozen=True)
class ParseContext:
    """What a module takes from its course: language, license, shared blocks, local lines, sources, glossary.

    `module_title`: the title of the module in a folder, `shown_before`: of an earlier one whose slides show a shared block. `links`: lines `[name]: address` of a file beside the module.
    `rewrite` puts other words in the places of the source's, as a translation does.
    """

    lang: str = "en-US"
    license: str = ""
    shared: Mapping[str, m.Block] = field(default_factory=dict)
    local: Mapping[str, LocalLine] = field(default_factory=dict)
    works: Mapping[str, Work] = field(default_factory=dict)
    terms: tuple[m.Entry, ...] = ()
    module_title: Callable[[str], str] = no_title
    links: tuple[str, ...] = ()
    shown_before: Callable[[str], str] = no_title
    rewrite: Rewrite | None = None


def parse(source: Source, folder: str, context: ParseContext, problems: Problems) -> m.Module:
    """Return the module in a source. `folder` is its folder's name, and its id unless the front matter gives one.

    Never fails: faults go to `problems`. With an error among them the module may be checked further, but not output.
    """
    problems.add_source(source)
    meta, first_line = read_front_matter(source, folder, problems)
    return parse_body(source, first_line, meta, context, problems)


def parse_body(source: Source, first_line: int, meta: Meta, context: ParseContext, problems: Problems) -> m.Module:
    """Return the module whose front matter is `meta` and whose text begins in `first_line`."""
    lang = context.lang if context.rewrite else meta.lang or context.lang
    meta = meta.model_copy(update={"lang": lang, "license": meta.license or context.license})
    divs = DivContext(source, problems, context.shared, context.local, context.module_title, context.shown_before)
    blocks, headings = _parse_source(source, first_line, divs, problems, context.links, context.rewrite)
    blocks = tuple(block for block in blocks if not _repeats_objectives(block, meta, source, first_line))
    body = identify(_group_topics(blocks, headings, meta, source, problems), problems)
    ends_there = source.line(first_line - 1).rstrip() in {"---", "..."}  # without so much as a line end after it
    if not body and source.text.strip() and (first_line <= len(source.lines) or ends_there):
        problems.add(
            ProblemCode.EMPTY_MODULE,
            "this module has no text",
            source.whole_line(1),
            "write a topic: `## Title`, and text under it",
        )
    works = _cited_works((*body, *context.terms), context.works, problems)
    meta, body = typeset_meta(meta, meta.lang), typeset_blocks(body, meta.lang)
    return m.Module(meta=meta, body=body, path=source.path, folder=meta.id, works=works, terms=context.terms)


def parse_shared(
    source: Source,
    problems: Problems,
    local: Mapping[str, LocalLine] | None = None,
    rewrite: Rewrite | None = None,
) -> dict[str, m.Block]:
    """Return the blocks of shared.md by their ids. A block without an id cannot be used, and is a problem."""
    problems.add_source(source)
    first_line = 1
    if source.line(1).strip() == "---":
        first_line = (
            next((n for n in range(2, len(source.lines) + 1) if source.line(n).strip() in {"---", "..."}), 1) + 1
        )
    divs = DivContext(source, problems, {}, local or {})
    blocks, _ = _parse_source(source, first_line, divs, problems, rewrite=rewrite)
    found: dict[str, m.Block] = {}
    for ident, block in (pair for one in blocks for pair in _shared_with_ids(one)):
        if ident and not isinstance(block, m.Heading):
            found[ident] = block
        elif isinstance(block, m.Container):
            message = "this shared block has no id; nothing can use it"
            problems.add(ProblemCode.MISPLACED_BLOCK, message, block.at, "write `::: {.caution #its-id}`")
    return found


def _shared_with_ids(block: m.Block) -> list[tuple[str, m.Block]]:
    """Return a block with its id: of a list of contacts each alone, with that of the contact."""
    if isinstance(block, m.ContactList):
        return [(one.id, m.ContactList(body=(one,), at=one.at)) for one in block.contacts]
    return [(block.id, block)]


def parse_blocks(source: Source, problems: Problems, first_line: int = 1) -> tuple[m.Block, ...]:
    """Return the blocks of Markdown that is not a module, from `first_line` on: local lines, meanings of terms."""
    problems.add_source(source)
    return _parse_source(source, first_line, DivContext(source, problems), problems)[0]


def _repeats_objectives(block: m.Block, meta: Meta, source: Source, first_line: int) -> bool:
    """Say whether a block is the list from which the objectives were taken, which every edition prints first."""
    if not isinstance(block, m.Objectives) or block.id or len(block.body) != 1 or not isinstance(block.body[0], m.List):
        return False
    front = source.lines[: first_line - 1]
    if not front or any(re.match(r"objectives\s*:", line) for line in front):
        return False
    return len(block.body[0].items) == len(meta.objectives)


def _parse_source(
    source: Source,
    first_line: int,
    divs: DivContext,
    problems: Problems,
    links: tuple[str, ...] = (),
    rewrite: Rewrite | None = None,
) -> tuple[tuple[m.Block, ...], dict[int, Attributes]]:
    lines = canonicalize(source, first_line, problems)
    for label, target in filter(
        None, map(read_target, reversed(links))
    ):  # the last holds, and the source's own before them
        lines.targets.setdefault(label, target)
    if rewrite:
        rewrite_texts(lines, rewrite)
    root = element_tree(lines, source, problems)
    return BlockBuilder(source, lines, problems, divs).build_document(root), lines.headings


# ── topics ────────────────────────────────────────────────────────────────────────────────────────────────────


def _group_topics(
    blocks: tuple[m.Block, ...], headings: Mapping[int, Attributes], meta: Meta, source: Source, problems: Problems
) -> tuple[m.Block, ...]:
    """Return blocks grouped into topics and parts by the first- and second-level headings outside divs."""
    divs = DivContext(source, problems)
    top: list[m.Block] = []
    part: m.Part | None = None
    topic: m.Topic | None = None
    lead: list[m.Block] = []  # what stands in the open topic, part, or before any
    level = 2

    def close_topic() -> None:
        nonlocal topic
        if topic is not None:
            closed = replace(topic, body=tuple(lead))
            inside.append(closed)
            topic = None
        else:
            inside.extend(lead)
        lead.clear()

    inside: list[m.Block] = []

    def close_part() -> None:
        nonlocal part
        close_topic()
        top.extend(inside if part is None else [restricted(replace(part, body=tuple(inside)))])
        inside.clear()
        part = None

    for block in blocks:
        if not isinstance(block, m.Heading) or block.level > 2:
            if isinstance(block, m.Heading):
                if block.level > level + 1:
                    message = f"this heading skips from level {level} to level {block.level}"
                    problems.add(ProblemCode.SKIPPED_HEADING_LEVEL, message, block.at, f"write `{'#' * (level + 1)}`")
                level = block.level
            lead.append(block)
            continue
        attributes = headings.get(block.at.line, Attributes())
        level = block.level
        audience = heading_audience(attributes, block.at.line, source, problems) if block.level == 1 else ""
        repeats = m.plain(*block.content).strip().casefold() == meta.title.strip().casefold()
        if block.level == 1 and repeats and not audience:
            problems.add(
                ProblemCode.REPEATED_TITLE,
                "this repeats the module's title and is left out",
                block.at,
                "begin with `## Topic`",
            )
            level = 2
        elif block.level == 1:
            close_part()
            part = m.Part(title=block.content, at=block.at, id=attributes.id, audience=audience, icon=block.icon)
        else:
            close_topic()
            topic = _topic(block, attributes, divs)
    close_part()
    return tuple(top)


_TOPIC_KEYS = frozenset(
    {"time", "layout", "prose", "method", "from", "below", "keep-with", "lang", "audience", "position", "icon"}
)
_TOPIC_VALUES = {"position": "back", "prose": "slide"}
"""Attributes of topics that have one value."""

_WITHOUT_NUMBER = frozenset({"unnumbered", "unlisted"})
"""Classes of Pandoc: https://pandoc.org/MANUAL.html#extension-header_attributes. Topics have no numbers."""
_TOPIC_CLASSES = (*sorted(TOPIC_AUDIENCES), OPTIONAL)


def _topic(heading: m.Heading, attributes: Attributes, divs: DivContext) -> m.Topic:
    """Return the topic that a second-level heading begins, without its body."""
    at, values = heading.at, attributes.values
    for key in values:
        if key not in _TOPIC_KEYS and not key.startswith("x-"):
            hint = did_you_mean(key, _TOPIC_KEYS) or f"known here: {', '.join(sorted(_TOPIC_KEYS))}"
            divs.problems.add(
                ProblemCode.UNKNOWN_ATTRIBUTE, f"`{key}` has no effect here", divs.source.find(at.line, key), hint
            )
    for name in attributes.classes:
        if name not in {OPTIONAL, *_WITHOUT_NUMBER} and not known_name(name) and not restricting_word(name):
            message, hint = f"the class `{name}` has no effect here", f"known here: {', '.join(_TOPIC_CLASSES)}"
            divs.problems.add(ProblemCode.UNKNOWN_ATTRIBUTE, message, divs.source.find(at.line, name), hint)
    only = {}
    for key, value in _TOPIC_VALUES.items():
        given = values.get(key, "")
        only[key] = given if given == value else ""
        if given not in {"", value}:
            message = f"`{key}` is `{value}`, not `{given}`"
            divs.problems.add(
                ProblemCode.WRONG_VALUE, message, divs.source.find(at.line, given), f'write `{key}="{value}"`'
            )
    return m.Topic(
        title=heading.content,
        at=at,
        id=attributes.id,
        lang=values.get("lang", ""),
        icon=heading.icon,
        minutes=divs.minutes(values, "time", at),
        layout=values.get("layout", ""),
        method=values.get("method", ""),
        audience=heading_audience(attributes, at.line, divs.source, divs.problems),
        position=only["position"],
        prose=only["prose"],
        optional=OPTIONAL in attributes.classes,
        from_minutes=divs.minutes(values, "from", at) or 0,
        below_minutes=divs.minutes(values, "below", at) or 0,
        keep_with=values.get("keep-with", "").lstrip("#"),
    )


_BARE = re.compile(r"(?<![\w.@/])@([A-Za-z][\w:-]*)")


def _name_bare_citations(text: m.Text, works: Mapping[str, Work], problems: Problems) -> None:
    """Add a problem for each `@key` of a source outside brackets, which Pandoc reads as part of a sentence."""
    for found in _BARE.finditer(text.text):
        if found[1] in works:
            message = f"`{found[0]}` is printed as it stands: a citation stands in brackets"
            problems.add(ProblemCode.FOREIGN_SYNTAX, message, text.at, f"write `[@{found[1]}]`")


def _cited_works(nodes: tuple[m.Node, ...], works: Mapping[str, Work], problems: Problems) -> dict[str, Work]:
    """Return the works that nodes cite, by key; an unknown key is a problem `dead-reference`."""
    found: dict[str, Work] = {}
    for node in m.walk(*nodes):
        if isinstance(node, m.Text) and "@" in node.text:
            _name_bare_citations(node, works, problems)
        if not isinstance(node, m.Cited):
            continue
        if node.key in works:
            found[node.key] = works[node.key]
        else:
            hint = did_you_mean(node.key, works) or "add it to modules/references.yml"
            problems.add(ProblemCode.DEAD_REFERENCE, f"there is no source `{node.key}`", node.at, hint)
    return found
