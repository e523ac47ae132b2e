"""The logo of `_brand.yml`: named resources, or paths, each for light and for dark ground."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from builder.brands.brand import BrandLogo
from builder.brands.logos import MOST_BYTES, clean_logo
from builder.brands.quarto.tree import Leaf, Tree
from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.source import Unreadable

_PLACES = ("logo.medium", "logo.large", "logo.small", "logo")
"""Where a logo is looked for, in this order: of medium size it stands on covers and slides."""


@dataclass(frozen=True)
class _Resource:
    """A picture as a file names it: the leaf of its path, and its text alternative."""

    path: Leaf
    alt: Leaf | None


def read_logo(tree: Tree, folder: Folder, name: str, brand: str) -> BrandLogo | None:
    """Return the logo, made safe; one that cannot be used is left, with a problem, and the next is tried."""
    for place in _PLACES:
        light = _resource(tree, f"{place}.light") or _resource(tree, place)
        if light is None:
            continue
        data = _picture(tree, folder, name, light, "logo.path")
        if not data:
            continue
        dark = _resource(tree, f"{place}.dark")
        on_dark = _picture(tree, folder, name, dark, "logo.dark") if dark else b""
        if light.alt:
            tree.take(light.alt, "logo.alt")
        if not light.alt and not brand:
            hint = "write `path:` and `alt:` for the logo, or `meta.name`"
            tree.log.report("the logo has no text alternative; the theme's name is used", light.path.at, hint)
        return BrandLogo(data, light.alt.text if light.alt else brand, on_dark)
    return None


def _resource(tree: Tree, place: str) -> _Resource | None:
    """Return the picture that a place of the file names: by a path, by a path with its alternative, or by the name of an image."""
    leaf = tree.first(f"{place}.path", place)
    if leaf is None:
        return None
    image = f"logo.images.{leaf.text}"
    named = tree.first(f"{image}.path", image)
    if named is None:
        return _Resource(leaf, tree.get(f"{place}.alt"))
    tree.take(leaf, "logo")
    return _Resource(named, tree.first(f"{place}.alt", f"{image}.alt"))


def _picture(tree: Tree, folder: Folder, name: str, one: _Resource, to: str) -> bytes:
    """Return a picture, made safe; b"" for one that cannot be used."""
    path = one.path.text
    if "://" in path or path.startswith("//"):
        tree.leave(one.path, "it is an address, and nothing is fetched: save the picture beside the brand file")
        tree.log.report(
            f"the logo `{path}` is an address; nothing is fetched",
            one.path.at,
            "save it beside the brand file, and name the file",
        )
        return b""
    try:
        picture = clean_logo(folder.data(beside(name, path), limit=MOST_BYTES))
    except Unreadable as error:
        tree.leave(one.path, f"it cannot be used: {error.reason}")
        tree.log.report(
            f"the logo `{path}` was left: {error.reason}", one.path.at, error.hint or _cure(folder, beside(name, path))
        )
        return b""
    tree.take(one.path, to, "; ".join(picture.changes))
    return picture.data


def beside(name: str, path: str) -> str:
    """Return a path that a brand file names, from the folder that the file is opened in."""
    return normpath(join(dirname(name), path))


def _cure(folder: Folder, path: str) -> str:
    """Return what helps with a logo that cannot be used."""
    there = folder.is_file(path)
    return "remove that in a drawing program, or save the logo as PNG" if there else "correct its path"
