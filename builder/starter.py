"""The files that `coursewright init` and `coursewright new` write: a small course, its pipelines, a module or a theme to edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.core.disk.folder import Folder, our_folder, read_ours
from builder.theme.folder import themes_folder

STARTER, NEW, PIPELINES = "base/starter", "base/new", "base/ci"

PIPELINE_PLACES = {"github.yml": ".github/workflows/course.yml", "gitlab.yml": ".gitlab-ci.yml"}
"""Where a course's repository has the file of each service that builds it."""

REFERENCE = {"docs/language.md": "LANGUAGE.md", "modules/authors-guide": "modules/authors-guide"}
"""What a new course holds of the project's own files, and where: the reference of the language, and the author's guide."""


def reference_folder() -> Path:
    """Return the folder that holds what REFERENCE names: inside an installed wheel, or the root of a clone."""
    package = Path(__file__).parent
    return package / "reference" if our_folder(package).is_folder("reference") else package.parent


def starter_files(folder: str) -> dict[str, bytes]:
    """Return the files of a new course by path, with the author's guide and the reference of the language.

    `{title}` in course.yml is replaced by a title made of the folder's name.
    """
    files = dict(_files(our_folder(themes_folder() / STARTER), ""))
    settings = files["modules/course.yml"].replace(b"{title}", title_of(folder, "A course").encode())
    return files | {"modules/course.yml": settings} | _reference_files()


def pipeline_files(version: str) -> dict[str, bytes]:
    """Return the files by which GitHub and GitLab check, build and publish a course with this version, by their paths in it."""
    return {
        place: read_ours(themes_folder() / PIPELINES / name).replace(b"{version}", version.encode())
        for name, place in PIPELINE_PLACES.items()
    }


def _reference_files() -> dict[str, bytes]:
    """Return the project's files that REFERENCE names, by their paths in a new course."""
    found: dict[str, bytes] = {}
    for source, name in REFERENCE.items():
        found |= {
            f"{name}{path.removeprefix(source)}": data for path, data in _files(our_folder(reference_folder()), source)
        }
    return found


def _files(folder: Folder, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or the files in a folder at any depth, with what they hold, in order."""
    for name, _ in sorted(folder.walk(place, hidden=True)):
        yield name, folder.read(name)


def new_module(name: str, lang: str) -> bytes:
    """Return the module.md of a new module. It passes `check` and builds without edits."""
    text = read_ours(themes_folder() / NEW / "module.md").decode()
    return text.replace("{title}", title_of(name, "A module")).replace("{lang}", lang).encode()


def new_theme(name: str) -> bytes:
    """Return the theme.yml of a new theme, which looks like `plain` until its colors are changed."""
    text = read_ours(themes_folder() / NEW / "theme.yml").decode()
    return text.replace("{title}", title_of(name, "A theme")).encode()


def title_of(name: str, otherwise: str) -> str:
    """Return a folder's name as a title that is safe between double quotes in YAML; `otherwise` when it is empty."""
    return (
        name.replace("-", " ").replace("_", " ").replace('"', "'").replace("\\", "").strip().capitalize() or otherwise
    )
