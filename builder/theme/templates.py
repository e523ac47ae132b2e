"""The Jinja environment in which every template of a theme is rendered: pages, catalogue, and parts of PowerPoint files.

Themes may come from strangers, so templates run in Jinja's sandbox: they reach the values that they are given, and
neither Python's internals nor files. Values are escaped for HTML and XML, and a misspelled name raises an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


def template_environment(
    files: Mapping[str, str], names: Mapping[str, object] | None = None, *, trim: bool = True
) -> SandboxedEnvironment:
    """Return an environment that finds templates in `files` (name → text) and compiles each on first use.

    `names` are functions and values that every template may use. `trim` drops the line break after a block tag and the
    spaces before it; the XML templates of slides do without. Rendering raises `jinja2.UndefinedError` for a name that
    nobody gave, `jinja2.exceptions.SecurityError` for a forbidden attribute. Jinja is imported here: most commands need none.
    """
    from jinja2 import DictLoader, StrictUndefined

    environment = _environment_class()(
        loader=DictLoader(files), autoescape=True, undefined=StrictUndefined, trim_blocks=trim, lstrip_blocks=trim
    )
    environment.globals |= dict(names or {})
    return environment


@cache
def _environment_class() -> type[SandboxedEnvironment]:
    """Return Jinja's sandbox, which judges an attribute once for each type that has it: the object's own state does not matter to it."""
    from jinja2.sandbox import SandboxedEnvironment

    class Environment(SandboxedEnvironment):
        judged: dict[tuple[type, str], bool] = {}  # noqa: RUF012  # shared on purpose: types and names alone

        def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
            key = type(obj), attr
            if key not in self.judged:
                self.judged[key] = super().is_safe_attribute(obj, attr, value)
            return self.judged[key]

    return Environment
