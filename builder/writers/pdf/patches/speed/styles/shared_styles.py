"""Let elements with equal rules share a style though they have ids, and make styles of generated content when they are asked for.

Upstream: https://github.com/Kozea/WeasyPrint/pull/2813 (in 70.0) shares the style of elements whose rules and whose parents' styles are the
same. An `id` counts as a rule of its own there, a property `anchor` that nothing inherits: such an element, and all that is in
it, shares nothing. Every block of ours has an id, so that nine of ten elements of a page had a style of their own. It also
works out the cascade of each element before it looks whether that is known, and styles for parts that are never made.
Here an element with an id has the style of those like it, with its anchor laid over it: what boxes, fonts and lengths keep
in a style is shared, too.
Gain: 10 % of a guide; half of its styles are left.
Can go when `test_each_speed_patch_saves_function_calls` says that it saves none.
"""

from __future__ import annotations

from math import inf
from typing import Any

from builder.writers.pdf.patches.speed.styles.matches import Matches

_OWN = "anchor"
"""The property that WeasyPrint sets for an id."""


def install() -> None:
    """Replace how styles of elements are made (`StyleFor.__init__`), and how they are found."""
    from weasyprint import css

    class AnchoredStyle(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint is untyped
        """The style of an element with an anchor. All but that is its base's, in whose attributes both keep what they know."""

        def __init__(self, base: Any, anchor: str) -> None:
            base.__dict__["base"] = base
            self.__dict__ = base.__dict__
            self[_OWN] = anchor

        def copy(self) -> Any:
            copied = self.base.copy()
            copied.update(self)
            return copied

        def __missing__(self, name: str) -> Any:
            value = self[name] = self.base[name]
            return value

    find = css.StyleFor.__call__

    def style_for(styles: Any, element: Any, pseudo_type: Any = None) -> Any:
        if pseudo_type and (later := styles.later.pop((element, pseudo_type), None)) is not None:
            parent = styles._computed_styles[element, None]  # noqa: SLF001  # what is patched
            styles._computed_styles[element, pseudo_type] = css.ComputedStyle(  # noqa: SLF001  # as above
                getattr(parent, "base", parent), later, pseudo_type, *styles.about
            )
        return find(styles, element, pseudo_type)

    def make_styles(
        styles: Any, html: Any, sheets: Any, presentational_hints: bool, font_config: Any, target_collector: Any
    ) -> None:
        """Set the attributes that `StyleFor.__init__` of WeasyPrint 70 sets."""
        computed: dict[tuple[Any, Any], Any] = {}
        styles._cascaded_styles, styles._computed_styles, styles.later = {}, computed, {}  # noqa: SLF001  # as above
        styles.initial_page_sizes = {"box": None, "area": None}
        styles._sheets, styles.font_config = sheets, font_config  # noqa: SLF001  # as above
        css.PROGRESS_LOGGER.info("Step 3 - Applying CSS")
        declared = _declared(css, html, presentational_hints)
        root, matches = html.etree_element, Matches(sheets)
        known: dict[tuple[object, ...], tuple[Any, ...]] = {}
        numbers: dict[Any, int] = {}
        for element in html.wrapper_element.iter_subtree():
            node = element.etree_element
            parent = computed[element.parent.etree_element, None] if element.parent else None
            own, key, anchor = declared.get(node, _NOTHING)
            around = element.parent.etree_element if element.parent else None
            numbers[node], found, matched = matches.of(element, numbers.get(around))
            whole = id(parent.__dict__) if parent is not None else None, key, found
            if whole not in known:
                cascades = _cascades(css, matched, own)
                cascaded = cascades.pop(None, {})
                if parent is None:
                    parent_style, root_style = None, css.InitialStyle(font_config)
                else:
                    parent_style, root_style = getattr(parent, "base", parent), computed[root, None]
                style = css.ComputedStyle(
                    parent_style, cascaded, None, root_style, html.base_url, font_config, styles.initial_page_sizes
                )
                known[whole] = style, cascades, matched
            style, cascades, _ = known[whole]
            if anchor is not None and _OWN not in style.cascaded:
                style = AnchoredStyle(style, anchor)
            computed[node, None] = style
            if node is root:
                styles.about = style, html.base_url, font_config, styles.initial_page_sizes
            if target_collector and style[_OWN]:
                target_collector.collect_anchor(style[_OWN])
            for pseudo_type, cascaded in cascades.items():
                styles.later[node, pseudo_type] = cascaded

    css.StyleFor.__init__, css.StyleFor.__call__ = make_styles, style_for
    _ask_few_for_marks()
    _forget_other_pages()


_FOOTNOTE_PARTS = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


def _ask_few_for_marks() -> None:
    """Move rules for list markers and parts of footnotes in WeasyPrint's style sheet from all elements to `li` and `span`.

    In our pages only `li` has a marker, and footnotes are in a `span`.
    """
    from weasyprint import UA_STYLESHEET

    matcher, others = UA_STYLESHEET.matcher, []
    for entry in matcher.other_selectors:
        _, _, _, pseudo, _ = entry
        if pseudo == "marker" or pseudo in _FOOTNOTE_PARTS:
            matcher.lower_local_name_selectors.setdefault("li" if pseudo == "marker" else "span", []).append(entry)
        else:
            others.append(entry)
    matcher.other_selectors = others


def _forget_other_pages() -> None:
    """Forget what rules say of a page once its styles are made. WeasyPrint goes through those of all pages before, for each page."""
    from weasyprint.layout import page

    make = page.set_page_type_computed_styles

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        style_for.get_cascaded_styles().clear()
        make(page_type, html, style_for)

    page.set_page_type_computed_styles = set_page_type_computed_styles


_NOTHING: tuple[dict[str, Any], tuple[Any, ...], None] = {}, (), None


def _declared(css: Any, html: Any, presentational_hints: bool) -> dict[Any, Any]:
    """Return what elements declare by attributes: the cascade of that, what tells it from others, and the anchor or None."""
    declared: dict[Any, Any] = {}
    for specificity, node, declarations, base_url in css.find_style_attributes(
        html.etree_element, presentational_hints, html.base_url
    ):
        own, key, anchor = declared.get(node, ({}, (), None))
        for name, value, importance in css.preprocess_declarations(base_url, declarations):
            if name == _OWN and specificity == (0, 0, 0):
                anchor = value  # the last one, as in a cascade
                continue
            weight = css.declaration_precedence("author", importance), inf, specificity
            before = own.get(name, (None, None))[1]
            if before is None or before <= weight:
                own[name] = value, weight
            key += ((name, value) if name == "lang" else (name, id(value)),)
        declared[node] = own, key, anchor
    return declared


def _cascades(css: Any, matched: list[tuple[Any, ...]], own: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    """Return what rules of style sheets, and the element itself, say of it (None) and of its pseudo-elements."""
    cascades: dict[Any, dict[str, Any]] = {None: dict(own)} if own else {}
    for sheet, origin, extra, selectors in matched:
        for selector_specificity, _, pseudo_type, (declarations, layer) in selectors:
            order = inf if layer is None else sheet.layers.index(layer)
            specificity = extra or selector_specificity
            cascade = cascades.setdefault(pseudo_type, {})
            for name, values, importance in declarations:
                weight = css.declaration_precedence(origin, importance), order, specificity
                before = cascade.get(name, (None, None))[1]
                if before is None or before <= weight:
                    cascade[name] = values, weight
    return cascades
