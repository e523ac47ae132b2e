"""The course: what course.yml says, and what its modules share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from builder.core.addresses import NO_ADDRESS
from builder.core.frozen import dataclass
from builder.core.languages import known_language
from builder.core.records import LinedModel
from builder.model.addresses import WebAddress
from builder.model.frontmatter import Language, StringList
from builder.model.module import Block, Entry
from builder.model.references import Work
from builder.model.rules import NONE, Rules

Paper = Literal["a4", "letter"]


def _values(value: object) -> object:
    """Accept a map as the list of its values, and a single string as a list of one."""
    return list(value.values()) if isinstance(value, dict) else [value] if isinstance(value, str) else value


def _labels(value: object) -> object:
    """Accept a list of names as a map in which none has a label of its own."""
    if isinstance(value, list):
        return dict.fromkeys(map(str, value), "")
    return {name: label or "" for name, label in value.items()} if isinstance(value, dict) else {}


Safeguard = Literal["disclosure", "leaving", "reporting-duty", "no-names"]
"""What a course on a painful subject can have printed: what to do when somebody discloses harm, or leaves; that the duty
to report is to be known and said first; that nobody is to write names in a workbook."""

SAFEGUARDS: tuple[Safeguard, ...] = get_args(Safeguard)


def _safeguards(value: object) -> object:
    """Accept `on` for all safeguards, `off` or nothing for none, and one word as a list of one."""
    word = str(value or "off").strip().lower() if isinstance(value, str | None) else ""
    return SAFEGUARDS if word == "on" else () if word == "off" else (value,) if isinstance(value, str) else value


def _address_or_off(value: object) -> object:
    """Accept `off`, `false` and nothing as no address."""
    return "" if value is None or str(value).strip().lower() in {"off", "no", "false", ""} else value


KnownLanguage = Annotated[Language, AfterValidator(known_language)]


class Output(BaseModel):
    """One entry of `outputs:` in course.yml: files that a build without options makes besides, on other paper or cut."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    edition: str = ""
    format: Literal["", "pdf", "html", "docx"] = ""
    paper: Paper | None = None
    minutes: int | None = None
    large_print: bool = Field(default=False, alias="large-print")
    ink: Literal["", "grey"] = ""
    imposition: Literal["", "booklet", "2up"] = ""


class CourseFile(LinedModel):
    """The keys of course.yml."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str = Field(min_length=1)
    version: str = ""
    lang: Language = "en-US"
    license: str = ""
    paper: Paper = "letter"
    outputs: tuple[Output, ...] = ()
    url: WebAddress = NO_ADDRESS
    description: str = ""
    leave: Annotated[WebAddress, Field(pattern=r"^(https://\S+)?$"), BeforeValidator(_address_or_off)] = NO_ADDRESS
    safeguards: Annotated[tuple[Safeguard, ...], BeforeValidator(_safeguards)] = ()
    local_lines: Annotated[dict[str, str], BeforeValidator(_labels)] = Field(
        default={"helplines": "", "contact": ""}, alias="local-lines"
    )
    contacts: Annotated[tuple[str, ...], BeforeValidator(_values)] = ()
    checks: Annotated[Rules, BeforeValidator(lambda value: value or {})] = NONE
    draft_notice: str = ""
    agenda: bool = False
    citations: Literal["numeric", "author-date"] = "numeric"
    guide: Literal["lean", "full"] = "lean"
    theme: str = "plain"
    gallery: bool = False
    modules: tuple[str, ...] | None = None
    languages: tuple[KnownLanguage, ...] = ()

    @property
    def translations(self) -> tuple[str, ...]:
        """The languages that the course is translated into."""
        return tuple(dict.fromkeys(lang for lang in self.languages if lang != self.lang))


class TermFile(LinedModel):
    """One entry of glossary.yml. `meaning` is Markdown on one line; `source` a key of references.yml.

    `in_books`: books of the course print it, whether or not their text uses it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    SEVERAL_LINES: ClassVar[frozenset[str]] = frozenset({"meaning"})

    term: str = Field(min_length=1)
    also: StringList = ()
    meaning: str = Field(min_length=1)
    source: str = ""
    in_books: bool = Field(default=False, alias="in-books")


