"""Which files of a folder make a lesson, in which order, and what its settings say: The Carpentries, Quarto, MyST, Jupyter Book, or plain."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.problems import Problems
from builder.core.source import Unreadable
from builder.core.yaml_text import read_yaml

ENDINGS = (".md", ".markdown", ".qmd", ".rmd", ".Rmd")
"""What the names of files that hold Markdown end in."""

MOST_CHAPTERS = 100
"""Most files of a lesson: a module is for one sitting or some, not a whole site."""

_SETTINGS = ("config.yaml", "_config.yml", "_quarto.yml", "myst.yml", "_toc.yml")
_EPISODES = ("episodes", "_episodes", "_episodes_rmd")
_FIRST_PAGES = tuple(posixpath.join(folder, "index.md") for folder in ("", "content", "docs", "source"))
_HOUSEKEEPING = re.compile(
    r"(?i)^(?:readme|license|licence|contributing|code_of_conduct|conduct|changelog|news|citation|authors|security|support|_sidebar|_footer|_navbar|summary|404|links)\."
)
"""Files that tell of a project and are no part of a lesson; `links.md` has addresses only."""


@dataclass(frozen=True)
class Lesson:
    """A lesson in a folder: its chapters' files in order, values of its settings by our keys, and the files of Markdown that are no part of it.

    `settings` is the file of its settings, "" without one.
    """

    chapters: tuple[str, ...]
    values: Mapping[str, object]
    beside: tuple[str, ...] = ()
    settings: str = ""


def is_markdown(name: str) -> bool:
    """Say whether a file's name is that of Markdown."""
    return name.endswith(ENDINGS)


def find_lesson(folder: Folder) -> Lesson:
    """Return the lesson in a folder. Raises Unreadable where there is none, or its settings cannot be read."""
    there = [name for name, _ in folder.walk() if is_markdown(name)]
    settings = next((name for name in _SETTINGS if folder.is_file(name)), "")
    values = _settings(folder, settings) if settings else {}
    listed = [name for name in (*_listed_files(folder, settings, values), *_in_toctrees(folder)) if name in there]
    chapters = tuple(dict.fromkeys(listed or _sort_chapters(there)))
    if not chapters:
        raise Unreadable("no file of Markdown is in this folder", hint="name the folder of the lesson, or its files")
    if len(chapters) > MOST_CHAPTERS:
        hint = "name the files that make one module"
        raise Unreadable(f"this folder has {len(chapters)} chapters; at most {MOST_CHAPTERS} make a module", hint=hint)
    return Lesson(chapters, values, tuple(name for name in there if name not in chapters), settings)


def _settings(folder: Folder, name: str) -> Mapping[str, object]:
    source = folder.source(name)
    problems = Problems()
    value, _ = read_yaml(source, problems)
    if not isinstance(value, dict):
        at = next(iter(problems), None)
        raise Unreadable(f"{name} cannot be read{': ' + at.message if at else ''}", at.at.line if at else 1)
    return value


def _listed_files(folder: Folder, settings: str, values: Mapping[str, object]) -> Iterator[str]:
    """Yield the files that settings list, in their order."""
    place = next((one for one in _EPISODES if folder.is_folder(one)), "")
    if settings in {"config.yaml", "_config.yml"} and place:
        order = values.get("episodes") or values.get("episode_order")
        names = [str(one) for one in order] if isinstance(order, list) else folder.names(place)
        for name in names:
            yield from _spellings(f"{place}/{name}")
    elif settings == "_quarto.yml":
        for key in ("book", "website", "project"):
            inside = values.get(key)
            if isinstance(inside, dict):
                for word in ("chapters", "appendices", "render", "sidebar"):
                    yield from _files_in(inside.get(word))
    elif settings == "myst.yml":
        project = values.get("project")
        if isinstance(project, dict):
            yield from _files_in(project.get("toc"))
    elif settings == "_toc.yml":
        yield from _files_in(dict(values))


def _in_toctrees(folder: Folder) -> list[str]:
    """Return the files that the directives `toctree` of Sphinx's first page list, after that page itself."""
    for page in _FIRST_PAGES:
        try:
            lines = folder.source(page).lines if folder.is_file(page) else []
        except Unreadable:
            lines = []
        inside, found = "", [page]
        for text in lines:
            if opened := re.match(r"\s*(`{3,}|:{3,})\{toctree\}", text):
                inside = opened[1]
            elif inside and text.strip().startswith(inside):
                inside = ""
            elif inside and text.strip() and not text.strip().startswith(":"):
                titled = re.search(r"<([^<>]+)>\s*$", text)
                name = titled[1] if titled else text.strip()
                found += _spellings(posixpath.join(posixpath.dirname(page), name))
        if len(found) > 1:
            return found
    return []


def _files_in(value: object) -> Iterator[str]:
    """Yield the names of files in a table of contents, as Quarto, MyST and Jupyter Book write them."""
    if isinstance(value, str):
        yield from _spellings(value)
    elif isinstance(value, list):
        for one in value:
            yield from _files_in(one)
    elif isinstance(value, dict):
        for key in ("root", "file", "href", "part", "chapters", "contents", "sections", "children", "parts"):
            yield from _files_in(value.get(key))


def _spellings(name: str) -> Iterator[str]:
    """Yield the files that a name may mean: with its ending, or without as Jupyter Book has it."""
    clean = posixpath.normpath(name.strip())
    yield clean
    if not is_markdown(clean):
        yield from (clean + ending for ending in ENDINGS)


def _sort_chapters(names: list[str]) -> list[str]:
    """Return the files that are chapters where nothing says so: those of the folder itself, else of the first folder that has any."""
    named = [name for name in names if not _HOUSEKEEPING.match(posixpath.basename(name))]
    top = [name for name in named if "/" not in name]
    if not top:
        first = min((posixpath.dirname(name) for name in named), default="")
        top = [name for name in named if posixpath.dirname(name) == first]
    first_page = [name for name in top if posixpath.splitext(name)[0] in {"index", "_index", "intro"}]
    return first_page + [name for name in sorted(top, key=_natural) if name not in first_page] or names[:1]


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what sorts `2-x` before `10-x`."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name.casefold()) if part]
