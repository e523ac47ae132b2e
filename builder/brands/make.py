"""A file of a brand, or one or two colors, to a theme that loads: the whole way on one page.

What reads a stranger's file runs apart, confined to that file and its folder (`cli/new_theme.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from builder.brands.brand import BrandLog, BrandLook
from builder.brands.colors.css import NoColorError, read_color
from builder.brands.report import BrandReport
from builder.brands.write_theme import MadeTheme, write_theme
from builder.core.disk.folder import Folder
from builder.core.disk.private import make_temporary
from builder.core.disk.writable import WritableFolder
from builder.core.frozen import dataclass
from builder.core.problems import Problem, ProblemCode, Problems
from builder.core.source import Span, Unreadable
from builder.theme.load import load_theme

PARENT = "plain"
"""The theme that a new one extends."""

Reader = Callable[[Folder, str, BrandLog], BrandLook | None]

READERS: dict[str, tuple[str, str]] = {
    ".yml": ("builder.brands.quarto.read", "read_brand_yml"),
    ".yaml": ("builder.brands.quarto.read", "read_brand_yml"),
    ".json": ("builder.brands.tokens.read", "read_tokens"),
    ".tokens": ("builder.brands.tokens.read", "read_tokens"),
    ".potx": ("builder.brands.powerpoint.read", "read_powerpoint"),
    ".pptx": ("builder.brands.powerpoint.read", "read_powerpoint"),
    ".potm": ("builder.brands.powerpoint.read", "read_powerpoint"),
    ".pptm": ("builder.brands.powerpoint.read", "read_powerpoint"),
    ".thmx": ("builder.brands.powerpoint.read", "read_powerpoint"),
}
"""Where the reader of each kind of file stands, by the ending of its name."""


@dataclass(frozen=True)
class BrandRequest:
    """What a theme is to be made of: a file in a folder, or colors as people write them. `name` is the theme's, `title` its name for people."""

    name: str
    title: str
    folder: Folder | None = None
    file: str = ""
    colors: tuple[str, ...] = ()


@dataclass(frozen=True)
class BrandedTheme:
    """A theme that loads, with the report of how it came about; without files when it cannot be made."""

    made: MadeTheme | None
    report: BrandReport
    problems: tuple[Problem, ...]


def make_branded_theme(request: BrandRequest) -> BrandedTheme:
    """Return the theme that a brand becomes, tried by loading it; a brand that cannot be used is a problem."""
    log = BrandLog()
    try:
        brand = _read(request, log)
    except Unreadable as error:
        log.problems.add(ProblemCode.UNREADABLE_BRAND, error.reason, Span(request.file, error.line), error.hint)
        brand = None
    parent = load_theme(PARENT, Problems())
    made = None
    if brand is not None and parent is not None and not log.problems.has_errors:
        made = write_theme(brand, request.title, request.file or " and ".join(request.colors), parent, log)
        _try(request.name, made, log.problems)
    if log.problems.has_errors:
        made = None
    return BrandedTheme(made, BrandReport.of(request.name, log, made), tuple(log.problems))


def _read(request: BrandRequest, log: BrandLog) -> BrandLook | None:
    if request.folder is None:
        return _brand_of_colors(request.colors, log)
    ending = "".join(request.file.rpartition(".")[1:]).lower()
    if ending not in READERS:
        kinds = "_brand.yml, .tokens.json, .potx, .pptx and .thmx"
        raise Unreadable("no brand is read from a file of this kind", hint=f"kinds that are: {kinds}")
    module, function = READERS[ending]
    read: Reader = getattr(import_module(module), function)
    return read(request.folder, request.file, log)


def _brand_of_colors(colors: Sequence[str], log: BrandLog) -> BrandLook | None:
    """Return a brand of one or two colors: the first is its main color, the second the other of charts and notes."""
    found: dict[str, str] = {}
    for role, text in zip(("primary", "secondary"), colors, strict=False):
        try:
            color = read_color(text)
        except NoColorError as error:
            log.problems.add(ProblemCode.UNREADABLE_BRAND, str(error), hint='in the shell, quote it: --color "#rrggbb"')
            return None
        found[role] = color.value
        log.take(f"--color {text}", color.value, f"color.{role}", change=color.change)
    return BrandLook(colors=found)


def _try(name: str, made: MadeTheme, problems: Problems) -> None:
    """Load a theme as a build would, from a folder that is removed afterwards; add what is wrong with it."""
    folder = WritableFolder(make_temporary("brand-"), private=True)
    for file, data in made.files.items():
        folder.write(f"themes/{name}/{file}", data)
    found = Problems()
    load_theme(name, found, Folder(folder.root))
    folder.remove_all()
    problems.extend([one for one in found if one.severity.value == "error" or one.code is ProblemCode.UNMEASURED_FONT])
