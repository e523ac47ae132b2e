"""Settings of subject rules (`checks:` in course.yml): what a course asks of its modules beyond the source language.

Every rule is off until a course switches it on, is named after the problem that it reports, and only warns. Word lists
and thresholds of a subject belong in course.yml, not in code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from builder.model.frontmatter import StringList
from builder.model.lengths import Minutes

_ON, _OFF = frozenset({"on", "yes", "true", ""}), frozenset({"off", "no", "false"})


def _setting(short: str) -> BeforeValidator:
    """Return a validator that accepts `on`, `off`, or only the value of the setting `short`, for a rule's settings."""

    def read(value: object) -> object:
        word = str(value).strip().lower() if isinstance(value, str | bool | None) else None
        if value is None or word in _ON:
            return {}
        if word in _OFF:
            return None
        return value if isinstance(value, dict | BaseModel) or not short else {short: value}

    return BeforeValidator(read)


class Rule(BaseModel):
    """A rule that is on. `spared` lists the folders of modules to which it does not apply (`except:`)."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    spared: StringList = Field(default=(), alias="except")


def _listed(value: object) -> object:
    """Accept a single value as a list of one."""
    return value if isinstance(value, list | tuple) else [value]


MOST_TERMS = 300
"""Most terms that a course may avoid: each word of its modules is looked up among them."""


class HouseTerm(BaseModel):
    """A term that the course avoids, and the one to use instead. A `*` stands for any letters."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    term: str = Field(min_length=1, max_length=200)
    say: str = ""


def _terms(value: object) -> object:
    return [{"term": term} if isinstance(term, str) else term for term in value] if isinstance(value, list) else value


class HouseTerms(Rule):
    """Terms to avoid, except in quotation marks and quotes."""

    avoid: Annotated[tuple[HouseTerm, ...], BeforeValidator(_terms)] = Field(min_length=1, max_length=MOST_TERMS)


class LongScript(Rule):
    """How many words of script one slide may have."""

    words: int = Field(default=150, ge=1)


class MissingBlock(Rule):
    """What every module must have: names of blocks (`resources`), or ids of blocks in shared.md (`under-18`)."""

    blocks: StringList = Field(min_length=1)


KINDS = frozenset(
    "content-note resources local keypoints activity discussion check reflection notes definition scenario cards".split()
)
"""Blocks by name that a course can ask every module to have; any other name is the id of a block in shared.md."""


class WeakObjective(Rule):
    """Verbs that do not name observable behavior, in addition to the built-in list (`check/lessons/objectives.py`)."""

    verbs: StringList = ()


class HardToRead(Rule):
    """Reading grades (Flesch–Kincaid) that text for participants and for facilitators may have on average."""

    participants: float = Field(default=8, gt=0)
    facilitators: float = Field(default=10, gt=0)


class LongSentence(Rule):
    """How many words a sentence may have at most, and how many on average in a module."""

    most: int = Field(default=35, ge=1)
    average: float = Field(default=20, gt=0)


class OverfullTopic(Rule):
    """Speaking rate in words a minute, to check whether a topic's script fits its minutes."""

    pace: int = Field(default=150, ge=1)


class TightSession(Rule):
    """The least reserve of a session, in percent of its time without breaks."""

    slack: float = Field(default=10, ge=0, lt=100)


class MissingBreak(Rule):
    """After how many minutes a session needs a break."""

    minutes: int = Field(default=75, ge=1)


class HurriedCheck(Rule):
    """How many minutes a question needs."""

    minutes: float = Field(default=1.5, gt=0)


class ShortClosing(Rule):
    """How many minutes the last topic has at least, in sessions of `long` minutes or more."""

    minutes: int = Field(default=5, ge=1)
    long: int = Field(default=30, ge=0)


class ThinSession(Rule):
    """How many activities and questions every session of a module has at least."""

    activities: int = Field(default=1, ge=0)
    questions: int = Field(default=3, ge=0)


class MissingLength(Rule):
    """The lengths of sessions, in minutes, that every module is made for which is longer."""

    lengths: Annotated[tuple[Minutes, ...], BeforeValidator(_listed)] = Field(min_length=1)


class GuessableTest(Rule):
    """How even a course's questions with options are, so that none is answered without knowing.

    `least` and `most`: the share, in percent, that each letter has of the right answers to questions with three options; with
    others in proportion. `run`: how often in a row a letter may be right. `longest`: the share of questions, in percent, whose
    right option alone is the longest, or the shortest. `absolutes`: by how many percent points more wrong options than right
    ones may hold a word such as “always”; `words` are such words beside those of the labels.
    """

    least: float = Field(default=30, ge=0, le=100)
    most: float = Field(default=36, ge=0, le=100)
    run: int = Field(default=2, ge=1)
    longest: float = Field(default=40, ge=0, le=100)
    absolutes: float = Field(default=10, ge=0, le=100)
    words: StringList = ()


class DueIntervals(BaseModel):
    """Months after which sources and contact details are due for a check (`coursewright due`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sources: int = Field(default=12, ge=0)
    contacts: int = Field(default=3, ge=0)


class Rules(BaseModel):
    """Every subject rule, None where it is off. Field names are the names of the problems, with `_` for `-`."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=lambda name: name.replace("_", "-"))

    house_term: Annotated[HouseTerms | None, _setting("avoid")] = None
    uncited_number: Annotated[Rule | None, _setting("")] = None
    undated_source: Annotated[Rule | None, _setting("")] = None
    unsourced_slide: Annotated[Rule | None, _setting("")] = None
    long_script: Annotated[LongScript | None, _setting("words")] = None
    missing_block: Annotated[MissingBlock | None, _setting("blocks")] = None
    weak_objective: Annotated[WeakObjective | None, _setting("verbs")] = None
    untied_objective: Annotated[Rule | None, _setting("")] = None
    hard_to_read: Annotated[HardToRead | None, _setting("participants")] = None
    long_sentence: Annotated[LongSentence | None, _setting("most")] = None
    overfull_topic: Annotated[OverfullTopic | None, _setting("pace")] = None
    guessable_test: Annotated[GuessableTest | None, _setting("run")] = None
    tight_session: Annotated[TightSession | None, _setting("slack")] = None
    missing_break: Annotated[MissingBreak | None, _setting("minutes")] = None
    hurried_check: Annotated[HurriedCheck | None, _setting("minutes")] = None
    short_closing: Annotated[ShortClosing | None, _setting("minutes")] = None
    thin_session: Annotated[ThinSession | None, _setting("questions")] = None
    unasked_objective: Annotated[Rule | None, _setting("")] = None
    missing_length: Annotated[MissingLength | None, _setting("lengths")] = None
    due: DueIntervals = DueIntervals()

    def active(self) -> Iterator[Rule]:
        """Yield the rules that are on."""
        yield from (rule for name in type(self).model_fields if isinstance(rule := getattr(self, name), Rule))

    def for_module(self, module: str) -> Rules:
        """Return the rules that apply to a module, by folder; those that list it under `except:` are off."""
        off: dict[str, Any] = {
            name: None
            for name in type(self).model_fields
            if isinstance(rule := getattr(self, name), Rule) and module in rule.spared
        }
        return self.model_copy(update=off) if off else self


NONE = Rules()
"""Every subject rule off."""
