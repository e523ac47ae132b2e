"""Compute styles of `::marker` and of footnote parts only for elements that can have them.

Upstream: no issue found on November 27, 2026 (https://github.com/Kozea/WeasyPrint/pull/2813, in 70.0, shares equal styles, but makes them first).
WeasyPrint's own style sheet matches `::marker` and the calls and markers of footnotes on every element, so six more
styles are made for each: most styles of a page. In our pages only `li` has a marker, and footnotes are in a `span`.
Gain: 8 % of a guide, 1 % of a handout, and 31 of 249 MB.
Can go when `test_markers_and_footnotes_are_styled_only_where_they_are` passes without it.
"""

from __future__ import annotations

_FOOTNOTE_PARTS = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


def install() -> None:
    """Move these selectors of WeasyPrint's style sheet from all elements to `li` and `span`."""
    from weasyprint import UA_STYLESHEET

    matcher, others = UA_STYLESHEET.matcher, []
    for entry in matcher.other_selectors:
        _, _, _, pseudo, _ = entry
        if pseudo == "marker" or pseudo in _FOOTNOTE_PARTS:
            matcher.lower_local_name_selectors.setdefault("li" if pseudo == "marker" else "span", []).append(entry)
        else:
            others.append(entry)
    matcher.other_selectors = others
