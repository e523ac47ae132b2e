"""The preview's own pages, from the catalogue's templates and under the course's theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from builder.model.module import direction
from builder.theme.theme import Theme
from builder.writers.shared.labels import Labels
from builder.writers.site.pages import environment
from builder.writers.site.style import color_rules, font_rules, web_fonts

_KINDS = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2"}


@dataclass(frozen=True)
class Line:
    """A module in the list of modules: its folder, its title, its place in the course (0 = none).

    `found` is how many errors and warnings it has; None: nobody has counted.
    """

    name: str
    title: str = ""
    number: int = 0
    found: tuple[int, int] | None = None


@dataclass(frozen=True)
class Pages:
    """Writes the preview's pages in a language."""

    theme: Theme
    lang: str

    @cached_property
    def labels(self) -> Labels:
        """The printed words."""
        return Labels(self.theme, self.lang)

    def modules(self, prefix: str, lines: list[Line]) -> str:
        """Return the list of modules."""
        said = {line.name: self.state(*line.found) for line in lines if line.found}
        return self._written("preview-modules.html", prefix, lines=lines, said=said)

    def module(self, prefix: str, name: str, names: list[str]) -> str:
        """Return the split view of a module."""
        return self._written("preview.html", prefix, name=name, names=names)

    def waiting(self, prefix: str) -> str:
        """Return what stands where the catalogue will be, while the first build is under way."""
        return self._written("preview-waiting.html", prefix)

    def state(self, errors: int, warnings: int) -> str:
        """Return how a module is, in words."""
        found = [
            self.labels.count(key, number)
            for key, number in (("preview-errors", errors), ("preview-warnings", warnings))
            if number
        ]
        return ", ".join(found) or self.labels("preview-sound")

    def asset(self, name: str) -> tuple[bytes, str] | None:
        """Return a script, style or font of the preview, with its media type; None when there is none of that name."""
        kind = _KINDS.get(name.rpartition(".")[2], "")
        if name == "preview.css":
            css = color_rules(self.theme) + font_rules(web_fonts(self.theme), self.theme)
            return (css + self.theme.files["site/preview.css"]).encode(), kind
        if name in {"preview.js", "reload.js"}:
            return self.theme.files[f"site/{name}"].encode(), kind
        return next(((font.data, kind) for font in web_fonts(self.theme) if font.name == name), None)

    def _written(self, template: str, prefix: str, **values: object) -> str:
        files = tuple((name, text) for name, text in self.theme.files.items() if name.startswith("site/"))
        found = environment(files).get_template(template)
        return found.render(label=self.labels, lang=self.lang, dir=direction(self.lang), prefix=prefix, **values)
