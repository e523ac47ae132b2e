"""The course: what course.yml says, and what its modules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from builder.core.frozen import dataclass
from builder.model.frontmatter import Language, StringList
from builder.model.module import Block, Entry
from builder.model.references import Work
from builder.model.rules import NONE, Rules

Paper = Literal["a4", "letter"]


def _values(value: object) -> object:
    """Accept a map as the list of its values, and a single string as a list of one."""
    return list(value.values()) if isinstance(value, dict) else [value] if isinstance(value, str) else value


class Output(BaseModel):
    """One entry of `outputs:` in course.yml: files that a build without options makes besides, on other paper or cut."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edition: str = ""
    paper: Paper | None = None
    minutes: int | None = None
    large_print: bool = Field(default=False, alias="large-print")
    ink: Literal["", "grey"] = ""


class CourseFile(BaseModel):
    """The keys of course.yml."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str = Field(min_length=1)
    version: str = ""
    lang: Language = "en-US"
    license: str = ""
    paper: Paper = "letter"
    outputs: tuple[Output, ...] = ()
    url: str = ""
    description: str = ""
    leave: Annotated[str, Field(pattern=r"^https://\S+$")] = "https://www.bbc.com/weather"
    contacts: Annotated[tuple[str, ...], BeforeValidator(_values)] = ()
    checks: Annotated[Rules, BeforeValidator(lambda value: value or {})] = NONE
    draft_notice: str = ""
    citations: Literal["numeric", "author-date"] = "numeric"
    theme: str = "plain"
    modules: tuple[str, ...] | None = None


class TermFile(BaseModel):
    """One entry of glossary.yml. `meaning` is Markdown on one line; `source` a key of references.yml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    term: str = Field(min_length=1)
    also: StringList = ()
    meaning: str = Field(min_length=1)
    source: str = ""


class Service(BaseModel):
    """One service of an organization's own list (`helplines:` in local.yml)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1)
    purpose: str = Field(default="", alias="for")
    who_answers: str = ""
    contact: str = ""
    hours: str = ""
    languages: str = ""
    cost: str = ""
    asks_name: str = ""
    reports: str = ""
    checked: str = ""

    def markdown(self) -> str:
        """Return the service as an item of a Markdown list."""
        facts = (self.purpose, self.who_answers, self.hours, self.languages, self.cost, self.asks_name, self.reports)
        sentences = " ".join(f"{fact.rstrip('.')}." for fact in facts if fact)
        date = f" ({self.checked})" if self.checked else ""
        return f"- **{self.name}{': ' + self.contact if self.contact else ''}.** {sentences}{date}".rstrip()


class LocalFile(BaseModel):
    """The keys of local.yml, an organization's own texts, as Markdown. An empty one is printed as a line to write on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    helplines: Annotated[tuple[Service, ...], BeforeValidator(lambda value: value or ())] = ()
    reporting_duty: Annotated[str, BeforeValidator(lambda value: value or "")] = ""
    law: Annotated[str, BeforeValidator(lambda value: value or "")] = ""
    contact: Annotated[str, BeforeValidator(lambda value: value or "")] = ""

    def lines(self) -> dict[str, str]:
        """Return the Markdown of each text that is filled in, by its name in `::: {.local lines="…"}`."""
        texts = {
            "helplines": "\n".join(service.markdown() for service in self.helplines),
            "reporting-duty": self.reporting_duty,
            "law": self.law,
            "contact": self.contact,
        }
        return {name: text for name, text in texts.items() if text.strip()}


@dataclass(frozen=True)
class Course:
    """A course: its course.yml, its modules, and the sources, blocks, local texts and glossary that they share.

    `listed` has the folder names of the modules in course order; `modules` maps every module's name to its folder.
    """

    file: CourseFile
    listed: tuple[str, ...]
    modules: dict[str, str]
    works: dict[str, Work] = field(default_factory=dict)
    shared: Mapping[str, Block] = field(default_factory=dict)
    local: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    terms: tuple[Entry, ...] = ()

    def number(self, module: str) -> int:
        """Return a module's place in the course, by folder, from 1; 0 when the course does not list it."""
        return self.listed.index(module) + 1 if module in self.listed else 0

    def rules(self, module: str) -> Rules:
        """Return the subject rules for a module, by folder: those of course.yml, for modules that the course lists."""
        return self.file.checks.for_module(module) if module in self.listed else NONE
