"""What `check` lays out of a module: its slides, without laying out the pages that they refer to."""

from __future__ import annotations

from functools import cached_property

from builder.build import SlideTemplate
from builder.engine.layout_cache import cached_layouts
from builder.engine.module_build import ModuleBuild
from builder.model.module import BlockNode, walk
from builder.model.outputs import PageIndex

ASSUMED_PAGE = 10
"""Page that stands for every page on slides: two digits, as wide as most."""


class ModuleCheck(ModuleBuild):
    """A build whose slides name assumed pages, because laying out pages is slow. It serves checks and previews."""

    def slide_page_index(self) -> PageIndex:
        """Return the same two-digit page for every block: enough to fit slides."""
        pages = {node.id: ASSUMED_PAGE for node in walk(*self.module.body) if isinstance(node, BlockNode)}
        return PageIndex(dict.fromkeys(self.editions_named("slides"), pages))

    @cached_property
    def template(self) -> SlideTemplate:
        """The template for slides; only its layouts, taken from the `cache` folder, where inputs name one.

        An organization's own template is always read, so that what is wrong with it is reported.
        """
        if self.inputs.cache is None or self.theme.template is not None:
            return super().template
        return SlideTemplate(cached_layouts(self.inputs.cache, self.theme, self.module.lang), self.theme)
