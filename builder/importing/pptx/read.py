"""A PowerPoint file → `Document`: a slide is a topic, a section or its slide a part, notes are the script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from builder.core.disk.folder import Folder
from builder.core.frozen import replace
from builder.core.source import Unreadable
from builder.importing.document import DocBlock, DocBox, DocPlace, DocRun, DocTopic, Document
from builder.importing.join import renamed
from builder.importing.loss import LossLog
from builder.importing.office import MOST_FILE, OfficeFile
from builder.importing.pptx.extras import note_extras, note_of_file, slide_notes
from builder.importing.pptx.layouts import LayoutReader, SlideLayout
from builder.importing.pptx.names import P14, P, R
from builder.importing.pptx.order import Jumps, continued, sections
from builder.importing.pptx.repeats import without_logos
from builder.importing.pptx.shapes import SlideContent, SlideContext, read_shapes
from builder.importing.pptx.text import TextSetting
from builder.importing.pptx.titles import title_shapes
from builder.importing.pptx.words import file_words, language_of
from builder.importing.write_inlines import plain_text

MOST_SLIDES = 5_000
_TITLE_LAYOUT, _SECTION_LAYOUT = "title", "secHead"


def read_pptx(folder: Folder, name: str, log: LossLog) -> Document:
    """Return what a PowerPoint file says. Raises Unreadable when it cannot be used."""
    return _Deck(OfficeFile(folder.data(name, MOST_FILE), "a PowerPoint file"), name, log).document()


class _Deck:
    """A file while it is read: its slides by number, their layouts, and which of them links lead to."""

    def __init__(self, office: OfficeFile, name: str, log: LossLog) -> None:
        self.office, self.name, self.log = office, name, log
        self.main = next(iter(office.led_to("", "officeDocument")), "")
        if not self.main:
            raise office.damaged()
        self.root = office.xml(self.main)
        if self.root.tag != f"{P}presentation":
            raise Unreadable("it is no PowerPoint presentation", hint="look at its name's ending, and at what it holds")
        links = office.links(self.main)
        rows = self.root.findall(f"{P}sldIdLst/{P}sldId")
        found = [(row.get("id", ""), links.get(row.get(f"{R}id", ""))) for row in rows]
        self.slides = [(number, link.target) for number, link in found if link is not None and office.has(link.target)]
        for _ in range(len(rows) - len(self.slides)):
            log.left(DocPlace(name), "slide", "the file names it and does not hold it")
        if len(self.slides) > MOST_SLIDES:
            raise Unreadable(f"it has more than {MOST_SLIDES:,} slides", hint="divide it into several modules")
        self.openings: set[str] = set()
        self.layouts = LayoutReader(office, self.main)
        self.jumps = Jumps({part: number for number, (_, part) in enumerate(self.slides, 1)})

    def document(self) -> Document:
        """Return the document."""
        if not self.slides:
            raise Unreadable("it has no slides", hint="a template alone is brought in by a theme: `slides.template`")
        words: Counter[str] = Counter()
        roots = {part: self.office.xml(part) for _, part in self.slides}
        lang = language_of(roots.values(), self.root)
        titles = title_shapes(roots, self.root)
        topics = [
            self._topic(number, part, roots[part], lang, titles.get(part))
            for number, (_, part) in enumerate(self.slides, 1)
        ]
        topics = without_logos(topics, self.log)
        for _, part in self.slides:
            words += file_words(self.office, part, roots[part])
        title, opening, topics = self._opening(topics)
        topics, names = sections(topics, [number for number, _ in self.slides], self._section_rows(), self.log)
        words += names
        words += note_of_file(self.office, self.main, self.root, self.layouts, DocPlace(self.name), self.log)
        ids = {topic.id: topic.id for topic in topics if topic.id}
        topics, joined = continued(topics, self.log)
        ids |= joined
        used = {ids[name] for name in self.jumps.used if name in ids}
        found = (replace(topic, id=topic.id if topic.id in used else "") for topic in topics)
        return Document(
            renamed(tuple(found), lambda name: ids.get(name, "")),
            title=title,
            lang=lang,
            opening=renamed(opening, lambda name: ids.get(name, "")),
            words=dict(words),
        )

    def _topic(self, number: int, part: str, root: etree._Element, lang: str, title: etree._Element | None) -> DocTopic:
        """Return a slide as a topic."""
        at = DocPlace(self.name, "slide", number)
        layout = self.layouts.of(part)
        setting = TextSetting(at, (), self.office.links(part), self.jumps.to, lang, self.log)
        tree = root.find(f"{P}cSld/{P}spTree")
        context = SlideContext(self.office, part, layout, setting, title)
        content = read_shapes(tree, context) if tree is not None else SlideContent((), ())
        self.log.taken(at, "slide")
        if content.opens:
            self.openings.add(f"slide-{number}")
        notes = slide_notes(self.office, part, replace(setting, at=replace(at, part="notes")))
        note_extras(self.office, part, root, at, self.log)
        hidden = root.get("show") in {"0", "false"}
        if hidden:
            self.log.changed(at, "hidden slide", "it is for the guide alone: decide whether participants may read it")
        level = 1 if layout.kind == _SECTION_LAYOUT and content.title and not hidden else 2
        return DocTopic(
            content.title,
            content.blocks,
            notes,
            1 if level == 1 else 2,
            f"slide-{number}",
            hidden=hidden,
            at=at,
        )

    def _layout(self, topic: DocTopic) -> SlideLayout:
        return self.layouts.of(self.slides[topic.at.number - 1][1])

    def _opening(self, topics: list[DocTopic]) -> tuple[str, tuple[DocBlock, ...], list[DocTopic]]:
        """Return the title of the document, what stands before its first topic, and the topics after; each with a title."""
        first = topics[0] if topics else None
        title, opening = "", ()
        slides = [topic for topic in topics if not topic.hidden]
        if (
            first is not None
            and slides
            and first is slides[0]
            and first.title
            and (first.id in self.openings or self._layout(first).kind == _TITLE_LAYOUT)
        ):
            title = plain_text(first.title)
            self.log.taken(first.at, "title of the document")
            script = (DocBox("notes", first.notes, at=first.at),) if first.notes else ()
            opening, topics = (*first.blocks, *script), topics[1:]
            if first.id in self.jumps.used:
                self.log.changed(first.at, "link", "what led to the title slide leads nowhere")
        return title, opening, [self._titled(topic) for topic in topics]

    def _titled(self, topic: DocTopic) -> DocTopic:
        """Return a topic with a title: one without gets the number of its slide."""
        if any(run.text.strip() for run in topic.title):
            return topic
        title = f"Slide {topic.at.number}"
        self.log.added(topic.at, "title", "the slide has none: give the topic a title", title)
        return replace(topic, title=(DocRun(title),))

    def _section_rows(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the name of each section and the ids of its slides ([MS-PPTX] 2.6.2)."""
        for section in self.root.iter(f"{P14}section"):
            name = re.sub(r"\s+", " ", section.get("name", "")).strip()
            yield name, [row.get("id", "") for row in section.iter(f"{P14}sldId")]
