"""One div to the block or blocks that it stands for, with the attributes and audiences that every div may have."""

from __future__ import annotations

from collections.abc import Mapping

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, did_you_mean
from builder.core.source import Span
from builder.model import module as m
from builder.parse.audiences.words import CURES, is_listed, restricting_word
from builder.parse.divs.contact import listed
from builder.parse.divs.questions.check import KINDS
from builder.parse.divs.questions.telltales import mark_in
from builder.parse.divs.source import DivContext, DivSource
from builder.parse.divs.vocabulary import (
    AUDIENCES,
    COMMON,
    FOR_FACILITATORS,
    ICONED,
    MAKERS,
    RESTRICTING,
    SHOWN,
    closes,
    known_name,
    nearest,
)
from builder.parse.inlines.attributes import Attributes


def build_div(context: DivContext, attributes: Attributes, body: tuple[m.Block, ...], at: Span) -> tuple[m.Block, ...]:
    """Return the block or blocks that a div stands for."""
    name, restricting = _vocabulary_name(context, attributes, body, at)
    values = attributes.values
    audience = values.get("audience")
    if audience is not None and audience not in AUDIENCES:
        hint = did_you_mean(audience, AUDIENCES) or "known: participants, facilitators"
        message = f"`{audience}` is not an audience; the block is kept for the guide alone"
        context.problems.add(ProblemCode.UNKNOWN_AUDIENCE, message, context.source.find(at.line, audience), hint)
    if audience is not None and AUDIENCES.get(audience, m.Facilitator) is not None:
        restricting = [*restricting, "facilitator"]
    maker, known = MAKERS.get(name, (None, frozenset()))
    known |= {"icon"} if name in ICONED else set()
    if (maker or not name) and _check_keys(context, values, known, at):
        restricting = [*restricting, "facilitator"]
    blocks: tuple[m.Block, ...]
    if maker:
        div = DivSource(name, attributes, body, at)
        icon = context.icon(values, at) if name in ICONED else ""
        blocks = tuple(_with_icon(_like_title(block, div), icon) for block in maker(context, div))
    elif name == SHOWN:
        blocks = tuple(_below_topics(block) for block in body)
    else:
        blocks = body
    if name != SHOWN:
        blocks = tuple(
            _set_common(context, block, attributes, at, named=bool(name), first=not number)
            for number, block in enumerate(blocks)
        )
    blocks = listed(blocks)
    for outer in restricting:
        blocks = (RESTRICTING[outer](body=blocks, at=at),)
    return blocks


def _like_title(block: m.Block, div: DivSource) -> m.Block:
    """Return a block that has the id, unless it has one of its own, and the icon of the heading which is its title."""
    first = div.body[0] if div.body else None
    if not isinstance(first, m.Heading) or getattr(block, "title", ()) != first.content:
        return block
    return _with_icon(replace(block, id=block.id or first.id), first.icon)


def _with_icon(block: m.Block, icon: str) -> m.Block:
    """Return a block with an icon, if it is one that may have one and there is one."""
    return replace(block, icon=icon) if icon and isinstance(block, m.Container) else block


def _below_topics(block: m.Block) -> m.Block:
    """Return a block of a div that is only shown; a heading in it begins no topic."""
    return replace(block, level=max(3, block.level)) if isinstance(block, m.Heading) else block


