"""Whom a heading restricts: `## Topic {.facilitator}`, `# Part {.notes}`, and `### Section {.answer}` up to the next heading."""

from __future__ import annotations

from builder.core.frozen import replace
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source
from builder.model import module as m
from builder.parse.audiences.words import is_listed, restricting_word
from builder.parse.divs.vocabulary import AUDIENCES, RESTRICTING, known_name
from builder.parse.inlines.attributes import Attributes

OPTIONAL = "optional"
"""The class of a topic whose slides are hidden in the slide show. It is no audience."""

_OF_TOPICS = frozenset({"time", "layout", "prose", "method", "from", "below", "keep-with", "lang", "position", "icon"})
"""Attributes of topics, whose values may be any words."""


def restricted(part: m.Part) -> m.Part:
    """Return a part whose topics and other blocks have its audience themselves: books and run sheets take them out of it."""
    if not part.audience:
        return part
    body: list[m.Block] = []
    for block in part.body:
        if isinstance(block, m.Topic):
            alone = block.audience in {"", part.audience}
            body.append(replace(block, audience=part.audience if alone else "facilitator"))
        else:
            body.append(RESTRICTING[part.audience](body=(block,), at=block.at))
    return replace(part, body=tuple(body))


def heading_audience(attributes: Attributes, line: int, source: Source, problems: Problems) -> str:
    """Return the name of the div that a heading's classes and `audience=` restrict its section to, or "".

    Two different ones, and a word that says who may see it and is not one of ours, restrict it to facilitators; such a
    word is the problem `unknown-audience`.
    """
    asked = {name for one in attributes.classes if (name := known_name(one)) in RESTRICTING}
    strange = [one for one in attributes.classes if one != OPTIONAL and not known_name(one) and restricting_word(one)]
    strange += [
        value for key, value in attributes.values.items() if key not in {*_OF_TOPICS, "audience"} and is_listed(value)
    ]
    given = attributes.values.get("audience", "participants").casefold()
    if given not in AUDIENCES:
        strange.append(attributes.values["audience"])
    elif AUDIENCES[given] is not None:
        asked.add("facilitator")
    for name in strange:
        message = f"`{name}` is not an audience; what stands under this heading is kept for the guide alone"
        word = restricting_word(name)
        known = "known: facilitator, notes, answer, handout, slide"
        hint = (
            f"write `{{.{'facilitator' if word == 'check' else word}}}`"
            if word
            else did_you_mean(name, RESTRICTING) or known
        )
        problems.add(ProblemCode.UNKNOWN_AUDIENCE, message, source.find(line, name), hint)
    if strange or len(asked) > 1:
        return "facilitator"
    return next(iter(asked), "")
