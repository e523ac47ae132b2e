"""Lines of facts about a module, for the catalogue's cards and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from builder.core.names import COURSE_ID
from builder.model.catalogue import CatalogueEntry
from builder.model.outputs import LICENSES, license_name
from builder.writers.shared.labels import Labels

BETWEEN = "\u00a0· "
"""Separates facts; lines break after it, so that none begins with the dot."""

LINE = 110
"""The most characters of a description on a card of a long catalogue."""

_WHOLE = 100


@dataclass(frozen=True)
class ModuleFacts:
    """A module's facts, with labels in the page's language."""

    entry: CatalogueEntry
    labels: Labels

    def kicker(self) -> str:
        """`Module 1`; “whole course” for the course's books; "" for a module without a number."""
        entry = self.entry
        if entry.number:
            return self.labels("module-number", number=entry.number)
        return self.labels("site-whole-course") if entry.id == COURSE_ID else ""

    def minutes(self) -> str:
        """`60 minutes`, or ""."""
        return self.labels.count("minutes", self.entry.minutes) if self.entry.minutes else ""

    def level(self) -> str:
        """The level with a capital first letter."""
        return self.entry.level[:1].upper() + self.entry.level[1:]

    def language(self) -> str:
        """The language's own name, or its BCP 47 tag where no label has it."""
        key = f"language-{self.entry.lang.split('-', maxsplit=1)[0]}"
        return self.labels(key) if self.labels.has(key) else self.entry.lang

    def facts(self) -> str:
        """`60 minutes · Introductory · English`."""
        return BETWEEN.join(filter(None, (self.minutes(), self.level(), self.language())))

    def one_line(self) -> str:
        """The first sentence of the description, cut at a word when it is longer than LINE."""
        first = re.split(r"(?<=[.!?؟。])\s", self.entry.description, maxsplit=1)[0]
        return first if len(first) <= LINE else first[:LINE].rpartition(" ")[0] + "…"

    def state(self) -> str:
        """Who reviewed the module and when, and when its facts were last checked."""
        entry = self.entry
        reviewed, checked = "", ""
        if entry.reviewed:
            names = self.labels("plan-list").join(entry.reviewed_by)
            reviewed = self.labels("module-reviewed", date=self._month(entry.reviewed), names=names)
        if entry.checked:
            checked = self.labels("module-checked", date=self._month(entry.checked))
        return BETWEEN.join(filter(None, (reviewed, checked)))

    def translation(self) -> str:
        """How far the translation is, unless it is whole, and who reviewed it; "" for what is no translation."""
        entry = self.entry
        if not entry.translation_of:
            return ""
        share = self.labels("translation-share", percent=entry.translated) if entry.translated < _WHOLE else ""
        who = entry.translation_reviewed
        state = self.labels("translation-reviewed", names=who) if who else self.labels("translation-draft")
        return BETWEEN.join(filter(None, (state, share)))

    def draft(self) -> str:
        """The draft notice without the word “Draft” at its beginning, which the page prints before it."""
        notice, word = self.entry.draft_notice.strip(), self.labels("draft")
        return notice[len(word) :].lstrip(" .:–—。：،") if notice.casefold().startswith(word.casefold()) else notice

    def attribution(self) -> str:
        """The attribution that the license asks for, as one line."""
        entry = self.entry
        key = "module-license-line" if entry.course else "module-license-line-alone"
        return self.labels(key, title=entry.title, names=self._names(), course=entry.course)

    def license_line(self) -> str:
        """The license with its URL where it is known."""
        url, name = LICENSES.get(self.entry.license, ""), license_name(self.entry.license)
        if url:
            return self.labels("module-license-under", license=name, url=url)
        return self.labels("module-license-under-plain", license=name)

    def citation(self) -> str:
        """How to cite the module: authors, year, title, version, course, URL."""
        entry = self.entry
        version = self.labels("module-cite-version", version=entry.version) if entry.version else ""
        course = self.labels("module-cite-in", course=entry.course) if entry.course else ""
        year = entry.date[:4] or self.labels("module-no-date")
        line = self.labels(
            "module-cite-line",
            names=self._names(),
            year=year,
            title=entry.title,
            version=version,
            course=course,
            url=entry.url,
        )
        return line.strip()

    def _names(self) -> str:
        return self.labels("plan-list").join(self.entry.authors) or self.entry.course

    def _month(self, day: str) -> str:
        return self.labels.month(date.fromisoformat(day))
