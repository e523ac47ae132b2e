"""A PowerPoint file → `Document`: a slide is a topic, a section or its slide a part, notes are the script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from builder.core.disk.folder import Folder
from builder.core.frozen import dataclass, replace
from builder.core.source import Unreadable
from builder.importing.document import DocBlock, DocBox, DocParagraph, DocPlace, DocTopic, Document
from builder.importing.join import with_new_ids
from builder.importing.loss import LossLog
from builder.importing.office import MOST_FILE, OfficeFile
from builder.importing.pptx.context import SlideContext
from builder.importing.pptx.extras import note_extras, note_of_file, slide_notes
from builder.importing.pptx.layouts import LayoutReader, SlideLayout
from builder.importing.pptx.names import P14, P, R
from builder.importing.pptx.order import Jumps, join_continued, sections
from builder.importing.pptx.own.frames import objectives
from builder.importing.pptx.own.questions import audience_of, own_topics
from builder.importing.pptx.own.slides import OwnSlide, own_shapes, own_slide, topical_slides
from builder.importing.pptx.repeats import without_logos
from builder.importing.pptx.shapes import SlideContent, is_plain, read_shapes
from builder.importing.pptx.text import TextSetting
from builder.importing.pptx.titles import title_shapes
from builder.importing.pptx.words import file_words, language_of
from builder.importing.write_inlines import plain_text

MOST_SLIDES = 5_000
_TITLE_LAYOUT, _SECTION_LAYOUT = "title", "secHead"
_LONGEST_DESCRIPTION = 400
"""Most characters of a subtitle that is taken for a description."""


@dataclass(frozen=True)
class _Opening:
    """What the title slide says, empty where there is none."""

    title: str = ""
    description: str = ""
    audience: tuple[str, ...] = ()
    blocks: tuple[DocBlock, ...] = ()


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
            log.note_left(DocPlace(name), "slide", "the file names it and does not hold it")
        if len(self.slides) > MOST_SLIDES:
            raise Unreadable(f"it has more than {MOST_SLIDES:,} slides", hint="divide it into several modules")
        self.openings: set[str] = set()
        self.own: dict[str, OwnSlide] = {}
        self.subtitles: dict[str, tuple[DocBlock, ...]] = {}
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
        aims, topics = objectives(without_logos(topics, self.log), self.own, self.log)
        topics = own_topics(topics, self.own, self.log)
        for _, part in self.slides:
            words += file_words(self.office, part, roots[part])
        opening = self._opening(topics)
        topics = topics[1:] if opening.title else topics
        ids_of_slides = [number for number, _ in self.slides]
        topical = topical_slides([self.layouts.of(part) for _, part in self.slides])
        topics, names = sections(topics, ids_of_slides, self._section_rows(), self.log, topical)
        words += names
        words += note_of_file(self.office, self.main, self.root, self.layouts, DocPlace(self.name), self.log)
        ids = {topic.id: topic.id for topic in topics if topic.id}
        topics, joined = join_continued(topics, self.log)
        ids |= joined
        used = {ids[name] for name in self.jumps.used if name in ids}
        found = (replace(topic, id=topic.id if topic.id in used else "") for topic in topics)
        return Document(
            with_new_ids(tuple(found), lambda name: ids.get(name, "")),
            title=opening.title,
            description=opening.description,
            audience=opening.audience,
            objectives=aims,
            lang=lang,
            opening=with_new_ids(opening.blocks, lambda name: ids.get(name, "")),
            words=dict(words),
        )

    def _topic(self, number: int, part: str, root: etree._Element, lang: str, title: etree._Element | None) -> DocTopic:
        """Return a slide as a topic."""
        at = DocPlace(self.name, "slide", number)
        layout = self.layouts.of(part)
        setting = TextSetting(at, (), self.office.links(part), self.jumps.to, lang, self.log)
        tree = root.find(f"{P}cSld/{P}spTree")
        apart = own_shapes(tree, layout) if tree is not None else {}
        context = SlideContext(self.office, part, layout, setting, title, tuple(apart.values()))
        content = read_shapes(tree, context) if tree is not None else SlideContent((), ())
        self.log.note_taken(at, "slide")
        if (own := own_slide(apart, layout, setting, _slide_name(root))) is not None:
            self.own[f"slide-{number}"] = own
        if content.opens:
            self.openings.add(f"slide-{number}")
            self.subtitles[f"slide-{number}"] = content.subtitle
        notes = slide_notes(self.office, part, replace(setting, at=replace(at, part="notes")))
        note_extras(self.office, part, root, at, self.log)
        hidden = root.get("show") in {"0", "false"}
        if hidden:
            self.log.note_changed(
                at, "hidden slide", "it is for the guide alone: decide whether participants may read it"
            )
        level = 1 if layout.kind == _SECTION_LAYOUT and content.title and not hidden else 2
        return DocTopic(
            content.title,
            content.blocks,
            notes,
            1 if level == 1 else 2,
            f"slide-{number}",
            hidden=hidden,
            shown=any(isinstance(block, DocParagraph) for block in content.blocks),
            at=at,
        )

    def _layout(self, topic: DocTopic) -> SlideLayout:
        return self.layouts.of(self.slides[topic.at.number - 1][1])

    def _opening(self, topics: list[DocTopic]) -> _Opening:
        """Return what the title slide says: the title of the document, and what stands before its first topic."""
        first = next((topic for topic in topics if not topic.hidden), None)
        if first is None or first is not topics[0] or not first.title or not self._opens(first, len(topics)):
            return _Opening()
        self.log.note_taken(first.at, "title of the document")
        if first.id in self.jumps.used:
            self.log.note_changed(first.at, "link", "what led to the title slide leads nowhere")
        blocks, description = first.blocks, ""
        subtitle = self.subtitles.get(first.id) or first.blocks
        words = " · ".join(plain_text(block.runs) for block in subtitle if is_plain(block))
        if all(map(is_plain, subtitle)) and 0 < len(words) <= _LONGEST_DESCRIPTION:
            description = words
            blocks = tuple(block for block in blocks if not any(block is one for one in subtitle))
            self.log.note_changed(
                first.at, "subtitle", "it is the description, which title slides show: read it as one"
            )
        script = (DocBox("notes", first.notes, at=first.at),) if first.notes else ()
        own = self.own.get(first.id)
        audience = audience_of(own) if own is not None else ()
        return _Opening(plain_text(first.title), description, audience, (*blocks, *script))

    def _opens(self, topic: DocTopic, count: int) -> bool:
        """Say whether a first slide opens its deck: by its layout, or because it has nothing but a title and short lines."""
        if topic.id in self.openings or self._layout(topic).kind == _TITLE_LAYOUT:
            return True
        words = sum(len(plain_text(block.runs)) for block in topic.blocks if is_plain(block))
        opens = count > 2 and all(map(is_plain, topic.blocks)) and words <= _LONGEST_DESCRIPTION and not topic.notes
        if opens:
            self.log.note_changed(
                topic.at, "first slide", "it has a title and short lines alone, and is the title slide"
            )
        return opens

    def _section_rows(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the name of each section and the ids of its slides ([MS-PPTX] 2.6.2)."""
        for section in self.root.iter(f"{P14}section"):
            name = re.sub(r"\s+", " ", section.get("name", "")).strip()
            yield name, [row.get("id", "") for row in section.iter(f"{P14}sldId")]


def _slide_name(root: etree._Element) -> str:
    content = root.find(f"{P}cSld")
    return content.get("name", "") if content is not None else ""
