"""The small course that `coursewright init` makes."""

from __future__ import annotations

from builder.theme import themes_folder

STARTER = "base/starter"


def starter_files(title: str) -> dict[str, bytes]:
    """Return the starter's files by their path in the new course; `{title}` in course.yml becomes the folder's name."""
    root = themes_folder() / STARTER
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    named = title.replace("-", " ").replace("_", " ").strip().capitalize() or "A course"
    files["modules/course.yml"] = files["modules/course.yml"].replace(b"{title}", named.replace('"', "'").encode())
    return files
