"""Reads a Word file that came back from a reviewer: paragraphs with what was changed in them, and comments.

It is a stranger's file: few of its parts are read, within limits, as XML without entities; nothing in it is run or followed.
Elements: ECMA-376-1, 17.13; comments that are resolved or answer others: [MS-DOCX] 2.5.1 (commentsExtended).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.core.frozen import dataclass
from builder.importing.office import OfficeFile
from builder.writers.docx.oxml import W
from builder.writers.docx.review import COUNT_PROPERTY, MODULE_PROPERTY
from builder.writers.docx.words import NAME, WordPiece, current_words, even, original_words, pieces_of

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment. `on` are the words that it is about; `answers` is the id of the comment that it answers, "" for none."""

    id: str
    author: str
    initials: str
    text: str
    on: str
    paragraph: int
    done: bool = False
    answers: str = ""


@dataclass(frozen=True, slots=True)
class CopyParagraph:
    """A paragraph of a copy. `names` are its bookmarks, as (line, number, digest) of words.NAME; several where paragraphs were joined.

    `carried`: it has no name, and goes on where the paragraph before it, which has one, was divided. `mark` is what somebody did to
    its end: "inserted", "deleted" or "".
    """

    names: tuple[tuple[int, int, str], ...]
    pieces: tuple[WordPiece, ...]
    style: str
    carried: bool = False
    mark: str = ""
    in_note: bool = False
    changed_look: bool = False

    @property
    def before(self) -> str:
        """Its words before the changes that a program tracked."""
        return original_words([*self.pieces])

    @property
    def now(self) -> str:
        """Its words as they are now."""
        return current_words([*self.pieces])


@dataclass(frozen=True)
class ReturnedCopy:
    """A copy that came back. `module` is the id of its module, "" where the file does not say.

    `kept` is its hash of the source, `count` the number of paragraphs that it had when it was made, 0 where it does not say.
    """

    module: str
    kept: str
    count: int
    paragraphs: tuple[CopyParagraph, ...]
    remarks: tuple[Remark, ...]


def read_copy(data: bytes) -> ReturnedCopy:
    """Return what stands in a Word file. Raises Unreadable, in words for its owner, for anything that is no whole .docx."""
    file = OfficeFile(data, "a Word file")
    told = _properties(file)
    reader = _CopyReader()
    reader.read(file.xml("word/document.xml"))
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if file.has(name):
            reader.read(file.xml(name), in_note=True)
    remarks = _remarks(file, reader)
    count = int(number) if (number := told.get(COUNT_PROPERTY, "")).isdigit() and len(number) < 7 else 0
    kept = told.get("Source SHA-256", "")
    return ReturnedCopy(told.get(MODULE_PROPERTY, ""), kept, count, tuple(reader.paragraphs), remarks)


def _properties(file: OfficeFile) -> dict[str, str]:
    name = "docProps/custom.xml"
    rows = file.xml(name) if file.has(name) else ()
    return {str(one.get("name", "")): "".join(map(str, one.itertext())) for one in rows}


