"""A document → the files of a module of ours: module.md, and beside it pictures and the data of charts.

What a document does not say (a description, objectives, a text alternative, times) is not written: `check` asks a person for it,
in the line where it is missing. Nothing is invented but a title for a topic without one, and that is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import yaml

from builder.core.frozen import dataclass, replace
from builder.core.problems import Problems
from builder.core.source import Source
from builder.importing.assets import NONE_REDRAWN, Assets
from builder.importing.document import DocBlock, DocPlace, DocRun, Document
from builder.importing.loss import Loss, LossLog
from builder.importing.words import WordBalance, balance, count_words, words_of_module
from builder.importing.write_blocks import BlockWriter, heading_line
from builder.importing.write_inlines import clean_text, inline, plain_text
from builder.parse.markdown import ParseContext, parse


@dataclass(frozen=True)
class ImportedModule:
    """The files of a module by name, what became of everything in the files that it comes from, and the balance of words.

    `drawings` are those of Windows that it could not take, by keys: what `import_files` takes them by once they are converted.
    """

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]
    words: WordBalance
    drawings: Mapping[str, bytes]


Untitled = Callable[[int, str], str]
"""From the number of a slide without a title, and a language, to what to call it."""


def slide_number(number: int, _: str) -> str:
    """Return the number of a slide, in any language."""
    return str(number)


def write_module(
    document: Document,
    log: LossLog,
    lang: str = "en-US",
    untitled: Untitled = slide_number,
    redrawn: Mapping[str, bytes] = NONE_REDRAWN,
) -> ImportedModule:
    """Return the module that a document becomes. `lang` is the language of the course, which need not be repeated.

    `untitled` says what topics without a title are called, `redrawn` has drawings that were converted (`Assets`).
    """
    assets = Assets(log, redrawn)
    writer = BlockWriter(assets, log)
    footnotes = {label: _footnote_lines(label, blocks, writer) for label, blocks in document.footnotes.items()}
    parts = [_with_footnotes(writer.lines(document.opening), footnotes)]
    for given in document.topics:
        topic = given
        if not topic.goes_on and not plain_text(topic.title):
            title = untitled(topic.at.number, document.lang or lang)
            log.note_added(topic.at, "title", "the slide has none: give the topic a title", title)
            topic = replace(topic, title=(DocRun(title),))
        head = ["---"] if topic.goes_on else [heading_line(topic, log)]
        blocks, notes = writer.lines(topic.blocks), writer.lines(topic.notes)
        parts += [head, _with_footnotes(blocks, footnotes, called=[*head, *notes])]
        if notes:
            fence = BlockWriter.fence(notes)
            parts.append([f"{fence} notes", *notes, fence])
    parts += footnotes.values()
    values = _front_matter(document, lang, log)
    head_text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000) if values else ""
    body = "\n\n".join("\n".join(lines) for lines in parts if lines)
    text = f"---\n{head_text}---\n\n{body}\n"
    files = {"module.md": text.encode(), **assets.files}
    losses = log.entries()
    ours = text
    for markdown, _ in writer.markdown:
        ours = ours.replace(markdown, "", 1)
    went = words_of_module(parse(Source("module.md", ours), "x", ParseContext(lang), Problems()))
    for _, words in writer.markdown:
        went.update(words)
    data = [content.decode() for name, content in files.items() if name.endswith(".csv")]
    went += count_words(*data, *_strings([value for key, value in values.items() if key != "lang"]))
    return ImportedModule(files, losses, balance(document.words, went, losses), assets.drawings)


def _with_footnotes(lines: list[str], footnotes: dict[str, list[str]], called: Sequence[str] = ()) -> list[str]:
    """Return lines with the notes that they call after them; these are taken out of `footnotes`. Notes stand where all read them."""
    found = list(lines)
    for label in re.findall(r"\[\^([\w-]+)\]", "\n".join((*called, *lines))):
        if label in footnotes:
            found += [*([""] if found else []), *footnotes.pop(label)]
    return found


def _footnote_lines(label: str, blocks: Sequence[DocBlock], writer: BlockWriter) -> list[str]:
    inner = writer.lines(blocks) or [""]
    return [f"[^{label}]: {inner[0]}", *(f"    {line}" if line else "" for line in inner[1:])]


def _strings(value: object) -> Iterator[str]:
    """Yield all texts and numbers in values of front matter."""
    if isinstance(value, list):
        for one in value:
            yield from _strings(one)
    else:
        yield str(value)


def _front_matter(document: Document, lang: str, log: LossLog) -> dict[str, object]:
    """Return what the front matter says: what the document says, and nothing else."""
    at = DocPlace(part="front matter")
    objectives = [inline(runs, at, log, breaks=" ", starts=False) for runs in document.objectives]
    values: dict[str, object] = {
        "title": _line(document.title),
        "description": _line(document.description),
        "objectives": objectives,
        "lang": document.lang if document.lang and document.lang != lang else "",
        "duration": document.minutes,
        "keywords": [*map(_line, document.keywords)],
        "audience": [*map(_line, document.audience)],
        "prerequisites": [*map(_line, document.prerequisites)],
        "license": _line(document.license),
    }
    return {key: value for key, value in values.items() if value}


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())
