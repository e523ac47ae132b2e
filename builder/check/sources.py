"""Rules about sources: numerical claims need a citation, cited sources a date, and `checked` all originals."""

from __future__ import annotations

import re

from builder.check.passages import Passage, cites, front_matter, passages, pinpoint
from builder.core.problems import ProblemCode, Problems
from builder.model import module as m
from builder.model.rules import Rule
from builder.transform.claims import claims, is_made_up

_TASKS = (m.Activity, m.Discussion, m.Scenario, m.Cards, m.Question, m.Reflection)
"""Blocks about fictional people, whose ages, debts and hours are not claims."""

_UNCLAIMED = (m.Resources, m.ContactList, m.Local, m.CodeBlock)
"""Blocks that are not searched for claims: contact lists name their own source."""

_SOURCE_LINE = re.compile(r"\s*(?:sources?|based on|data|from|adapted from|figures?)\b", re.IGNORECASE)


def uncited_numbers(module: m.Module, rule: Rule, problems: Problems) -> None:
    """Report numerical claims for participants without a source in their paragraph, item, row or block (English only)."""
    del rule
    english = module.lang.lower().startswith("en")
    for passage in passages(module):
        if not passage.is_public or passage.is_within(*_UNCLAIMED) or not english:
            continue
        found = list(claims(passage.text, task=passage.is_within(*_TASKS)))
        if found and not _is_covered(passage):
            at = pinpoint(problems, passage.at, found[0])
            message = f"“{found[0]}” has no source here"
            hint = "cite it: `[@key]`; or say that the number is made up"
            problems.add(ProblemCode.UNCITED_NUMBER, message, at, hint)
    for node in m.nodes(module):
        if (
            isinstance(node, m.Chart)
            and node.source is None
            and not is_made_up(_chart_words(node))
            and not cites(*node.title)
        ):
            message = "this chart names no source"
            problems.add(
                ProblemCode.UNCITED_NUMBER, message, node.at, 'write `source="key"`, or say that it is made up'
            )


def _chart_words(node: m.Chart) -> str:
    return f"{m.plain(*node.title)}. {node.caveat}"


def _is_covered(passage: Passage) -> bool:
    """Say whether the passage or a block around it cites a source, or calls its numbers made up."""
    if cites(*passage.content) or is_made_up(passage.text):
        return True
    inner: m.Node | None = None
    for node in reversed(passage.around):
        if _covers(node, inner, passage):
            return True
        inner = node
    return False


def _covers(node: m.Node, inner: m.Node | None, passage: Passage) -> bool:
    match node:
        case m.Question() | m.ListItem() | m.Row() | m.DefinitionEntry() | m.Card() | m.Quote() | m.Headed():
            return cites(node) or (isinstance(node, m.Question) and is_made_up(m.plain(node)))
        case m.Table():
            return cites(*node.caption, *node.header) or is_made_up(m.plain(*node.caption))
        case m.Figure():
            return cites(*node.caption) or is_made_up(m.plain(*node.caption))
        case m.Form():
            return is_made_up(node.caveat)
        case m.Number():
            return node.source is not None or is_made_up(node.caveat)
        case m.Chart():
            return node.source is not None or is_made_up(_chart_words(node))
        case m.Container():
            title = passage.node is node or isinstance(passage.node, m.Heading)
            return (title and cites(*node.body)) or _names_source(node.body, inner) or is_made_up(m.plain(*node.title))
        case _:
            return False


def _names_source(body: tuple[m.Block, ...], inner: m.Node | None) -> bool:
    """Say whether blocks name a source for all of them, or one right before the list or quote `inner`."""
    for place, block in enumerate(body):
        if isinstance(block, m.Figure | m.Table) and is_made_up(m.plain(*block.caption), around=True):
            return True
        if isinstance(block, m.Paragraph):
            text = m.plain(block)
            if is_made_up(text, around=True) or (cites(block) and (_SOURCE_LINE.match(text) or not text.strip(" .;"))):
                return True
            leads = place + 1 < len(body) and body[place + 1] is inner and isinstance(inner, m.List | m.Quote)
            if leads and cites(block):
                return True
    return False


def undated_sources(module: m.Module, rule: Rule, problems: Problems) -> None:
    """Report cited sources without `issued:`; `issued: undated` counts as a date."""
    del rule
    reported: set[str] = set()
    for node in m.nodes(module):
        work = module.works.get(node.key) if isinstance(node, m.Cited) else None
        if work is not None and not work.issued and work.id not in reported:
            reported.add(work.id)
            message = f"the source `{work.id}` has no year"
            hint = "add `issued: 2024` to it in modules/references.yml; a page without a date says `issued: undated`"
            problems.add(ProblemCode.UNDATED_SOURCE, message, node.at, hint)


def early_checked(module: m.Module, problems: Problems) -> None:
    """Report `checked` in the front matter where a source that the module cites was read elsewhere than at the original."""
    unread = sorted(key for key, work in module.works.items() if work.seen and not work.is_opened_at_original)
    if module.meta.checked and unread:
        at = pinpoint(problems, front_matter(module), f"checked: {module.meta.checked}")
        more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
        message = f"`checked` says that all sources were opened at the original, and `{unread[0]}`{more} was not"
        problems.add(ProblemCode.EARLY_CHECKED, message, at, "take `checked` out until `coursewright due` lists none")
