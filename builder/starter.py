"""The files that `coursewright init` and `coursewright new` write: a small course, a module or a theme to edit."""

from __future__ import annotations

from builder.theme.load import themes_folder

STARTER, NEW = "base/starter", "base/new"


def starter_files(folder: str) -> dict[str, bytes]:
    """Return the files of a new course by path. `{title}` in course.yml is replaced by a title made of the folder's name."""
    root = themes_folder() / STARTER
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    settings = files["modules/course.yml"].replace(b"{title}", title_of(folder, "A course").encode())
    return files | {"modules/course.yml": settings}


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
