"""`_brand.yml` to a brand: every key is taken, or left with the reason."""

from __future__ import annotations

from builder.brands.brand import BrandLog, BrandLook
from builder.brands.colors.css import NoColorError, ReadColor, read_color
from builder.brands.quarto.logo import read_logo
from builder.brands.quarto.tree import Leaf, Tree, read_tree
from builder.brands.quarto.typography import read_type
from builder.core.disk.folder import Folder
from builder.core.problems import ProblemCode, did_you_mean
from builder.core.source import Span

ROLES = "foreground background primary secondary tertiary success info warning danger light dark link".split()
"""The roles of colors that `_brand.yml` knows."""

_OWN = "defaults.coursewright"


def read_brand_yml(folder: Folder, name: str, log: BrandLog) -> BrandLook | None:
    """Return the brand that a file of a folder tells; None with a problem for one that cannot be used. Raises Unreadable."""
    tree = read_tree(folder.source(name), log)
    if tree is None:
        return None
    colors = _Colors(tree)
    palette = colors.palette()
    roles = colors.roles()
    for role, path in (
        ("link", "typography.link.color"),
        ("link", "typography.link"),
        ("primary", "typography.headings.color"),
    ):
        leaf = tree.first(path, f"{path}.light")
        if leaf and role not in roles and (found := colors.resolve(leaf)):
            roles[role] = found.value
            tree.take(leaf, f"color.{role}", found.change, found.value)
    if log.problems.has_errors:
        return None
    leaves = ((role, tree.first(f"color.{role}", f"color.{role}.light")) for role in roles)
    places = {role: leaf.at for role, leaf in leaves if leaf}
    title, full = _name(tree)
    setting, fonts = read_type(tree, folder, name)
    logo = read_logo(tree, folder, name, full or title)
    keys = _own_keys(tree)
    tree.leave_rest()
    if not roles and not palette:
        log.report(f"{name} names no colors; those of `plain` are used", Span(name), "add `color:` with `primary:`")
    return BrandLook(
        name=title,
        colors=roles,
        palette=palette,
        type=setting,
        fonts=fonts,
        logo=logo,
        keys=keys,
        places=places | {"": Span(name)},
    )


class _Colors:
    """The colors of a file: values are CSS colors, or names of the palette or of roles (in that order)."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def palette(self) -> dict[str, str]:
        """Return the palette; a name that cannot be a color is a problem."""
        found: dict[str, str] = {}
        for leaf in self.tree.below("color.palette"):
            color = self.resolve(leaf)
            if color:
                name = leaf.path.removeprefix("color.palette.")
                found[name] = color.value
                self.tree.take(leaf, f"palette `{name}`", color.change, color.value)
        return found

    def roles(self) -> dict[str, str]:
        """Return the colors of roles."""
        found: dict[str, str] = {}
        for role in ROLES:
            leaf = self.tree.first(f"color.{role}", f"color.{role}.light")
            if leaf and (color := self.resolve(leaf)):
                found[role] = color.value
                self.tree.take(leaf, f"color.{role}", color.change, color.value)
        return found

    def resolve(self, leaf: Leaf) -> ReadColor | None:
        """Return the color of a leaf, names followed; None with a problem for one that is none, or that names itself."""
        way, text = [leaf.path], leaf.text.strip()
        while named := self._named(text, way[-1]):
            if named.path in way:
                shown = " → ".join((*way, named.path))
                self._refuse(
                    leaf, f"it names itself in a circle: {shown}", "give one of them a value such as `#rrggbb`"
                )
                return None
            way.append(named.path)
            text = named.text.strip()
        try:
            return read_color(text)
        except NoColorError as error:
            names = [one.removeprefix("color.palette.") for one in self.tree.leaves if one.startswith("color.palette.")]
            self._refuse(
                leaf, str(error), did_you_mean(text, [*names, *ROLES]) or "write #rrggbb, or a name of the palette"
            )
            return None

    def _named(self, text: str, here: str) -> Leaf | None:
        """Return the color that a name stands for; a color that has the name of its value, `blue: blue`, is that of CSS."""
        paths = (f"color.palette.{text}", f"color.{text}", f"color.{text}.light")
        return self.tree.first(*(one for one in paths if one.removesuffix(".light") != here.removesuffix(".light")))

    def _refuse(self, leaf: Leaf, message: str, hint: str) -> None:
        self.tree.log.problems.add(ProblemCode.UNREADABLE_BRAND, f"`{leaf.path}`: {message}", leaf.at, hint)


def _name(tree: Tree) -> tuple[str, str]:
    """Return the brand's short and its full name, "" for none."""
    short = tree.first("meta.name.short", "meta.name", "meta.name.full")
    full = tree.first("meta.name.full", "meta.name", "meta.name.short")
    for leaf, to in ((short, "name"), (full, "logo.alt, where the logo has none")):
        if leaf:
            tree.take(leaf, to)
    return short.text if short else "", full.text if full else ""


def _own_keys(tree: Tree) -> dict[str, object]:
    """Return keys of theme.yml that the file brings for us."""
    found: dict[str, object] = {}
    for leaf in tree.below(_OWN):
        steps = leaf.path.removeprefix(f"{_OWN}.").split(".")
        inside = found
        for step in steps[:-1]:
            below = inside.setdefault(step, {})
            inside = below if isinstance(below, dict) else {}
        last, bracket, _ = steps[-1].partition("[")
        if bracket:
            listed = inside.setdefault(last, [])
            if isinstance(listed, list):
                listed.append(leaf.text)
        else:
            inside[last] = leaf.text
        tree.take(leaf, ".".join(steps))
    return found
