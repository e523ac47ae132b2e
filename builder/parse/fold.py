"""Nests what stands between the milestones of a div or footnote, which Python-Markdown leaves side by side."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from builder.parse.lines.milestones import CanonicalLines, DivClose, DivOpen, FootnoteOpen


@dataclass
class MilestoneBlock:
    """A block that a milestone stood for; for a div or footnote, `inside` has the elements between its two milestones."""

    mark: object
    inside: list[ET.Element | MilestoneBlock] = field(default_factory=list)


TreePiece = ET.Element | MilestoneBlock


def fold(element: ET.Element, milestones: CanonicalLines) -> list[TreePiece]:
    """Return an element's children, with everything between the milestones of a div or footnote nested in one block."""
    top: list[TreePiece] = []
    levels = [top]
    for child in element:
        if child.tag != "milestone":
            levels[-1].append(child)
            continue
        mark = milestones.milestones[int(child.get("index", "0"))]
        if isinstance(mark, DivOpen | FootnoteOpen):
            folded = MilestoneBlock(mark)
            levels[-1].append(folded)
            levels.append(folded.inside)
        elif isinstance(mark, DivClose):
            if len(levels) > 1:
                levels.pop()
        else:
            levels[-1].append(MilestoneBlock(mark))
    return top
