"""Which reader takes which file. A reader fills a `Document` from one file, and notes in a `LossLog` what became of each thing in it.

To add one: a function in a folder of its own, and its row in READERS. It counts the words of the raw file itself (`Document.words`), so
that they can be compared with those of the module and of the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass
from builder.core.source import Unreadable
from builder.importing.document import Document
from builder.importing.join import join_documents
from builder.importing.loss import LossLog
from builder.importing.write_module import ImportedModule, write_module

Reader = Callable[[Folder, str, LossLog], Document]
"""From the folder that a file lies in, and its name there. Raises Unreadable, with a hint, for one that cannot be used."""


@dataclass(frozen=True)
class ReaderRow:
    """How files of a kind are read. `beside`: their reader needs what lies beside them, such as pictures."""

    load: Callable[[], Reader]
    beside: bool = False


READERS: dict[str, ReaderRow] = {}
"""Readers by the ending of a file's name, in small letters; "/" stands for a folder."""

CURES = {
    ".ppt": "it is of the format before 2007: save it as .pptx in PowerPoint or LibreOffice",
    ".pps": "it is of the format before 2007: save it as .pptx in PowerPoint or LibreOffice",
    ".doc": "it is of the format before 2007: save it as .docx in Word or LibreOffice",
    ".key": "export it from Keynote as PowerPoint (.pptx)",
    ".pages": "export it from Pages as Word (.docx)",
    ".pdf": "a PDF has no structure to import: import the .pptx or .docx that it was made of",
    ".rtf": "save it as .docx in Word or LibreOffice",
}
"""What can be done about files that are known and not read."""


def reader_of(folder: Folder, name: str) -> ReaderRow:
    """Return how a file is read. Raises Unreadable for a kind that no reader takes."""
    ending = "/" if folder.is_folder(name) else f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    row = READERS.get(ending)
    if row is None:
        kinds = ", ".join(one for one in READERS if one != "/")
        raise Unreadable("it is of a kind that cannot be imported", hint=CURES.get(ending, f"kinds that can: {kinds}"))
    return row


def import_files(files: Sequence[tuple[Folder, str]], lang: str) -> ImportedModule:
    """Return the module that files become, in their order. `lang` is the course's language. Raises Unreadable, with `file` in it."""
    log = LossLog()
    documents = []
    for folder, name in files:
        try:
            documents.append(reader_of(folder, name).load()(folder, name, log))
        except Unreadable as error:
            raise UnreadableImportError(name, error.reason, error.hint) from error
    return write_module(join_documents(documents), log, lang)


class UnreadableImportError(Exception):
    """A file that is to be imported cannot be used: its name, why, and what can be done."""

    def __init__(self, name: str, reason: str, hint: str = "") -> None:
        """Keep the three."""
        super().__init__(name, reason, hint)
        self.name, self.reason, self.hint = name, reason, hint
