"""A reviewer made of numbers: comments on a copy, and changes of its words, in every place that a person would use.

A review is made on the XML of the file, as Word writes it: w:ins and w:del around runs, comments in a part of their own.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from builder.core.archive import zip_bytes
from builder.returning.review.findings import ReviewFinding
from builder.writers.docx.oxml import W
from builder.writers.docx.words import even

XML = "{http://www.w3.org/XML/1998/namespace}"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TOKEN = re.compile(r"\w+|[^\w\s]")
WORDS = (
    "safe",
    "often",
    "perhaps 7",
    "for *some* people",
    "each",
    "who asks",
    "“quoted”",
    "e.g. this",
    "naïve",
    "A & B <c>",
)


@dataclass(frozen=True)
class Act:
    """One thing that the reviewer did: `kind` comment, inserted, deleted, replaced, untracked or paragraph; in which kind of place."""

    kind: str
    where: str
    old: str = ""
    new: str = ""


@dataclass
class Reviewer:
    """Reviews a copy. The same seed does the same."""

    data: bytes
    seed: int
    acts: list[Act] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # the same review each time
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        notes = self.parts.get("word/footnotes.xml")
        self.notes = None if notes is None else etree.fromstring(notes)
        self.comments: list[str] = []
        self.used: set[tuple[bool, int]] = set()
        self.number = 900_000

    def review(self, count: int) -> bytes:
        """Do so many things, each in a paragraph of its own, and return the file."""
        doings = [self.comment, self.insert, self.delete, self.replace, self.across, self.untracked, self.add_paragraph]
        places = ["text", "list", "table", "note", "title"]
        for n in range(count):
            where = places[(self.seed + n) % len(places)]
            doing = doings[(self.seed * 3 + n) % len(doings)]
            paragraph = self._paragraph(where)
            if paragraph is not None:
                doing(paragraph, where)
        return self.file()

    def file(self) -> bytes:
        """Return the reviewed file."""
        parts = dict(self.parts)
        parts["word/document.xml"] = etree.tostring(self.body, xml_declaration=True, encoding="UTF-8", standalone=True)
        if self.notes is not None:
            parts["word/footnotes.xml"] = etree.tostring(
                self.notes, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        if self.comments:
            space = W.strip("{}")
            parts["word/comments.xml"] = f'<w:comments xmlns:w="{space}">{"".join(self.comments)}</w:comments>'.encode()
            rels = parts["word/_rels/document.xml.rels"].decode()
            row = f'<Relationship Id="rId9999" Type="{RELATIONSHIP}" Target="comments.xml"/></Relationships>'
            parts["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", row).encode()
            override = f'<Override PartName="/word/comments.xml" ContentType="{TYPE}"/></Types>'
            parts["[Content_Types].xml"] = parts["[Content_Types].xml"].decode().replace("</Types>", override).encode()
        return zip_bytes(parts.items())

    def _paragraph(self, where: str) -> etree._Element | None:
        """Return a paragraph of a kind of place, with some words, that nothing was done in yet."""
        root = self.notes if where == "note" else self.body
        if root is None:
            return None
        found = []
        for n, paragraph in enumerate(root.iter(f"{W}p")):
            style = str(getattr(paragraph.find(f"{W}pPr/{W}pStyle"), "attrib", {}).get(f"{W}val", ""))
            in_table = any(one.tag == f"{W}tc" for one in paragraph.iterancestors())
            kind = (
                "note" if where == "note" else "table" if in_table else "list" if "ListParagraph" in style
                else "title" if "Heading" in style else "text" if style.startswith("BodyText") else ""
            )  # fmt: skip
            named = any("cw_0_" not in str(one.get(f"{W}name")) for one in paragraph.iter(f"{W}bookmarkStart") if "cw_" in str(one.get(f"{W}name")))  # fmt: skip
            runs = [run for run in self._runs(paragraph) if len(self._text(run).split()) > 2]
            if kind == where and named and runs and (where == "note", n) not in self.used:
                found.append((n, paragraph))
        if not found:
            return None
        n, paragraph = self.chance.choice(found)
        self.used.add((where == "note", n))
        return paragraph

    @staticmethod
    def _runs(paragraph: etree._Element) -> list[etree._Element]:
        lines = {"SourceLine"}
        styles = {
            run: str(getattr(run.find(f"{W}rPr/{W}rStyle"), "attrib", {}).get(f"{W}val", ""))
            for run in paragraph.findall(f"{W}r")
        }
        return [run for run, style in styles.items() if run.find(f"{W}t") is not None and style not in lines]

    @staticmethod
    def _text(run: etree._Element) -> str:
        return "".join(str(one.text or "") for one in run.findall(f"{W}t"))

    def _mark(self, tag: str) -> etree._Element:
        self.number += 1
        values = {"id": str(self.number), "author": "Ada Example", "date": "2026-01-31T10:00:00Z"}
        return etree.Element(f"{W}{tag}", {f"{W}{name}": value for name, value in values.items()})

    def _split(self, paragraph: etree._Element) -> tuple[etree._Element, str]:
        """Split a run so that some words of it are a run of their own, and return that run with its words."""
        runs = [run for run in self._runs(paragraph) if len(self._text(run).split()) > 2]
        run = self.chance.choice(runs)
        text = self._text(run)
        words = text.split(" ")
        start = self.chance.randrange(1, max(2, len(words) - 1))
        end = min(len(words), start + self.chance.randrange(1, 3))
        head, middle, tail = " ".join(words[:start]) + " ", " ".join(words[start:end]), " ".join(words[end:])
        pieces = [head, middle, f" {tail}" if end < len(words) else ""]
        made = []
        for piece in pieces:
            one = deepcopy(run)
            for child in one.findall(f"{W}t")[1:]:
                one.remove(child)
            node = one.find(f"{W}t")
            assert node is not None
            node.text = piece
            node.set(f"{XML}space", "preserve")
            made.append(one)
        parent = run.getparent()
        assert parent is not None
        at = parent.index(run)
        parent.remove(run)
        for one in reversed([one for one, piece in zip(made, pieces, strict=True) if piece]):
            parent.insert(at, one)
        return made[1], middle

    def _wrap_deleted(self, run: etree._Element) -> etree._Element:
        parent = run.getparent()
        assert parent is not None
        mark = self._mark("del")
        parent.replace(run, mark)
        mark.append(run)
        for text in run.findall(f"{W}t"):
            text.tag = f"{W}delText"
        return mark

    def _inserted(self, like: etree._Element, words: str) -> etree._Element:
        mark, run = self._mark("ins"), etree.Element(f"{W}r")
        if (look := like.find(f"{W}rPr")) is not None:
            run.append(deepcopy(look))
        text = etree.SubElement(run, f"{W}t")
        text.text = words
        text.set(f"{XML}space", "preserve")
        mark.append(run)
        return mark

    def comment(self, paragraph: etree._Element, where: str) -> None:
        """Say something on some words."""
        if where == "note":  # a comment cannot stand in a footnote
            self.insert(paragraph, where)
            return
        run, words = self._split(paragraph)
        ident, said = str(len(self.comments)), f"Comment {self.seed}-{len(self.acts)}: is this so?"
        run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": ident}))
        call = etree.Element(f"{W}r")
        etree.SubElement(call, f"{W}commentReference", {f"{W}id": ident})
        run.addnext(call)
        run.addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": ident}))
        self.comments.append(
            f'<w:comment w:id="{ident}" w:author="Ada Example" w:initials="AE" w:date="2026-01-31T10:00:00Z"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
        )
        self.acts.append(Act("comment", where, words, said))

    def insert(self, paragraph: etree._Element, where: str) -> None:
        """Insert some words, with changes tracked."""
        run, _ = self._split(paragraph)
        words = self.chance.choice(WORDS)
        run.addprevious(self._inserted(run, f"{words} "))
        self.acts.append(Act("inserted", where, "", words))

    def delete(self, paragraph: etree._Element, where: str) -> None:
        """Delete some words, with changes tracked."""
        run, words = self._split(paragraph)
        self._wrap_deleted(run)
        self.acts.append(Act("deleted", where, words))

    def replace(self, paragraph: etree._Element, where: str) -> None:
        """Replace some words, with changes tracked."""
        run, words = self._split(paragraph)
        new = self.chance.choice(WORDS)
        inserted = self._inserted(run, new)
        self._wrap_deleted(run).addnext(inserted)
        self.acts.append(Act("replaced", where, words, new))

    def across(self, paragraph: etree._Element, where: str) -> None:
        """Delete words that stand in two runs."""
        run, words = self._split(paragraph)
        following = run.getnext()
        mark = self._wrap_deleted(run)
        if following is not None and following.tag == f"{W}r" and following.find(f"{W}t") is not None:
            for text in following.findall(f"{W}t"):
                text.tag = f"{W}delText"
                words += str(text.text or "")
            mark.append(following)
        self.acts.append(Act("deleted", where, words))

    def untracked(self, paragraph: etree._Element, where: str) -> None:
        """Replace some words, with changes not tracked."""
        run, words = self._split(paragraph)
        node = run.find(f"{W}t")
        assert node is not None
        node.text = new = f"changed {self.seed}"
        self.acts.append(Act("untracked", where, words, new))

    def add_paragraph(self, paragraph: etree._Element, where: str) -> None:
        """Add a paragraph, with changes not tracked."""
        if where == "note":
            self.insert(paragraph, where)
            return
        words = f"A paragraph that reviewer {self.seed} added."
        new = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(new, f"{W}r"), f"{W}t").text = words
        paragraph.addnext(new)
        self.acts.append(Act("paragraph", where, "", words))


def lost(acts: list[Act], findings: tuple[ReviewFinding, ...]) -> list[Act]:
    """Return what a reviewer did that no finding tells of. The words of one deed may be told in several findings of a passage."""
    old: dict[str, str] = {}
    new: dict[str, str] = {}
    for one in findings:
        old[one.passage] = f"{old.get(one.passage, '')} {one.old}"
        new[one.passage] = f"{new.get(one.passage, '')} {one.new}"
    said = {even(one.new) for one in findings if one.kind == "comment"}
    return [act for act in acts if not _is_told(act, said, old, new)]


def _is_told(act: Act, said: set[str], old: dict[str, str], new: dict[str, str]) -> bool:
    if act.kind == "comment":
        return even(act.new) in said
    gone, came = (set(_TOKEN.findall(even(text))) for text in (act.old, act.new))
    if act.kind == "untracked":  # a word that stands in both was not changed
        gone, came = gone - came, came - gone
    return any(gone <= set(_TOKEN.findall(old[key])) and came <= set(_TOKEN.findall(new[key])) for key in old)
