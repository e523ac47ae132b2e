"""The typography of `_brand.yml`: families by their files, and measures that pages can follow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.brands.brand import BrandType
from builder.brands.fonts import find_family, named_families, read_font
from builder.brands.quarto.logo import beside
from builder.brands.quarto.tree import Leaf, Tree
from builder.core.disk.folder import Folder
from builder.core.source import Unreadable
from builder.theme.own_fonts import MAX_FONT_BYTES, MAX_FONTS, spelled

_WEIGHTS = {
    "thin": 100, "extra-light": 200, "ultra-light": 200, "light": 300, "normal": 400, "regular": 400, "medium": 500,
    "semi-bold": 600, "demi-bold": 600, "bold": 700, "extra-bold": 800, "ultra-bold": 800, "black": 900,
}  # fmt: skip

_SIZE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,6})?)\s*(px|pt|rem|em|%|mm|cm|in|pc)?")
_IN_PX = {"px": 1.0, "rem": 16.0, "em": 16.0, "%": 0.16, "": 16.0}
_IN_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0}
_TEXT = 10.75
"""Size of text on pages that the theme has, pt: a length of paper is a share of it."""

_CURES = {
    "google": "get its files from fonts.google.com",
    "bunny": "get its files from fonts.bunny.net",
    "system": "copy its files",
}


def read_type(tree: Tree, folder: Folder, name: str) -> tuple[BrandType, dict[str, bytes]]:
    """Return how a brand sets type, and its font files by name."""
    declared, fonts = _files(tree, folder, name)
    sources: dict[str, str] = {}
    for entry in tree.entries("typography.fonts"):
        name_of, source_of = tree.get(f"{entry}.family"), tree.get(f"{entry}.source")
        if name_of and source_of:
            sources[spelled(name_of.text)] = source_of.text
    used: set[str] = set()
    found: dict[str, str] = {}
    slides = ""
    for part in ("base", "headings", "monospace"):
        leaf = tree.first(f"typography.{part}.family", f"typography.{part}")
        if leaf is None:
            continue
        family = find_family(leaf.text, declared)
        if family is None:
            _report_missing(tree, leaf, sources)
            continue
        found[part] = family.pages
        used.add(spelled(family.pages))
        slides = slides or (family.slides if part == "base" else "")
        to = f"typography.{part}.family" + (" and slides.font" if part == "base" else "")
        tree.take(leaf, to, family.note, family.pages)
    for entry in tree.entries("typography.fonts"):
        leaf = tree.get(f"{entry}.family")
        if leaf is not None and spelled(declared.get(spelled(leaf.text), leaf.text)) in used:
            tree.take(leaf, "fonts/" if spelled(leaf.text) in declared else "a family that every theme has")
        source = tree.get(f"{entry}.source")
        if source and leaf:
            tree.take(source, f"where `{leaf.text}` comes from")
    weight = _weight(tree)
    size, line = _size(tree, "typography.base.size", 0.85, 1.35), _line_height(tree)
    code = _size(tree, "typography.monospace.size", 0.75, 1.1)
    setting = BrandType(
        found.get("base", ""), found.get("headings", ""), found.get("monospace", ""), slides, weight, size, line, code
    )
    kept = {file: data for file, (family, data) in fonts.items() if spelled(family) in used}
    return setting, kept


def _files(tree: Tree, folder: Folder, name: str) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """Return what files call the families that the brand declares, and the files, each with its family."""
    declared: dict[str, str] = {}
    fonts: dict[str, tuple[str, bytes]] = {}
    for entry in tree.entries("typography.fonts"):
        family = tree.get(f"{entry}.family")
        for file in tree.entries(f"{entry}.files"):
            leaf = tree.first(f"{file}.path", file)
            if leaf is None:
                continue
            if "://" in leaf.text:
                tree.leave(leaf, "it is an address, and nothing is fetched: save the file beside the brand file")
                continue
            try:
                font = read_font(leaf.text, folder.data(beside(name, leaf.text), limit=MAX_FONT_BYTES))
            except Unreadable as error:
                tree.leave(leaf, f"it cannot be used: {error.reason}")
                tree.log.report(
                    f"the font `{leaf.text}` was left: {error.reason}", leaf.at, error.hint or "correct its path"
                )
                continue
            if len(fonts) == MAX_FONTS:
                tree.leave(leaf, f"a theme has at most {MAX_FONTS} files of fonts")
                continue
            file_name = _free(font.name, fonts, font.data)
            fonts[file_name] = font.family, font.data
            declared.setdefault(spelled(family.text if family else font.family), font.family)
            tree.take(leaf, f"fonts/{file_name}")
    return declared, fonts


def _free(name: str, taken: Mapping[str, tuple[str, bytes]], data: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    number, free = 2, name
    while free in taken and taken[free][1] != data:
        free, number = f"{stem}-{number}.{ending}", number + 1
    return free


def _report_missing(tree: Tree, leaf: Leaf, sources: Mapping[str, str]) -> None:
    """Leave a family of which there are no files; say where they can be had."""
    names = named_families(leaf.text)
    if not names:
        tree.leave(leaf, "it stands for whatever a machine has; the theme's own family is used")
        return
    source = sources.get(spelled(names[0]), "")
    cure = _CURES.get(source, "get its files")
    tree.leave(leaf, f"there are no files of `{names[0]}`, and nothing is fetched; the theme's own family is used")
    key = "typography." + leaf.path.split(".")[1]
    tree.log.report(
        f"`{names[0]}` is not used: there are no files of it",
        leaf.at,
        f"{cure} (`coursewright theme font` copies those of this machine), put them into the theme's folder fonts/, and write `family: {names[0]}` under `{key}:` in its theme.yml",
    )


def _weight(tree: Tree) -> int:
    leaf = tree.get("typography.headings.weight")
    if leaf is None:
        return 0
    text = leaf.text.strip().lower()
    weight = _WEIGHTS.get(text, int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0)
    if not 1 <= weight <= 1000:
        tree.leave(leaf, "it is not a weight: 100 to 900, or a name such as bold")
        return 0
    tree.take(leaf, "typography.headings.weight", value=str(weight))
    return weight


def _size(tree: Tree, path: str, least: float, most: float) -> float:
    """Return a size as a factor of what the theme has, 0.0 for none; it is kept between two bounds."""
    leaf = tree.get(path)
    if leaf is None:
        return 0.0
    match = _SIZE.fullmatch(leaf.text.strip().lower())
    if match is None:
        tree.leave(leaf, "it is not a size that can be known without a browser")
        return 0.0
    number, unit = float(match[1]), match[2] or ""
    factor = number * _IN_POINTS[unit] / _TEXT if unit in _IN_POINTS else number * _IN_PX[unit] / 16
    kept = min(max(factor, least), most)
    change = "" if kept == factor else f"kept between {least:g} and {most:g} of the usual size"
    tree.take(leaf, path, change, f"{leaf.text} ({kept:.2f} of the usual size)")
    return kept


def _line_height(tree: Tree) -> float:
    leaf = tree.get("typography.base.line-height")
    if leaf is None:
        return 0.0
    match = _SIZE.fullmatch(leaf.text.strip().lower())
    if match is None or match[2] not in {None, "em", "rem", "%"}:
        tree.leave(leaf, "it is not a multiple of the size")
        return 0.0
    factor = float(match[1]) / (100 if match[2] == "%" else 1)
    kept = min(max(factor, 1.3), 1.8)
    tree.take(leaf, "typography.base.line-height", "" if kept == factor else "kept between 1.3 and 1.8", f"{kept:g}")
    return kept
