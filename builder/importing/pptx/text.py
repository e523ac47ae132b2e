"""Text of a shape → paragraphs and lists. What a paragraph does not say of itself it has from its list, layout and master."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, cast

from lxml import etree

from builder.core.frozen import dataclass, replace
from builder.importing.document import DocBlock, DocItem, DocList, DocParagraph, DocPlace, DocRun, DocRuns
from builder.importing.loss import LossLog
from builder.importing.office import OfficeLink
from builder.importing.pptx.alternatives import everything, inside
from builder.importing.pptx.names import MATH, A, R
from builder.slides.template.bullets import plain_bullet

_MONOSPACED = re.compile(
    r"(?i)courier|consolas|mono\b|monospace|menlo|monaco|source code|lucida console|fira code|inconsolata"
)
_TYPED = re.compile(r"^[•‣◦▪▫●○■□➢➤✓►]\s+(?=\S)")
"""A bullet that was typed, as in files that other programs wrote."""

_PRIVATE = re.compile("[\uf000-\uf0ff]")
"""Signs of symbol fonts (Microsoft's symbol encoding)."""

_STYLES: dict[str, str] = {"arabic": "1", "alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
Style = Literal["1", "a", "A", "i", "I"]


@dataclass(frozen=True)
class Bullet:
    """How a paragraph of a list begins: `style` of its number, "" for a sign."""

    style: Literal["", "1", "a", "A", "i", "I"] = ""
    start: int = 1


@dataclass(frozen=True)
class TextSetting:
    """What is around a text: its place, the levels' properties of its list, layout and master (nearest first), links of its part.

    `jump` gives the id of the topic of a slide, by the name of its part; `lang` is the document's language.
    """

    at: DocPlace
    levels: tuple[etree._Element, ...]
    links: dict[str, OfficeLink]
    jump: Callable[[str], str]
    lang: str
    log: LossLog


@dataclass(frozen=True)
class Line:
    """A paragraph, its level from 0, and its bullet if it has one."""

    runs: DocRuns
    level: int
    bullet: Bullet | None


def text_blocks(body: etree._Element | None, setting: TextSetting) -> tuple[DocBlock, ...]:
    """Return a text (a:txBody) as paragraphs and lists."""
    if body is None:
        return ()
    own = body.find(f"{A}lstStyle")
    levels = setting.levels if own is None else (own, *setting.levels)
    inner = replace(setting, levels=levels)
    lines = [_line(paragraph, inner) for paragraph in body.findall(f"{A}p")]
    return gather(tuple(_unbroken(lines, setting)), setting.at)


def _unbroken(lines: Sequence[Line], setting: TextSetting) -> Iterator[Line]:
    """Yield lines, an item and what goes on with it as one: a line that was broken by hand, without a bullet.

    It begins with spaces under the item's text, or in the middle of a sentence.
    """
    last: Line | None = None
    for line in lines:
        if last is not None and last.bullet is not None and line.bullet is None and _goes_on(last, line):
            setting.log.note_changed(
                setting.at, "line of an item", "it was broken by hand, and is one line with its item"
            )
            last = replace(last, runs=(*last.runs, DocRun(" "), *_without_leading_spaces(line.runs)))
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _without_leading_spaces(runs: DocRuns) -> DocRuns:
    """Return runs without the spaces that they begin with."""
    for place, run in enumerate(runs):
        if run.text.strip():
            return (replace(run, text=run.text.lstrip()), *runs[place + 1 :])
    return ()


def _goes_on(item: Line, line: Line) -> bool:
    before, text = ("".join(run.text for run in one.runs) for one in (item, line))
    if not before.strip() or not text.strip() or item.level != line.level:
        return False
    return text[0].isspace() or (text[0].islower() and before.rstrip()[-1].isalnum())


def text_runs(body: etree._Element | None, setting: TextSetting) -> DocRuns:
    """Return a text as one line, such as a title."""
    found: list[DocRun] = []
    for paragraph in body.findall(f"{A}p") if body is not None else ():
        runs = paragraph_runs(paragraph, setting)
        found += [DocRun("\n"), *runs] if found and runs else runs
    return tuple(found)


def _line(paragraph: etree._Element, setting: TextSetting) -> Line:
    properties = paragraph.find(f"{A}pPr")
    level = min(_number(properties.get("lvl") if properties is not None else None), 8)
    runs = paragraph_runs(paragraph, setting)
    words = "".join(run.text for run in runs)
    bullet = _bullet(properties, level, setting.levels)
    if bullet is None and runs and (typed := _TYPED.match(runs[0].text)):
        setting.log.note_changed(setting.at, "bullet", "it was typed as text, and is a list here")
        runs = (replace(runs[0], text=runs[0].text[typed.end() :]), *runs[1:])
        bullet = Bullet()
    return Line(runs if words.strip() else (), level, bullet)


def _bullet(properties: etree._Element | None, level: int, levels: Sequence[etree._Element]) -> Bullet | None:
    """Return the bullet of a paragraph: its own, else that of the nearest list style that says something."""
    for one in (properties, *(style.find(f"{A}lvl{level + 1}pPr") for style in levels)):
        if one is None:
            continue
        if one.find(f"{A}buNone") is not None:
            return None
        number = one.find(f"{A}buAutoNum")
        if number is not None:
            kind = number.get("type", "arabicPeriod")
            style = next((mark for name, mark in _STYLES.items() if kind.startswith(name)), "1")
            return Bullet(cast("Style", style), _number(number.get("startAt"), 1))
        if one.find(f"{A}buChar") is not None or one.find(f"{A}buBlip") is not None:
            return Bullet()
    return None


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,5}", text) else otherwise


def gather(lines: Sequence[Line], at: DocPlace) -> tuple[DocBlock, ...]:
    """Return lines as paragraphs and lists of lists. A line without a bullet that is set in belongs to the item before it."""
    found: list[DocBlock] = []
    waiting: list[Line] = []
    for line in lines:
        if not line.runs:
            continue
        if line.bullet is not None or (waiting and line.level > waiting[0].level):
            waiting.append(line)
            continue
        found += _lists(waiting, at)
        waiting = []
        found.append(DocParagraph(line.runs, at))
    return (*found, *_lists(waiting, at))


def _lists(lines: Sequence[Line], at: DocPlace) -> Iterator[DocBlock]:
    """Yield lines as lists: those that are deeper belong to the item before them; another kind of bullet begins another list."""
    items: list[tuple[Bullet, list[Line]]] = []
    level = min((line.level for line in lines), default=0)
    for line in lines:
        if items and (line.level > level or line.bullet is None):
            items[-1][1].append(line)
        else:
            items.append((line.bullet or Bullet(), [line]))
    group: list[DocItem] = []
    kind = Bullet()
    for bullet, own in items:
        if group and bullet.style != kind.style:
            yield DocList(tuple(group), bool(kind.style), kind.start, kind.style or "1", at)
            group = []
        if not group:
            kind = bullet
        group.append(DocItem((DocParagraph(own[0].runs, at), *gather(own[1:], at)), at))
    if group:
        yield DocList(tuple(group), bool(kind.style), kind.start, kind.style or "1", at)


def paragraph_runs(paragraph: etree._Element, setting: TextSetting) -> DocRuns:
    """Return the runs of a paragraph (a:p): text, line breaks, fields and formulas."""
    found: list[DocRun] = []
    for child in inside(paragraph):
        tag = str(child.tag)
        if tag == f"{A}fld" and child.get("type", "") == "slidenum":
            setting.log.note_left(
                setting.at, "slide number", "it counts slides of the file", child.findtext(f"{A}t") or ""
            )
        elif tag in {f"{A}r", f"{A}fld"}:
            found.append(_run(child, setting))
        elif tag == f"{A}br":
            found.append(DocRun("\n"))
        elif tag.endswith("}m") or tag.startswith(MATH):
            setting.log.note_changed(setting.at, "formula", "its text is printed as it was written, on one line")
            found.append(DocRun(formula_text(child), formula=True))
    return tuple(run for run in found if run.text)


def formula_text(element: etree._Element) -> str:
    """Return the text of a formula (OMML), its pieces in the order of reading."""
    return " ".join(text.text for text in element.iter(f"{MATH}t") if text.text)


def _run(element: etree._Element, setting: TextSetting) -> DocRun:
    text = (element.findtext(f"{A}t") or "").replace("_x000B_", "\n").replace("\v", "\n")
    look = element.find(f"{A}rPr")
    if _PRIVATE.search(text):
        sign = look.find(f"{A}sym") if look is not None else None
        font = sign.get("typeface", "") if sign is not None else "Wingdings"
        setting.log.note_changed(setting.at, "sign of a symbol font", "it is the nearest that every font has")
        text = _PRIVATE.sub(lambda found: plain_bullet(found[0], font), text)
    if look is None or not text.strip():
        return DocRun(text)
    baseline = look.get("baseline", "0")
    latin = look.find(f"{A}latin")
    if look.get("u", "none") != "none" and look.find(f"{A}hlinkClick") is None:
        setting.log.note_changed(setting.at, "underline", "is not taken: it looks like a link")
    return DocRun(
        text,
        bold=look.get("b") in {"1", "true"},
        italic=look.get("i") in {"1", "true"},
        struck=look.get("strike", "noStrike") != "noStrike",
        code=latin is not None and bool(_MONOSPACED.search(latin.get("typeface", ""))),
        script=""
        if baseline.lstrip("-+").rstrip("%").strip("0.") == ""
        else "sub"
        if baseline.startswith("-")
        else "sup",
        lang=_foreign(look.get("lang", ""), text, setting),
        link=link_of(look.find(f"{A}hlinkClick"), setting),
    )


def _foreign(lang: str, text: str, setting: TextSetting) -> str:
    """Return the language of a run if it is another than the document's, and more than the state of a keyboard.

    Programs note for each run the keyboard that it was typed with: of single words in the same script that says nothing.
    """
    if not _LANG.fullmatch(lang) or lang.split("-", maxsplit=1)[0].lower() == setting.lang.split("-")[0].lower():
        return ""
    letters = [char for char in text if char.isalpha()]
    latin = sum(char < "\u0250" for char in letters)
    other_script = bool(letters) and latin * 2 < len(letters)
    if other_script or len(text.split()) >= 3:
        setting.log.note_taken(setting.at, "language of words")
        return lang
    return ""


def link_of(click: etree._Element | None, setting: TextSetting) -> str:
    """Return where a click leads: an address, `#` and a topic's id, or "" with a note of what is left out."""
    if click is None:
        return ""
    action = click.get("action", "")
    link = setting.links.get(click.get(f"{R}id", ""))
    if action.startswith("ppaction://hlinksldjump") and link is not None and not link.external:
        target = setting.jump(link.target)
        return f"#{target}" if target else ""
    if link is not None and link.external and not action:
        return link.target
    if action or (link is not None and not link.external):
        setting.log.note_left(setting.at, "link", "it acts on the show, or opens a part of the file")
    return ""


def raw_text(element: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph in an element as the file has it: for counting words, not for reading."""
    for one in everything(element):
        if one.tag == f"{A}p":
            pieces = (
                (" " if piece.tag == f"{A}br" else piece.text or "") + " " * piece.tag.startswith(MATH)
                for piece in everything(one)
                if piece.tag in {f"{A}t", f"{A}br", f"{MATH}t"}
            )
            yield "".join(pieces)
