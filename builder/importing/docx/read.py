"""A Word document → the neutral tree."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.source import Unreadable
from builder.importing.document import DocBlock, DocRun, Document
from builder.importing.docx.assemble import assemble
from builder.importing.docx.beside import read_notes, report_beside
from builder.importing.docx.blocks import read_entries
from builder.importing.docx.context import WordContext, open_context
from builder.importing.docx.count import words_of_file
from builder.importing.docx.names import W
from builder.importing.docx.outline import divide_into_topics, map_runs
from builder.importing.loss import LossLog
from builder.importing.office import MOST_FILE, OfficeFile


def read_docx(folder: Folder, name: str, log: LossLog) -> Document:
    """Return a Word file of a folder as a document. Raises Unreadable, with what can be done, when it cannot be used."""
    return read_word(folder.data(name, MOST_FILE), name, log)


def read_word(data: bytes, file: str, log: LossLog) -> Document:
    """Return the bytes of a Word file as a document; `file` is its name in the report. Raises Unreadable as `read_docx` does."""
    context = open_context(OfficeFile(data, "a Word document"), file, log)
    context.read_blocks = _read_box
    body = context.office.xml(context.main).find(f"{W}body")
    if body is None:
        raise Unreadable("it holds no text", hint="open it in Word and save it anew")
    try:
        entries = read_entries(context, body)
        outline = divide_into_topics(context, entries)
        footnotes = read_notes(context)
    except RecursionError as error:
        raise Unreadable("it is nested too deep", hint="open it in LibreOffice and save it anew") from error
    report_beside(context)
    lang = _language(context, outline.topics, outline.opening)
    labels = set(footnotes)

    def plain(run: DocRun) -> DocRun:
        other = run.lang if run.lang and run.lang.split("-")[0].lower() != lang.split("-")[0].lower() else ""
        return replace(run, lang=other, footnote=run.footnote if run.footnote in labels else "")

    return Document(
        topics=map_runs(outline.topics, plain),
        title=outline.title,
        description=outline.description,
        objectives=map_runs(outline.objectives, plain),
        lang=lang,
        opening=map_runs(outline.opening, plain),
        footnotes={label: map_runs(blocks, plain) for label, blocks in footnotes.items()},
        words=dict(words_of_file(context)),
    )


def _read_box(context: WordContext, element: etree._Element, what: str) -> list[DocBlock]:
    """Return the blocks in something that is anchored in a paragraph."""
    outer, fields = context.inner, context.fields
    context.inner, context.fields = what, []
    found = assemble(context, read_entries(context, element))
    context.inner, context.fields = outer, fields
    return found


def _language(context: WordContext, *parts: object) -> str:
    """Return the language in which most of the text stands: that of its runs, else the default of its styles."""
    count = Counter[str]()

    def add(run: DocRun) -> DocRun:
        count[run.lang or context.styles.lang] += len(run.text)
        return run

    map_runs(parts, add)
    return next((lang for lang, _ in count.most_common(1)), "") or context.styles.lang
