"""Runs of text → our Markdown on one line or several, escaped so that every sign of it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from builder.core.addresses import address_or_none
from builder.core.frozen import replace
from builder.importing.document import DocPlace, DocRun, DocRuns
from builder.importing.loss import LossLog

_SPECIAL = re.compile(r"[\\`*\[\]{}<^~|$]|(?<![^\W_])_|_(?![^\W_])|==|:(?=//)|--8(?=<)|&(?=#?\w+;)")
"""Signs that begin something wherever they stand. An underscore between letters begins nothing."""

_AT_START = re.compile(
    r"(?P<number>\d{1,9}|[^\W\d_]|[ivxlcdmIVXLCDM]{2,9})(?=[.)](?:\s|$))|(?=[#>\-+=:%!?|/.()@;])|(?=(?:Note|class|name|template|layout|background\S*|Table):)"
)
"""What may begin a block of ours or of another tool at the start of a line: a number or letter before its dot, or a sign."""

_WIDE_COLONS = re.compile("^(?=:*[：﹕︓])[：﹕︓:]+")
_OURS = re.compile(r"^ *:{2,}[^\S\n]*[\w-]*|^ *\[[ xX✓✔]?\]|\{[.#:][^{}]*\}", re.MULTILINE)
"""What would still be taken for a fence, a mark or attributes of ours after a backslash, because reading them fails closed."""

_BARE = re.compile(r"(?<![^\s(])(https?://[\w.-]+\.\w+(?:[/?#][\w./?#&=%+:@,;!'~-]*[\w/#=])?)(?=[\s).,;:!?]|$)")
"""An address in running text that stands by itself."""

_SPACES = re.compile(r"[ \t\r\f\v\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_LITERAL = "text that looks like our Markdown"


def clean_text(text: str) -> str:
    r"""Return text without control characters and signs of direction; of spaces and tabs one space, line ends as "\n"."""
    lines = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\v", "\n").replace("\u2028", "\n")).split("\n")
    return "\n".join(_SPACES.sub(" ", line) for line in lines)


def inline(runs: DocRuns, at: DocPlace, log: LossLog, *, breaks: str = "\\\n", starts: bool = True) -> str:
    """Return runs as Markdown. `breaks` is what stands for a line break; `starts`: the text begins a line, and so do its lines."""
    joined = _trim_runs(_join_runs(_literals(runs, at, log)))
    text = _set_beside(
        _with_links(link, list(group), at, log) for link, group in groupby(joined, key=lambda run: run.link)
    )
    lines = [_guard_line(line.strip(" ")) if starts else line.strip(" ") for line in text.split("\n")]
    return breaks.join(line for line in lines if line or "\n" not in breaks).strip(" ")


def plain_text(runs: Iterable[DocRun]) -> str:
    """Return the words of runs on one line."""
    return " ".join("".join(run.text for run in runs).split())


def attribute(text: str) -> str:
    """Return text between quotation marks, as the value of an attribute."""
    return '"' + re.sub(r'([\\"`*\[\]{}<_])', r"\\\1", " ".join(clean_text(text).split())) + '"'


def _literals(runs: DocRuns, at: DocPlace, log: LossLog) -> Iterator[DocRun]:
    """Yield runs with what would be taken for our own signs set as code, where it stays what it is."""
    first = True
    for given in runs:
        text = clean_text(given.text)
        run = given
        begins, first = first, first and not text
        if run.code and "```" in text:  # at the start of a line it would open a block, whatever stands around it
            log.note_changed(at, "code", "three backticks in a line are text, not code")
            run = replace(given, code=False)
        if run.code or run.formula:
            odd = re.search(
                r"\{\{|\{%|``", text
            )  # tags of templates are left out in code too, and three marks begin a block
            yield replace(run, text=text.replace("\n", " "), formula=False, code=run.code and not odd)
            continue
        start = 0
        for match in _OURS.finditer(text):
            if match[0].lstrip().startswith((":", "[")) and match.start() == 0 and not begins:
                continue
            log.note_changed(at, _LITERAL, f"`{match[0][:60]}` is set as code")
            yield replace(run, text=text[start : match.start()])
            yield replace(run, text=match[0].strip(), code=True)
            start = match.end()
        yield replace(run, text=text[start:])


def _join_runs(runs: Iterable[DocRun]) -> Iterator[DocRun]:
    """Yield runs that are not empty, those of one look as one."""
    last: DocRun | None = None
    for run in runs:
        if not run.text and not run.footnote:
            continue
        if (
            last is not None
            and not last.footnote
            and replace(last, text="", footnote="") == replace(run, text="", footnote="")
        ):
            last = replace(last, text=last.text + run.text, footnote=run.footnote)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def _trim_runs(runs: Iterable[DocRun]) -> Iterator[DocRun]:
    """Yield runs with the white space at their ends as runs without a look: marks must stand at words."""
    for run in runs:
        core = run.text.strip(" \n")
        if core == run.text:
            yield run
            continue
        if not core:
            yield DocRun(run.text, footnote=run.footnote, link=run.link if run.link and not run.text else "")
            continue
        lead = run.text[: len(run.text) - len(run.text.lstrip(" \n"))]
        trail = run.text[len(run.text.rstrip(" \n")) :]
        yield from (DocRun(lead),) if lead else ()
        yield replace(run, text=core, footnote="" if trail else run.footnote)
        yield from (DocRun(trail, footnote=run.footnote),) if trail else ()


def _with_links(link: str, runs: list[DocRun], at: DocPlace, log: LossLog) -> str:
    text = _looks(runs, at, log)
    if not link:
        return text
    words = "".join(run.text for run in runs)
    if not link.startswith("#"):
        fault = link_fault(link)
        if fault:
            log.note_left(at, "link", f"`{link_kind(link)}` {fault}; its words stay")
            return text
        if words == link and re.fullmatch(r"https?://[^\s<>\\*_`~^|\[\]{}()]+", link):
            return f"<{link}>"
    return f"[{text}]({_address(link)})" + "".join(f"{{lang={run.lang}}}" for run in runs[:1] if run.lang)


def link_fault(link: str) -> str:
    """Return why an address is no link of ours, "" when it is one."""
    return "" if address_or_none(link) else "is no address that outputs may lead to"


def link_kind(link: str) -> str:
    """Return what to call an address in a report: its scheme alone where it may hold a path of somebody's machine."""
    scheme = re.match(r"[A-Za-z][\w+.-]{1,20}:", link)
    return (
        link[:200]
        if link.lower().startswith(("http:", "https:", "mailto:", "tel:"))
        else (scheme[0] if scheme else "a file")
    )


