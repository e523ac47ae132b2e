"""Which reader takes which file. A reader fills a `Document` from one file, and notes in a `LossLog` what became of each thing in it.

To add one: a function in a folder of its own, and its row in READERS. It counts the words of the raw file itself (`Document.words`), so
that they can be compared with those of the module and of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.source import Unreadable
from builder.importing.assets import NONE_REDRAWN
from builder.importing.document import Document
from builder.importing.join import join_documents
from builder.importing.loss import LossLog
from builder.importing.write_module import ImportedModule, Untitled, slide_number, write_module

Reader = Callable[[Folder, str, LossLog], Document]
"""From the folder that a file lies in, and its name there. Raises Unreadable, with a hint, for one that cannot be used."""


@dataclass(frozen=True)
class ReaderRow:
    """How files of a kind are read. `beside`: their reader needs what lies beside them, such as pictures."""

    load: Callable[[], Reader]
    beside: bool = False


def _pptx() -> Reader:
    from builder.importing.pptx.read import read_pptx

    return read_pptx


def _docx() -> Reader:
    from builder.importing.docx.read import read_docx

    return read_docx


def _markdown() -> Reader:
    from builder.importing.markdown.read import read_file

    return read_file


def _lesson() -> Reader:
    from builder.importing.markdown.read import read_lesson

    return read_lesson


READERS: dict[str, ReaderRow] = {
    ".pptx": ReaderRow(_pptx),
    ".pptm": ReaderRow(_pptx),
    ".ppsx": ReaderRow(_pptx),
    ".ppsm": ReaderRow(_pptx),
    ".odp": ReaderRow(_pptx),  # as LibreOffice saves it
    ".docx": ReaderRow(_docx),
    ".docm": ReaderRow(_docx),
    ".dotx": ReaderRow(_docx),
    ".odt": ReaderRow(_docx),  # as LibreOffice saves it
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd"), ReaderRow(_markdown, beside=True)),
    "/": ReaderRow(_lesson),
}
"""Readers by the ending of a file's name, in small letters; "/" stands for a folder."""

CURES = {
    ".ppt": "it is of the format before 2007: save it as .pptx in PowerPoint or LibreOffice",
    ".pps": "it is of the format before 2007: save it as .pptx in PowerPoint or LibreOffice",
    ".doc": "it is of the format before 2007: save it as .docx in Word or LibreOffice",
    ".potx": "it is a template: a theme brings it in, as `slides.template`",
    ".key": "export it from Keynote as PowerPoint (.pptx)",
    ".pages": "export it from Pages as Word (.docx)",
    ".pdf": "a PDF has no structure to import: import the .pptx or .docx that it was made of",
    ".rtf": "save it as .docx in Word or LibreOffice",
}
"""What can be done about files that are known and not read."""


@dataclass(frozen=True)
class ImportSource:
    """A file, or a folder, to import: the folder that it lies in, and its name there."""

    folder: Folder
    name: str

    @property
    def row(self) -> ReaderRow:
        """How it is read. Raises Unreadable for a kind that no reader takes."""
        ending = "/" if self.folder.is_folder(self.name) else "".join(self.name.rpartition(".")[1:]).lower()
        row = READERS.get(ending)
        if row is None:
            kinds = ", ".join(one for one in READERS if one != "/")
            hint = CURES.get(ending, f"kinds that can: {kinds}")
            raise Unreadable("it is of a kind that cannot be imported", hint=hint)
        return row


def reading_places(sources: Sequence[ImportSource]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files, or whole folders, that reading these needs, and the folders of which it needs the names.

    Raises UnreadableImportError for what no reader takes.
    """
    read, listed = [], []
    for source in sources:
        try:
            read.append(source.folder.root if source.row.beside else source.folder.root / source.name)
        except Unreadable as error:
            raise UnreadableImportError(source.name, error.reason, error.hint) from error
        listed.append(source.folder.root)
    return tuple(read), tuple(listed)


def import_files(
    sources: Sequence[ImportSource],
    lang: str,
    untitled: Untitled = slide_number,
    redrawn: Mapping[str, bytes] = NONE_REDRAWN,
) -> ImportedModule:
    """Return the module that files become, in their order. `lang` is the course's language, `untitled` names slides without titles.

    `redrawn` are `drawings` of an earlier result as PNG, by their keys. Raises UnreadableImportError.
    """
    log = LossLog()
    documents = []
    for source in sources:
        try:
            documents.append(source.row.load()(source.folder, source.name, log))
        except Unreadable as error:
            raise UnreadableImportError(source.name, error.reason, error.hint) from error
        except RecursionError as error:
            raise UnreadableImportError(
                source.name, "it is nested deeper than can be read", "make it flatter"
            ) from error
    return write_module(join_documents(documents), log, lang, untitled, redrawn)


def load_readers() -> None:
    """Import what reads and writes all kinds of files, before a process is confined."""
    for row in READERS.values():
        row.load()
    import_module("PIL.Image")


class UnreadableImportError(Exception):
    """A file that is to be imported cannot be used: its name, why, and what can be done."""

    def __init__(self, name: str, reason: str, hint: str = "") -> None:
        """Keep the three."""
        super().__init__(name, reason, hint)
        self.name, self.reason, self.hint = name, reason, hint