class Service(LinedModel):
    """One service of an organization's own list (`helplines:` in local.yml): the same record as `::: contact`.

    `contact` is what older files have: a number, an address or a door in one text.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    name: str = Field(min_length=1)
    purpose: str = Field(default="", alias="for")
    call: str = ""
    text: str = ""
    tty: str = ""
    chat: str = ""
    web: str = ""
    email: str = ""
    where: str = ""
    contact: str = ""
    who_answers: str = ""
    hours: str = ""
    languages: str = ""
    cost: str = ""
    asks_name: str = ""
    reports: str = ""
    source: str = ""
    checked: str = ""

    def markdown(self) -> str:
        """Return the service as a `::: contact` block, with a field for each text that is filled in."""
        texts = [(field, getattr(self, key)) for key, field in _FIELDS.items()]
        if self.contact:
            texts.insert(1, ("Where" if re.search(r"[^\d\s().+/-]", self.contact) else "Call", self.contact))
        fields = [f"- {field}: {_without_label(text)}" for field, text in texts if text]
        return "\n".join(["::: contact", f"### {self.name}", "", *fields, ":::", ""])


_FIELDS = {
    "purpose": "For",
    "call": "Call",
    "text": "Text",
    "tty": "TTY",
    "chat": "Chat",
    "web": "Web",
    "email": "Email",
    "where": "Where",
    "who_answers": "Who answers",
    "hours": "Hours",
    "languages": "Languages",
    "cost": "Cost",
    "reports": "Reports",
    "asks_name": "Name asked",
    "source": "Source",
    "checked": "Checked",
}
"""Keys of a service, and the fields of a contact that they become, in the order in which these are printed."""

_LABELS = frozenset({*(word.casefold() for word in _FIELDS.values()), "name"})


def _without_label(text: str) -> str:
    """Return a text without the word that it begins with where that is a field's, as older files have it: “Hours: …”."""
    word, colon, rest = text.partition(":")
    return rest.strip() if colon and word.strip().casefold() in _LABELS else text


class LocalFile(BaseModel):
    """local.yml: an organization's services, and its own text for each further line of the course, as Markdown."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Annotated[str, BeforeValidator(lambda value: value or "")]]

    helplines: Annotated[tuple[Service, ...], BeforeValidator(lambda value: value or ())] = ()

    def lines(self) -> dict[str, str]:
        """Return the Markdown of each line that is filled in, by its name; `_` in a key is read as `-`."""
        texts = {"helplines": "\n".join(service.markdown() for service in self.helplines)}
        texts |= {key.replace("_", "-"): text for key, text in (self.__pydantic_extra__ or {}).items()}
        return {name: text for name, text in texts.items() if text.strip()}


@dataclass(frozen=True)
class LocalLine:
    """A line that each organization fills in: what it is called (""= the theme's word for its name), and its text."""

    label: str = ""
    text: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Course:
    """A course: its course.yml, its modules, and the sources, blocks, local texts and glossary that they share.

    `listed` has the folder names of the modules in course order; `modules` maps every module's name to its folder.
    `origin` is the course as it is written, where this one is a translation of it; `unsafe` are then the shared blocks that lack a
    translation and keep people safe, and `translation_notice` is printed while nobody has reviewed a module's translation.
    """

    file: CourseFile
    listed: tuple[str, ...]
    modules: dict[str, str]
    works: dict[str, Work] = field(default_factory=dict)
    shared: Mapping[str, Block] = field(default_factory=dict)
    local: Mapping[str, LocalLine] = field(default_factory=dict)
    terms: tuple[Entry, ...] = ()
    origin: Course | None = None
    unsafe: frozenset[str] = frozenset()
    translation_notice: str = ""

    def number(self, module: str) -> int:
        """Return a module's place in the course, by folder, from 1; 0 when the course does not list it."""
        return self.listed.index(module) + 1 if module in self.listed else 0

    def rules(self, module: str) -> Rules:
        """Return the subject rules for a module, by folder: those of course.yml, for modules that the course lists.

        A translation has none: they read the words of the source, where they are looked at.
        """
        return self.file.checks.for_module(module) if module in self.listed and self.origin is None else NONE
