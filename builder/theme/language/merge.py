"""theme.yml with the themes that it extends: each key from the nearest theme that has it, each file from the nearest folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from builder.core.disk.folder import Folder, our_folder
from builder.core.frozen import dataclass
from builder.core.problems import ProblemCode, Problems, did_you_mean
from builder.core.source import Source, Span, Unreadable
from builder.core.yaml_text import overlay, place, read_yaml
from builder.theme.folder import themes_folder

PARENT, BASE = "plain", "base"
"""The theme that others extend where they do not say which, and what the shipped ones begin with."""

MOST = 10
"""Most themes in a row that extend each other."""


@dataclass(frozen=True)
class MergedTheme:
    """A theme's own source and tree, its keys over those of the themes beneath, and their folders, its own first. `base` is not among these: its fonts are every theme's."""

    source: Source
    node: yaml.Node | None
    value: dict[str, object]
    folders: tuple[Folder, ...]

    def at(self, *path: str, key: bool = False) -> Span:
        """Return where a key stands in the theme's own file; the nearest key above where it stands in another theme's."""
        return place(self.node, path, self.source, key=key) if self.node else self.source.whole_line(1)

    def data(self, name: str, limit: int) -> bytes:
        """Return a file of the theme, or of one beneath it. Raises Unreadable."""
        for folder in self.folders:
            if folder.is_there(name):
                return folder.data(name, limit=limit)
        return self.folders[0].data(name, limit=limit)


def read_merged(
    folder: Folder, known: Mapping[str, Folder], problems: Problems, above: Sequence[Folder] = ()
) -> MergedTheme | None:
    """Return a theme of a folder; None, with a problem, when it or one beneath it cannot be read. `known` are themes by name.

    `above` are the folders of the themes that led to it.
    """
    shown = f"themes/{folder.name}/theme.yml"
    try:
        source = Source(shown, folder.source("theme.yml").text)
    except Unreadable as error:
        problems.add(ProblemCode.BROKEN_THEME, f"the theme cannot be read: {error.reason}", Span(shown))
        return None
    problems.add_source(source)
    value, node = read_yaml(source, problems)
    if not isinstance(value, dict):
        if node is not None or value is None:
            problems.add(ProblemCode.BROKEN_THEME, "the theme holds no tokens", source.whole_line(1))
        return None
    shipped = our_folder(themes_folder())
    if folder == shipped.below(BASE):
        return MergedTheme(source, node, value, ())
    at = place(node, ("extends",), source)
    name = str(value.get("extends") or PARENT)
    beneath = _beneath(name, folder, known, shipped)
    if beneath is None:
        hint = did_you_mean(name, known) or f"known themes: {', '.join(sorted(known))}"
        problems.add(ProblemCode.BROKEN_THEME, f"it extends `{name}`, which is not there", at, hint)
        return None
    way = (*above, folder)
    if beneath in way or len(way) > MOST:
        names = " → ".join(one.name for one in (*way, beneath))
        what = "it extends itself" if beneath == folder else f"it extends itself by way of others: {names}"
        hint = f"extend a shipped theme: `extends: {PARENT}`"
        problems.add(ProblemCode.BROKEN_THEME, what, at, hint)
        return None
    under = read_merged(beneath, known, problems, way)
    if under is None:
        problems.add(
            ProblemCode.BROKEN_THEME, f"it extends `{name}`, which cannot be loaded", at, "mend that one first"
        )
        return None
    own = {"name": folder.name.replace("-", " ").capitalize(), "description": "", **value}
    return MergedTheme(source, node, overlay(under.value, own), (folder, *under.folders))


def _beneath(name: str, folder: Folder, known: Mapping[str, Folder], shipped: Folder) -> Folder | None:
    """Return the folder of the theme that is extended: a course's `plain` that extends `plain` means the shipped one."""
    ours = shipped.below(name) if name in shipped.folders("") and shipped.is_there(f"{name}/theme.yml") else None
    found = known.get(name, ours)
    return ours if found == folder and ours is not None and ours != folder else found