def _vocabulary_name(
    context: DivContext, attributes: Attributes, body: tuple[m.Block, ...], at: Span
) -> tuple[str, list[str]]:
    """Return the vocabulary name of a div, and the names of audience blocks to put around it."""
    classes = [known_name(name) for name in attributes.classes]
    known = [name for name in classes if name]
    if len(attributes.classes) > 1:
        listed = ", ".join(f"`{name}`" for name in attributes.classes)
        message = f"this div has several names: {listed}; other tools read `notes` only where it is the only one"
        context.problems.add(ProblemCode.SEVERAL_CLASSES, message, at, "put one div inside the other")
    own = sorted((name for name in known if name not in RESTRICTING), key=lambda name: name != "check")
    main = own[0] if own else known[0] if known else ""  # a question that is read as another block shows its marks
    restricting = [name for name in known if name in RESTRICTING and name != main]
    unknown = [written for written, name in zip(attributes.classes, classes, strict=True) if not name]
    if not attributes.classes and restricting_word(attributes.id):
        unknown.append(attributes.id)
    restricting += ["facilitator" for name in unknown if _report_unknown(context, name, at)]
    if unknown and not known and _report_marks(context, body):
        restricting.append("facilitator")
    if attributes.broken:
        restricting.append("facilitator")  # the braces may have said so
    elif not attributes.classes and not unknown and not attributes.id and not COMMON & attributes.values.keys():
        context.problems.add(
            ProblemCode.UNKNOWN_DIV, "this div has no name; its content is kept", at, "write `::: name`"
        )
    return main, restricting


def _report_unknown(context: DivContext, name: str, at: Span) -> bool:
    """Report a name that is not in the vocabulary. Return whether its content is kept for the guide alone."""
    place = context.source.find(at.line, name)
    best = nearest(name)
    word = restricting_word(name)
    hint = f"did you mean `{best}`?" if best else ""
    if not closes(name) and known_name(name) not in RESTRICTING:
        message = f"`{name}` is not a block that is known; its content is kept"
        context.problems.add(ProblemCode.UNKNOWN_DIV, message, place, hint)
        return False
    message = f"`{name}` is not a block that is known; its content is kept, for the guide alone"
    cure = f'write `::: {{.check kind="{name}"}}`' if name in KINDS else CURES[word] if word else ""
    context.problems.add(
        ProblemCode.UNKNOWN_AUDIENCE, message, place, cure if cure and best not in FOR_FACILITATORS else hint
    )
    return True


def _report_marks(context: DivContext, body: tuple[m.Block, ...]) -> bool:
    """Report ticked boxes in a div that is not known: it may be a question. Return whether there are some."""
    for node in m.walk(*body):
        ticked = isinstance(node, m.ListItem) and node.checked
        if ticked or (isinstance(node, m.Paragraph) and mark_in(m.plain(node))):
            message = "this looks like the right option of a question, and the block around it is not known"
            context.problems.add(ProblemCode.UNCLEAR_QUESTION, message, node.at, CURES["check"])
            return True
    return False


def _check_keys(context: DivContext, values: Mapping[str, str], known: frozenset[str], at: Span) -> bool:
    """Report attributes without effect. Return whether one of them says that the block is not for participants."""
    closed = False
    for key, value in values.items():
        if key in known | COMMON:
            continue
        if is_listed(value):
            message = f"`{key}` has no effect here; the block is kept for the guide alone"
            place = context.source.find(at.line, value)
            hint = 'write `audience="facilitator"`'
            context.problems.add(ProblemCode.AUDIENCE_WITHOUT_EFFECT, message, place, hint)
            closed = True
        elif not key.startswith(("x-", "data-")):
            hint = did_you_mean(key, known | COMMON) or (f"known here: {', '.join(sorted(known))}" if known else "")
            context.problems.add(
                ProblemCode.UNKNOWN_ATTRIBUTE, f"`{key}` has no effect here", context.source.find(at.line, key), hint
            )
    return closed


def _set_common(
    context: DivContext, block: m.Block, attributes: Attributes, at: Span, *, named: bool, first: bool
) -> m.Block:
    """Return a block with the attributes that every div may have. A div without a name gives them to each block inside it."""
    values, own = attributes.values, None if named else block
    return replace(
        block,
        at=own.at if own else at,
        id=(attributes.id if first else "") or block.id,
        lang=(own.lang if own else "") or values.get("lang", block.lang),
        from_minutes=(own.from_minutes if own else 0) or context.minutes(values, "from", at) or 0,
        below_minutes=(own.below_minutes if own else 0) or context.minutes(values, "below", at) or 0,
        keep_with=(own.keep_with if own else "") or values.get("keep-with", "").lstrip("#"),
    )
