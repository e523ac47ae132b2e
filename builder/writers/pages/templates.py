"""How each edition is laid out, and the templates that write it. A new edition is a row in `PAGES` and a template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from builder.core.names import kebab_case
from builder.model import module as m
from builder.theme.templates import template_environment
from builder.writers.pages.brief import GROUPS, unnamed
from builder.writers.pages.worksheet import FUNCTIONS

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


@dataclass(frozen=True, slots=True)
class PageKind:
    """How an edition is laid out: its document template, and the folder of block templates that go before blocks/.

    `contents`: whether it lists its topics. `duplex`: it is printed on both sides and bound or stapled, so its inner
    margin is wider, on the left of one page and on the right of the next.
    """

    document: str
    own: str = ""
    contents: Literal["never", "long", "always"] = "never"
    duplex: bool = True


PAGES = {
    "handout": PageKind("handout.html", contents="long"),
    "sheet": PageKind("sheet.html", duplex=False),  # one sheet: nothing is bound
    "workbook": PageKind("workbook.html", own="workbook"),
    "answers": PageKind("answers.html", own="answers"),
    "cards": PageKind("cards.html", own="cards", duplex=False),  # cut up
    "guide": PageKind("guide.html", own="guide", contents="always"),
}


def template_of(kind: type[m.Node]) -> str:
    """Return the file name of the template that writes a kind of block: `KeyPoints` → `key-points.html`."""
    return kebab_case(kind.__name__) + ".html"


@lru_cache(maxsize=4)
def environment(files: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    """Return the environment that renders a theme's page templates, given as (name, text) pairs; it is remembered."""
    templates = {name.removeprefix("print/"): text for name, text in files}
    return template_environment(templates, {**FUNCTIONS, "groups": GROUPS, "unnamed": unnamed})
