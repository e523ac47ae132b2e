"""The front matter of a module, validated (docs/language.md, "Front matter")."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, ConfigDict, Field

from builder.core.disk.names import LONGEST_STEM, fault_of
from builder.core.records import LinedModel, MapKeys
from builder.model.lengths import Lengths, Minutes, Objectives


def _as_list(value: object) -> object:
    """Accept a single string as a list of one."""
    return [value] if isinstance(value, str) else value


PERSON = frozenset({"name", "literal", "given", "family", "affiliation", "affiliations"})
"""Keys of an author that is written as a mapping, as Quarto and MyST have it. Only the name and the affiliation are printed."""


def _names(value: object) -> str:
    """Return what names a person or an organization: a text, a mapping's name, or those of a list."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value)))
    if not isinstance(value, dict):
        return str(value or "")
    whole = value.get("name") or value.get("literal") or value.get("text")
    return _names(whole) if whole else " ".join(str(value[key]) for key in ("given", "family") if value.get(key))


def _person(value: object) -> object:
    """Return an author as one line, `Name (Affiliation)`; what names nobody is returned as it is, to be refused."""
    if not isinstance(value, dict):
        return value
    where = _names(value.get("affiliation") or value.get("affiliations"))
    name = _names({key: value[key] for key in value if key in PERSON})
    return (f"{name} ({where})" if where else name) or value


def _people(value: object) -> object:
    """Accept one author or a list of them, each a text or a mapping."""
    return [_person(one) for one in (value if isinstance(value, list | tuple) else [value])]


def _format(value: object) -> object:
    """Accept Quarto's formats with their settings; they have no effect."""
    return ", ".join(map(str, value)) if isinstance(value, dict | list) else value


def _language(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        msg = f"`{value}` is not a language tag such as `en-US`, `fr` or `ar`"
        raise ValueError(msg)
    if len(value) > LONGEST_TAG:
        msg = f"a language tag has at most {LONGEST_TAG} characters"
        raise ValueError(msg)
    if fault := fault_of(value):
        msg = f"`{value}` {fault}, and names a folder; add a region, such as `{value}-EC`"
        raise ValueError(msg)
    return value


def _file_stem(value: str) -> str:
    """Accept an id that every system can have as the name of a folder."""
    if fault := fault_of(value, LONGEST_STEM):
        msg = f"an id is part of files' names, and this one {fault}"
        raise ValueError(msg)
    return value


DECORATIVE = "decorative"
"""What `cover_alt` says of a picture that shows nothing which readers need to know."""

LONGEST_TAG = 35
"""Characters of a language tag (RFC 5646, 4.4.1)."""

StringList = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
People = Annotated[tuple[str, ...], BeforeValidator(_people), MapKeys(PERSON)]
Language = Annotated[str, BeforeValidator(_language)]
ModuleId = Annotated[str, Field(pattern=r"^[a-z0-9-]*$"), AfterValidator(_file_stem)]


class Meta(LinedModel):
    """The front matter of a module. Field names are the keys; `x-` keys are the author's own and are not kept."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    objectives: Objectives = Field(min_length=1, max_length=100)
    id: ModuleId = ""
    lang: Language = Field(default="", validation_alias=AliasChoices("lang", "language"), validate_default=False)
    level: str = ""
    audience: StringList = ()
    duration: Minutes | None = None
    lengths: Lengths = Field(default_factory=dict, max_length=20)
    keywords: StringList = ()
    authors: People = Field(default=(), validation_alias=AliasChoices("authors", "author"))
    version: str = ""
    status: Literal["", "draft", "pre-alpha", "alpha", "beta", "stable"] = ""
    license: str = ""
    content_note: str = ""
    prerequisites: StringList = ()
    materials: StringList = ()
    hardest: str = ""
    agenda: bool | None = None
    cover: str = ""
    cover_alt: str = ""
    checked: date | None = None
    reviewed: date | None = None
    reviewed_by: StringList = ()
    format: Annotated[str, BeforeValidator(_format)] = ""
    questions: StringList = ()
    keypoints: StringList = ()
    teaching: Minutes | None = None
    exercises: Minutes | None = None

    @property
    def cover_words(self) -> str:
        """The text alternative of the cover's picture, "" for a decorative one."""
        return "" if self.cover_alt == DECORATIVE else self.cover_alt

    @property
    def minutes(self) -> int | None:
        """How long the module takes: `duration`, or Carpentries' `teaching` plus `exercises`."""
        if self.duration is not None:
            return self.duration
        if self.teaching is None and self.exercises is None:
            return None
        return (self.teaching or 0) + (self.exercises or 0)
