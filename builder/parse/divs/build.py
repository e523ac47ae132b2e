"""One div to the block or blocks that it stands for, with the attributes and audiences that every div may have."""

from __future__ import annotations

from collections.abc import Mapping

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, did_you_mean, nearest_name
from builder.core.source import Span
from builder.model import module as m
from builder.parse.divs.source import DivContext, DivSource
from builder.parse.divs.vocabulary import ALIASES, AUDIENCES, COMMON, FOR_FACILITATORS, MAKERS, RESTRICTING, SHOWN
from builder.parse.inlines.attributes import Attributes


def build_div(context: DivContext, attributes: Attributes, body: tuple[m.Block, ...], at: Span) -> tuple[m.Block, ...]:
    """Return the block or blocks that a div stands for."""
    name, restricting = _vocabulary_name(context, attributes, at)
    values = attributes.values
    audience = values.get("audience")
    if audience is not None and audience not in AUDIENCES:
        hint = did_you_mean(audience, AUDIENCES) or "known: participants, facilitators"
        message = f"`{audience}` is not an audience; the block is kept for the guide alone"
        context.problems.add(ProblemCode.UNKNOWN_AUDIENCE, message, context.source.find(at.line, audience), hint)
    if audience is not None and AUDIENCES.get(audience, m.Facilitator) is not None:
        restricting = [*restricting, "facilitator"]
    blocks: tuple[m.Block, ...]
    if name in MAKERS:
        maker, known = MAKERS[name]
        _check_keys(context, values, known, at)
        blocks = maker(context, DivSource(name, attributes, body, at))
    elif name == SHOWN:
        blocks = tuple(_below_topics(block) for block in body)
    else:
        blocks = body
    if name != SHOWN:
        blocks = tuple(_set_common(context, block, attributes, at) for block in blocks)
    for outer in restricting:
        blocks = (RESTRICTING[outer](body=blocks, at=at),)
    return blocks


def _below_topics(block: m.Block) -> m.Block:
    """Return a block of a div that is only shown; a heading in it begins no topic."""
    return replace(block, level=max(3, block.level)) if isinstance(block, m.Heading) else block


def _vocabulary_name(context: DivContext, attributes: Attributes, at: Span) -> tuple[str, list[str]]:
    """Return the vocabulary name of a div, and the names of audience blocks to put around it."""
    classes = [ALIASES.get(name, name) for name in attributes.classes]
    known = [name for name in classes if name in MAKERS or name == SHOWN]
    if len(attributes.classes) > 1:
        listed = ", ".join(f"`{name}`" for name in attributes.classes)
        message = f"this div has several names: {listed}; other tools read `notes` only where it is the only one"
        context.problems.add(ProblemCode.SEVERAL_CLASSES, message, at, "put one div inside the other")
    main = next((name for name in known if name not in RESTRICTING), known[0] if known else "")
    restricting = [name for name in known if name in RESTRICTING and name != main]
    for original, name in zip(attributes.classes, classes, strict=True):
        if name in known:
            continue
        best = nearest_name(original, [*MAKERS, *ALIASES])
        closed = ALIASES.get(best, best) in FOR_FACILITATORS or best in FOR_FACILITATORS
        message = f"`{original}` is not a block that is known; its content is kept"
        if closed:
            message += ", for the guide alone"
            restricting.append("facilitator")
        context.problems.add(
            ProblemCode.UNKNOWN_DIV,
            message,
            context.source.find(at.line, original),
            f"did you mean `{best}`?" if best else "",
        )
    if not attributes.classes and not attributes.broken:
        context.problems.add(
            ProblemCode.UNKNOWN_DIV, "this div has no name; its content is kept", at, "write `::: name`"
        )
    return main, restricting


def _check_keys(context: DivContext, values: Mapping[str, str], known: frozenset[str], at: Span) -> None:
    for key in values:
        if key not in known | COMMON and not key.startswith(("x-", "data-")):
            hint = did_you_mean(key, known | COMMON) or (f"known here: {', '.join(sorted(known))}" if known else "")
            context.problems.add(
                ProblemCode.UNKNOWN_ATTRIBUTE, f"`{key}` has no effect here", context.source.find(at.line, key), hint
            )


def _set_common(context: DivContext, block: m.Block, attributes: Attributes, at: Span) -> m.Block:
    values = attributes.values
    return replace(
        block,
        at=at,
        id=attributes.id or block.id,
        lang=values.get("lang", block.lang),
        from_minutes=context.minutes(values, "from", at) or 0,
        keep_with=values.get("keep-with", "").lstrip("#"),
    )
