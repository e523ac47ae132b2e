"""Figures and images of MyST: `{figure} x.png` with `:alt:`, a caption, and a legend under it."""

from __future__ import annotations

import re

from builder.parse.dialects.translation import Lines, Translation, identifier, quoted_value

FIGURES = frozenset({"figure", "image", "figure-md", "video", "youtube", "iframe"})


def figure_lines(translation: Translation, number: int, argument: str, options: dict[str, str], body: Lines) -> Lines:
    """Return a picture with its caption, and the paragraphs after it; a film or page is a link."""
    source = argument.strip().strip("<>")
    caption, rest = _first_paragraph(body)
    if "://" in source and not re.search(r"(?i)\.(png|jpe?g|gif|svg|webp|avif)$", source):
        message = "films and pages of others are not shown: a link stands in their place"
        translation.name("film", number, message, needle=source)
        return [(number, ""), (number, f"[{caption or source}]({source})"), (number, ""), *translation.translate(rest)]
    if re.search(r"\s", source) and re.search(r"(?i)\.(png|jpe?g|gif|svg|webp|avif)$", source):
        source = f"<{source}>"
    if not source or not re.match(
        r"^(?:[^\s()]+|<.*>)$", source
    ):  # `figure-md`, or a gallery: its body has the pictures
        title = [(number, ""), (number, argument), (number, "")] if argument and " " in argument else []
        return [*title, *translation.translate(body)]
    caption = translation.rewrite(translation, number, caption)
    alt, label, width = options.get("alt", ""), options.get("name", options.get("label", "")), options.get("width", "")
    given = [
        *([f"#{identifier(label)}"] if label else []),
        *([f"alt={quoted_value(alt)}"] if alt else []),
        *([f'width="{width}"'] if re.fullmatch(r"\d+(\.\d+)?%", width) and width != "0%" else []),
    ]
    attributes = f"{{{' '.join(given)}}}" if given else ""
    return [(number, ""), (number, f"![{caption}]({source}){attributes}"), (number, ""), *translation.translate(rest)]


def _first_paragraph(body: Lines) -> tuple[str, Lines]:
    """Return the first paragraph of a body as one line, and the lines after it."""
    at = next((n for n, (_, text) in enumerate(body) if text.strip()), len(body))
    end = at
    while end < len(body) and body[end][1].strip():
        end += 1
    return " ".join(text.strip() for _, text in body[at:end]), body[end:]
