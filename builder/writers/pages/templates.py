"""The templates that write pages. Which document template an edition has stands in its row, in transform/editions.py."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from builder.core.names import kebab_case
from builder.model import module as m
from builder.theme.templates import template_environment
from builder.writers.pages.answer_space import FUNCTIONS
from builder.writers.pages.guide.quick_start import GROUPS, without_ids

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


def template_of(kind: type[m.Node]) -> str:
    """Return the file name of the template that writes a kind of block: `KeyPoints` → `key-points.html`."""
    return kebab_case(kind.__name__) + ".html"


@lru_cache(maxsize=4)
def environment(files: tuple[tuple[str, str], ...]) -> SandboxedEnvironment:
    """Return the environment that renders a theme's page templates, given as (name, text) pairs; it is remembered."""
    templates = {name.removeprefix("print/"): text for name, text in files}
    return template_environment(templates, {**FUNCTIONS, "groups": GROUPS, "without_ids": without_ids})
