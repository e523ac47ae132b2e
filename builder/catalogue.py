"""A module as the catalogue knows it: what participants may read of it, in a form that can be kept between builds."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Frozen):
    """A topic or part by its title; a part holds the topics that follow it."""

    words: str
    part: bool = False


class Cited(_Frozen):
    """A source as printed, and its address or ""."""

    words: str
    url: str = ""


class Release(_Frozen):
    """One version of a module: what its changelog says. `date` is as written there, "" = none."""

    version: str
    date: str = ""
    changes: tuple[str, ...] = ()


class Entry(_Frozen):
    """A module's card and page. Dates are ISO texts, "" = none; `number` is its place in the course, 0 = none.

    `draft_notice` is "" once the module was reviewed. `url` is the address of the whole course, "" when it has none.
    `date` is the module's own (reviewed or checked) or SOURCE_DATE_EPOCH.
    """

    id: str
    lang: str
    title: str
    description: str
    number: int = 0
    objectives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    level: str = ""
    minutes: int = 0
    prerequisites: tuple[str, ...] = ()
    content_note: str = ""
    status: str = ""
    license: str = ""
    version: str = ""
    checked: str = ""
    reviewed: str = ""
    reviewed_by: tuple[str, ...] = ()
    date: str = ""
    draft_notice: str = ""
    course: str = ""
    course_version: str = ""
    url: str = ""
    contents: tuple[Heading, ...] = ()
    sources: tuple[Cited, ...] = ()
    history: tuple[Release, ...] = ()
