"""The preview's own HTML pages, rendered from templates beside the catalogue's, in the colors of the course's theme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from builder.core.bidi import direction
from builder.serve.returned.blocks import RefusedFile, ReturnedFile
from builder.serve.returned.pictures import BlockPicture
from builder.theme.theme import Theme
from builder.writers.shared.isolation import isolate_html
from builder.writers.shared.labels import Labels
from builder.writers.shared.screen_styles import color_rules
from builder.writers.site.pages import environment
from builder.writers.site.web_fonts import font_rules, web_fonts

_COUNTS = ("preview-applies", "preview-listed", "preview-conflicts", "preview-comments")
"""Labels of `ReturnedFile.counts`."""

_KINDS = {"js": "text/javascript", "css": "text/css", "woff2": "font/woff2"}


@dataclass(frozen=True)
class ModuleStatus:
    """A module in the list of modules: its folder, its title, its place in the course (0 = none).

    `found` is how many errors and warnings it has; None: they were not counted.
    """

    name: str
    title: str = ""
    number: int = 0
    found: tuple[int, int] | None = None


@dataclass(frozen=True)
class Pages:
    """Renders the preview's pages in one language."""

    theme: Theme
    lang: str

    @cached_property
    def labels(self) -> Labels:
        """The printed words."""
        return Labels(self.theme, self.lang)

    def modules(self, prefix: str, lines: list[ModuleStatus]) -> str:
        """Return the list of modules."""
        summaries = {line.name: self.summary(*line.found) for line in lines if line.found}
        return self._render("preview-modules.html", prefix, lines=lines, summaries=summaries)

    def module(self, prefix: str, name: str, names: list[str], most: int) -> str:
        """Return the split view of a module. It takes files of up to `most` bytes, 0 for none."""
        return self._render("preview.html", prefix, name=name, names=names, most=most)

    def returned(
        self,
        prefix: str,
        name: str,
        file: ReturnedFile | RefusedFile,
        pictures: tuple[BlockPicture | None, ...],
        theme: str,
    ) -> str:
        """Return what a returned file would change as a part of the page of the module `name`, with a picture for each block.

        `theme` is the name of the theme that was asked for, "" for the course's.
        """
        counts = file.counts if isinstance(file, ReturnedFile) else (0, 0, 0, 0)
        told = ", ".join(self.labels.count(key, number) for key, number in zip(_COUNTS, counts, strict=True) if number)
        refused = isinstance(file, RefusedFile)
        return self._render(
            "preview-returned.html",
            prefix,
            name=name,
            file=file,
            pictures=pictures,
            refused=refused,
            told=told,
            theme=theme,
        )

    def waiting(self, prefix: str) -> str:
        """Return the page that is served in place of the catalogue during the first build."""
        return self._render("preview-waiting.html", prefix)

    def summary(self, errors: int, warnings: int) -> str:
        """Return the number of errors and warnings in words, such as “2 errors, 1 warning”."""
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
        if name in {"preview.js", "returned.js", "reload.js"}:
            return self.theme.files[f"site/{name}"].encode(), kind
        return next(((font.data, kind) for font in web_fonts(self.theme) if font.name == name), None)

    def _render(self, template: str, prefix: str, **values: object) -> str:
        files = tuple((name, text) for name, text in self.theme.files.items() if name.startswith("site/"))
        found = environment(files).get_template(template)
        page = found.render(label=self.labels, lang=self.lang, dir=direction(self.lang), prefix=prefix, **values)
        return isolate_html(page)
