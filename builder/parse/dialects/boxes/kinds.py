"""Other tools' names of boxes, with the nearest of ours; and titles that say that a box holds an answer or is for facilitators."""

from __future__ import annotations

import re

from builder.core.frozen import dataclass
from builder.parse.audiences.words import restricting_word
from builder.parse.divs.vocabulary import ALIASES, MAKERS

KINDS = {
    # GitHub, MkDocs, MyST, Quarto, Obsidian, Docusaurus: boxes
    **dict.fromkeys(
        "note info information tip hint important seealso see-also abstract summary tldr todo example success check-box"
        " done question help faq callout checklist prereq prerequisites highlight type-along demo admonition details"
        " dropdown toggle collapse spoiler margin sidebar topic aside bug quick-tip further-reading versionadded versionchanged".split(),
        "note",
    ),
    **dict.fromkeys("warning caution attention danger error failure fail missing deprecated".split(), "caution"),
    **dict.fromkeys("quote cite epigraph pull-quote blockquote highlights testimonial".split(), "quote"),
    # lessons
    **dict.fromkeys("challenge exercise homework activity exercise-start".split(), "activity"),
    **dict.fromkeys("solution answer solution-start".split(), "answer"),
    **dict.fromkeys("discussion questions".split(), "discussion"),
    **dict.fromkeys("objectives objective".split(), "objectives"),
    **dict.fromkeys("keypoints keypoint key-points".split(), "keypoints"),
    # for whoever teaches
    **dict.fromkeys(
        "instructor instructor-note instructor-notes instructors teacher teacher-note teacher-notes trainer trainer-note"
        " trainer-notes facilitator facilitator-note facilitator-notes teaching-note teaching-notes".split(),
        "facilitator",
    ),
    **dict.fromkeys("notes speaker speaker-note speaker-notes presenter-notes".split(), "notes"),
}
"""A box's name elsewhere → the nearest of ours."""

UNTITLED = frozenset(
    "note caution quote admonition details dropdown toggle collapse callout aside margin topic epigraph pull-quote blockquote highlights"
    " exercise-start solution-start versionadded versionchanged spoiler challenge exercise activity solution answer"
    " discussion questions objectives objective keypoints keypoint key-points".split()
)
"""Names that need not be printed over the box: ours says the same, or they say how a box looks."""

_ANSWER = re.compile(
    r"^\W*(?:(?:the|a|an|possible|sample|model|suggested|example|show|view|see|reveal|my|our|click|tap|here|for|to)\W+)*"
    r"(?:solutions?|answers?)(?=\W*$|\W*\d|\s*[:.,;(–—/-]|\s+(?:to|for|key|of|and|by|in the back|below)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"^\W*([^\W\d_]+)\W*\d*\W*$")
_MILD = frozenset(
    "hint hints clue clues explanation explanations explain feedback reason reasons rationale correct incorrect wrong"
    " comment comments guide draft drafts todo wip fixme staff private internal coach cue cues notes note script".split()
)
"""Words of the list of restricting words that as a title do not say that a box holds an answer."""

_GENERIC = frozenset({"note", "caution", "quote", "shown"})
"""Our divs that a title can make an answer or a facilitator's note: those that say nothing of what is in them."""

_TEACHER = re.compile(
    r"^\W*(?:notes?|hints?|tips?|guide|information) (?:for|to) (?:the )?(?:instructor|facilitator|trainer|teacher|presenter|speaker)s?\b"
    r"|^\W*(?:for )?(?:the )?(?:instructor|facilitator|trainer|teacher|presenter|speaker)(?:[’']?s?[’']?)(?:\W+(?:only|notes?|guide|hints?|tips?))?\W*$"
    r"|^\W*(?:instructor|facilitator|trainer|teacher|presenter|speaker)(?:[’']?s?[’']?)\W+(?:only|notes?|guide)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kin:
    """The nearest of our divs, and the title that it has here, "" for none; `implied`: its kind is the title."""

    name: str
    title: str = ""
    implied: bool = False


def nearest_kin(kind: str, title: str = "") -> Kin:
    """Return our div for another tool's box; one that is not known keeps its name, so that our own rules name it."""
    kind = kind.casefold().replace("_", "-")
    name = KINDS.get(kind) or ALIASES.get(kind) or kind
    shown = "" if title or kind in UNTITLED or name in {"facilitator", "notes"} or name not in MAKERS else kind
    implied = shown.replace("-", " ").replace("seealso", "see also").capitalize()
    return Kin(name, title or implied, implied=not title)


def of_title(title: str) -> str:
    """Return `answer` or `facilitator` for a title that says so (“Solution”, “Notes for facilitators”, “Lösung”), else ""."""
    if _ANSWER.match(title):
        return "answer"
    if _TEACHER.match(title):
        return "facilitator"
    word = _WORD.match(title)
    meaning = restricting_word(word[1]) if word and word[1].casefold() not in _MILD else ""
    return meaning if meaning in {"answer", "facilitator"} else ""


def name_by_title(name: str, title: str) -> str:
    """Return the div that a box is by its title too: a box that only looks like one is what its title says."""
    return (of_title(title) if title and name in _GENERIC else "") or name


def hiding_kin(name: str) -> Kin | None:
    """Return what a class or name hides a text as, when it says that the text is not for participants; else None."""
    known = KINDS.get(name.casefold(), "")
    if known in {"facilitator", "notes", "answer"}:
        return Kin(known)
    if known or name.casefold() in ALIASES or name.casefold() in MAKERS:
        return None
    word = restricting_word(name)
    return Kin(word if word in {"notes", "answer"} else "facilitator") if word and word != "check" else None
