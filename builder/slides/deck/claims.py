"""A course's rules about finished slides: numbers have their source and caveat on the slide, scripts are not too long."""

from __future__ import annotations

from collections.abc import Iterator

from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.cues import CUE_KINDS
from builder.model.rules import Rules
from builder.slides.deck.deck import ChartContent, Deck, Slide, SlideLine, TableContent, TextContent, words
from builder.transform.claims import claims, is_made_up

_TASKS = ("activity", "discussion", "question", "answer")
"""Layouts of slides that ask rather than claim; their numbers are checked in the module, not here."""

_CAVEATS = (m.Note, m.Caution, m.Paragraph, m.List, m.Definition, m.Table)
"""Blocks that count as a caveat when `keep-with` ties them to a claim; a debrief may have its own slide."""


def report_claims(deck: Deck, module: m.Module, rules: Rules, problems: Problems) -> None:
    """Report what the course's rules find on the slides of a module."""
    if rules.unsourced_slide is not None:
        for slide in deck.slides:
            _check_sources(slide, problems)
        _check_caveats(deck, module, problems)
    if rules.long_script is not None:
        for slide in deck.slides:
            _check_script(slide, rules.long_script.words, problems)


def _check_sources(slide: Slide, problems: Problems) -> None:
    """Report a slide with a percentage or a large number but neither a source nor a remark that the number is made up."""
    if not slide.topic or slide.layout.lower().startswith(_TASKS):
        return
    lines = list(_visible_lines(slide))
    has_source = any(line.role == "source" for line in lines)
    if has_source or is_made_up(" ".join((*map(words, lines), *(run.text for run in slide.title)))):
        return
    for line in lines:
        for claim in claims(words(line), task=True):
            message = f"“{claim}” stands on a slide without its source"
            hint = "cite the source in the list, table, or key sentence itself; prose beside it goes to the notes"
            problems.add(ProblemCode.UNSOURCED_SLIDE, message, line.at if line.at.path else slide.at, hint)
            return


def _visible_lines(slide: Slide) -> Iterator[SlideLine]:
    """Yield the visible lines of a slide: text and cells of tables."""
    for filled in slide.filled:
        match filled.content:
            case TextContent(lines=lines):
                yield from lines
            case TableContent(header=header, rows=rows):
                yield from (line for row in (header, *rows) for cell in row for line in cell)
            case ChartContent():
                continue  # a chart's source is asked for in the module
            case _:
                continue


def _check_caveats(deck: Deck, module: m.Module, problems: Problems) -> None:
    """Report caveats tied to a claim by `keep-with` that are not on the slide which shows the claim."""
    place = {ident: slide for slide in deck.slides for ident in slide.ids}
    for node in m.nodes(module):
        if not isinstance(node, _CAVEATS) or not node.keep_with or node.keep_with not in place:
            continue
        slide = place[node.keep_with]
        shown = any(claims(words(line), task=True) for line in _visible_lines(slide))
        if shown and place.get(node.id) is not slide:
            message = "this caveat is not on the slide that shows its number"
            hint = "put it in the same topic, in a list or a note, or shorten what stands with it"
            problems.add(ProblemCode.UNSOURCED_SLIDE, message, node.at, hint)


def _check_script(slide: Slide, most: int, problems: Problems) -> None:
    """Report a script with more than `most` words for one slide."""
    spoken = [line for line in slide.notes if line.role in CUE_KINDS]
    count = sum(len(words(line).split()) - 1 for line in spoken)  # without the “Say:” of each
    if count > most:
        at = spoken[0].at if spoken[0].at.path else slide.at
        message = f"the script of this slide has {count} words, more than {most}"
        problems.add(
            ProblemCode.LONG_SCRIPT, message, at, "shorten it, or divide the slide with `---` and the script with it"
        )