class _CopyReader:
    """Reads paragraphs in order. `open` are the comments whose words go on, by id, with what they have so far."""

    def __init__(self) -> None:
        self.paragraphs: list[CopyParagraph] = []
        self.on: dict[str, str] = {}
        self.where: dict[str, int] = {}
        self._open: set[str] = set()
        self._names: list[tuple[int, int, str]] = []
        self._ends: dict[str, str] = {}

    def read(self, root: etree._Element, *, in_note: bool = False) -> None:
        """Add the paragraphs of a part. Of two forms of one content (mc:AlternateContent) the first is read."""
        unnamed: set[str] = set()
        for element in _walk(root):
            if element.tag == f"{W}bookmarkStart" and (found := NAME.match(str(element.get(f"{W}name")))):
                self._names.append((int(found[1]), int(found[2]), found[3]))
                unnamed.add(str(element.get(f"{W}id")))
            elif element.tag == f"{W}bookmarkEnd":
                unnamed.discard(str(element.get(f"{W}id")))
            elif element.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
                self._mark(element)
            elif element.tag == f"{W}p":
                self._paragraph(element, unnamed, in_note=in_note)

    def _paragraph(self, element: etree._Element, unnamed: set[str], *, in_note: bool) -> None:
        """Add a paragraph; `unnamed` are the ids of bookmarks that began before it and have not ended."""
        carried = bool(unnamed)
        ended = set()
        for one in element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            ident = str(one.get(f"{W}id"))
            if one.tag == f"{W}bookmarkEnd":
                ended.add(ident)
                unnamed.discard(ident)
            elif found := NAME.match(str(one.get(f"{W}name"))):
                self._names.append((int(found[1]), int(found[2]), found[3]))
                if ident not in ended:
                    unnamed.add(ident)
        names, self._names = tuple(self._names), []
        properties, looks = element.find(f"{W}pPr"), False
        style = (
            "" if properties is None else str(getattr(properties.find(f"{W}pStyle"), "attrib", {}).get(f"{W}val", ""))
        )
        mark = ""
        if properties is not None:
            looks = properties.find(f"{W}pPrChange") is not None
            mark = next((word for tag, word in (("ins", "inserted"), ("del", "deleted"), ("moveTo", "inserted"), ("moveFrom", "deleted")) if properties.find(f"{W}rPr/{W}{tag}") is not None), "")  # fmt: skip
        pieces: list[WordPiece] = []
        number = len(self.paragraphs)
        row = next(element.iterancestors(f"{W}tr"), None)
        gone = row.find(f"{W}trPr/{W}del") if row is not None else None
        for as_marked in pieces_of(element):
            piece = as_marked
            if gone is not None and piece.text and not piece.state:
                piece = WordPiece(piece.text, "deleted", gone)
            if piece.text or piece.change is None:
                pieces.append(piece)
                for ident in self._open:
                    self.on[ident] += piece.text if piece.state != "deleted" else ""
            elif piece.change.tag == f"{W}rPrChange":
                looks = True
            else:
                self._mark(piece.change, number)
        for ident in self._open:
            self.on[ident] += " "
        self.paragraphs.append(CopyParagraph(names, tuple(pieces), style, carried and not names, mark, in_note, looks))

    def _mark(self, element: etree._Element, number: int | None = None) -> None:
        ident = str(element.get(f"{W}id"))
        if element.tag == f"{W}commentRangeStart":
            self._open.add(ident)
            self.on.setdefault(ident, "")
        elif element.tag == f"{W}commentRangeEnd":
            self._open.discard(ident)
        self.where.setdefault(ident, len(self.paragraphs) if number is None else number)


def _walk(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs of a part in order, and bookmarks and comments that begin or end between them."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = str(element.tag)
        if tag.endswith("}Fallback"):
            continue
        yield element
        if tag == f"{W}p":
            boxes = [box for box in element.iter(f"{W}txbxContent") if not _is_fallback(box, element)]
            waiting.extend(reversed(boxes))
        else:
            waiting.extend(reversed(element))


def _is_fallback(box: etree._Element, paragraph: etree._Element) -> bool:
    """Say whether a box is another form of one that was read, or stands in one."""
    around = box.getparent()
    while around is not None and around is not paragraph:
        if str(around.tag).endswith(("}Fallback", "}txbxContent")):
            return True
        around = around.getparent()
    return False


def _remarks(file: OfficeFile, reader: _CopyReader) -> tuple[Remark, ...]:
    if not file.has("word/comments.xml"):
        return ()
    more = "word/commentsExtended.xml"
    extended = file.xml(more) if file.has(more) else ()
    states = {one.get(f"{_W15}paraId"): one for one in extended}
    found, by_paragraph = [], {}
    comments = [*file.xml("word/comments.xml").iter(f"{W}comment")]
    for comment in comments:
        for paragraph in comment.iter(f"{W}p"):
            by_paragraph[paragraph.get(f"{_W14}paraId")] = str(comment.get(f"{W}id"))
    for comment in comments:
        ident = str(comment.get(f"{W}id"))
        own = [*comment.iter(f"{W}p")]
        state = next((states[key] for one in own if (key := one.get(f"{_W14}paraId")) in states), None)
        text = "\n".join(current_words([*pieces_of(one)]) for one in own).strip()
        parent = by_paragraph.get(state.get(f"{_W15}paraIdParent"), "") if state is not None else ""
        done = state is not None and state.get(f"{_W15}done") in {"1", "true"}
        place = reader.where.get(ident, -1)
        author, initials = str(comment.get(f"{W}author", "")), str(comment.get(f"{W}initials", ""))
        found.append(Remark(ident, author, initials, text, even(reader.on.get(ident, "")), place, done, parent))
    return tuple(found)