def _address(link: str) -> str:
    return re.sub(
        r"[\s()<>\\\"*_`\[\]{}|^~]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), link
    )


def _looks(runs: list[DocRun], at: DocPlace, log: LossLog) -> str:
    """Return runs with the marks of their looks: one mark around all that follow each other in a look."""
    pieces: list[str] = []
    for (bold, italic), found in groupby(_separate_marks(runs, at, log), key=lambda run: (run.bold, run.italic)):
        group = list(_join_runs(found))  # two pieces of code that touch would be read as one that holds the marks
        mark = "**" * bold + "*" * italic
        last = group[-1]
        inner = _set_beside(_look(run) for run in (*group[:-1], replace(last, footnote="")))
        pieces.append(f"{mark}{inner}{mark[::-1]}{_call(last)}")
    return _set_beside(pieces)


_EXCLAIMED = re.compile(r"(?<!\\)!$")
_RAISED = re.compile(r"(?<!\\)\^([^\W_]+)\^$")


def _set_beside(pieces: Iterable[str]) -> str:
    """Return pieces as one; before a bracket, what is raised has tags, as `^[` would be read as a note, and `![` as a picture."""
    text = ""
    for piece in pieces:
        if piece.startswith("["):
            text = _EXCLAIMED.sub(r"\!", _RAISED.sub(r"<sup>\1</sup>", text))
        text += piece
    return text


def _separate_marks(runs: list[DocRun], at: DocPlace, log: LossLog) -> Iterator[DocRun]:
    """Yield runs of which no two that touch have marks that would be read as one."""
    before = DocRun("")
    for run in runs:
        look = run
        marks = before.bold + before.italic, run.bold + run.italic
        if all(marks) and sum(marks) > 2 and (before.bold, before.italic) != (run.bold, run.italic):
            log.note_changed(at, "emphasis", "within a word, it is that of the text before")
            look = replace(run, bold=before.bold, italic=before.italic)
        yield look
        before = look


def _look(run: DocRun) -> str:
    """Return a run with the marks of its look, but for bold and italic."""
    text = _code(run.text) if run.code and "``" not in run.text else _escape(run.text, bare=not run.link)
    if not run.text.strip():
        return text + _call(run)
    if run.script:
        mark = {"sup": "^", "sub": "~"}[run.script]
        word = re.fullmatch(r"[^\W_]+", run.text) and not run.code and not run.struck and not run.link
        text = f"{mark}{text}{mark}" if word else f"<{run.script}>{text}</{run.script}>"
    if (run.lang or run.link) and not run.code:  # `[@key]` would be a source
        text = text.replace("@", "&#64;")
    if run.struck:
        text = f"~~{text}~~"
    if run.lang and not run.link and not run.script:  # `[^3^]` would call a note
        text = f"[{text}]{{lang={run.lang}}}"
    return text + _call(run)


def _escape(text: str, *, bare: bool) -> str:
    """Return text with all signs of ours escaped; `bare`: addresses in it are links, as they are in print."""
    pieces = _BARE.split(text) if bare else [text]
    return "".join(
        f"<{piece}>"
        if number % 2
        else _SPECIAL.sub(r"\\\g<0>", piece).replace("\\==", "\\=\\=").replace("\\`", "&#96;")
        for number, piece in enumerate(pieces)
    )


def _call(run: DocRun) -> str:
    return f"[^{run.footnote}]" if run.footnote else ""


def _code(text: str) -> str:
    """Return code, which holds no two backticks in a row, between one backtick, or two where it holds one."""
    fence = "``" if "`" in text else "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _guard_line(line: str) -> str:
    """Return a line that begins no block."""
    if wide := _WIDE_COLONS.match(line):
        return "".join(f"&#{ord(sign)};" for sign in wide[0]) + line[wide.end() :]
    found = _AT_START.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end() :]}"
    if line[0].isalpha():
        return line.replace(":", "\\:", 1)
    return "\\" + line
