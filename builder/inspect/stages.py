"""Each stage of a module's build as files, for `coursewright show`."""

from __future__ import annotations

from builder.core.source import Source
from builder.engine.module_build import ModuleBuild
from builder.inspect.module_text import module_text
from builder.model.outputs import Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select


def stage_of(build: ModuleBuild, stage: str, edition: str, variant: Variant, source: Source) -> dict[str, bytes]:
    """Return a stage as files by name: one text, or a PNG of each slide and a sheet of them all.

    Raises KeyError for an unknown stage.
    """
    ident = build.module.id
    match stage:
        case "source":
            numbered = (f"{number:>5} | {line}" for number, line in enumerate(source.lines, 1))
            return {f"{ident}-source.txt": ("\n".join(numbered) + "\n").encode()}
        case "module":
            return {f"{ident}-module.txt": module_text(build.module).encode()}
        case "edition":
            return {f"{ident}-{edition}.txt": module_text(select(build.module, EDITIONS[edition])).encode()}
        case "html":
            return {f"{ident}-{edition}.html": build.html(edition, variant).encode()}
        case "deck":
            from builder.slides.inspect.fit_map import fit_map

            return {f"{ident}-deck.txt": fit_map(build.deck, build.template.layouts, build.template.theme).encode()}
        case "accessibility":
            from builder.slides.inspect.accessibility import examine, report

            name = f"{ident}-slides-{build.module.lang}.pptx"
            return {f"{ident}-accessibility.txt": report(examine(build.pptx.data), name).encode()}
        case "slides-png":
            from builder.writers.slides_pdf.write import contact_sheet, slide_pngs

            pngs = slide_pngs(build.slides_pdf.data)
            files = {f"{ident}-slide-{number:02}.png": png for number, png in enumerate(pngs, 1)}
            return {f"{ident}-slides.png": contact_sheet(pngs), **files}
        case _:
            raise KeyError(stage)
