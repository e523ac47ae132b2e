"""The files that `coursewright init` and `coursewright new` write: a small course, a module or a theme to edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.theme.load import themes_folder

STARTER, NEW = "base/starter", "base/new"

REFERENCE = {"docs/language.md": "LANGUAGE.md", "modules/authors-guide": "modules/authors-guide"}
"""What a new course holds of the project's own files, and where: the reference of the language, and the author's guide."""


def reference_folder() -> Path:
    """Return the folder that holds what REFERENCE names: inside an installed wheel, or the root of a clone."""
    inside = Path(__file__).parent / "reference"
    return inside if inside.is_dir() else inside.parent.parent


def starter_files(folder: str) -> dict[str, bytes]:
    """Return the files of a new course by path, with the author's guide and the reference of the language.

    `{title}` in course.yml is replaced by a title made of the folder's name.
    """
    root = themes_folder() / STARTER
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}
    settings = files["modules/course.yml"].replace(b"{title}", title_of(folder, "A course").encode())
    return files | {"modules/course.yml": settings} | _reference_files()


def _reference_files() -> dict[str, bytes]:
    """Return the project's files that REFERENCE names, by their paths in a new course."""
    found: dict[str, bytes] = {}
    for source, name in REFERENCE.items():
        root = reference_folder() / source
        found |= {(Path(name) / path.relative_to(root)).as_posix(): path.read_bytes() for path in _files(root)}
    return found


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or the files in a folder at any depth, in order."""
    yield from [path] if path.is_file() else (one for one in sorted(path.rglob("*")) if one.is_file())


def new_module(name: str, lang: str) -> bytes:
    """Return the module.md of a new module. It passes `check` and builds without edits."""
    text = (themes_folder() / NEW / "module.md").read_text(encoding="utf-8")
    return text.replace("{title}", title_of(name, "A module")).replace("{lang}", lang).encode()


def new_theme(name: str) -> bytes:
    """Return the theme.yml of a new theme, which looks like `plain` until its colors are changed."""
    text = (themes_folder() / NEW / "theme.yml").read_text(encoding="utf-8")
    return text.replace("{title}", title_of(name, "A theme")).encode()


def title_of(name: str, otherwise: str) -> str:
    """Return a folder's name as a title that is safe between double quotes in YAML; `otherwise` when it is empty."""
    return (
        name.replace("-", " ").replace("_", " ").replace('"', "'").replace("\\", "").strip().capitalize() or otherwise
    )
