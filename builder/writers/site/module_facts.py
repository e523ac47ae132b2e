"""Lines of facts about a module: what a card and a page say beside the module's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from builder.core.names import COURSE_ID
from builder.model.catalogue import CatalogueEntry
from builder.model.outputs import LICENSES, license_name
from builder.writers.shared.labels import Labels

BETWEEN = "\u00a0· "
"""Between facts: where a line ends there, the next one begins with a fact."""

LINE = 110
"""Letters of a description that a card of a long catalogue shows."""


@dataclass(frozen=True)
class ModuleFacts:
    """A module's facts in a page's language."""

    entry: CatalogueEntry
    labels: Labels

    def kicker(self) -> str:
        """`Module 1`, or what it is when it has no place in the course."""
        entry = self.entry
        if entry.number:
            return self.labels("module-number", number=entry.number)
        return self.labels("site-whole-course") if entry.id == COURSE_ID else ""

    def minutes(self) -> str:
        """`60 minutes`, or nothing."""
        return self.labels.count("minutes", self.entry.minutes) if self.entry.minutes else ""

    def level(self) -> str:
        """The level, as a line begins."""
        return self.entry.level[:1].upper() + self.entry.level[1:]

    def language(self) -> str:
        """The language in its own words, its tag where we do not know them."""
        key = f"language-{self.entry.lang.split('-', maxsplit=1)[0]}"
        return self.labels(key) if self.labels.has(key) else self.entry.lang

    def facts(self) -> str:
        """`60 minutes · Introductory · English`."""
        return BETWEEN.join(filter(None, (self.minutes(), self.level(), self.language())))

    def one_line(self) -> str:
        """The first sentence of the description, cut at a word where it is long."""
        first = re.split(r"(?<=[.!?؟。])\s", self.entry.description, maxsplit=1)[0]
        return first if len(first) <= LINE else first[:LINE].rpartition(" ")[0] + "…"

    def state(self) -> str:
        """How far a module may be relied on: who reviewed it, or when its facts were last checked."""
        entry = self.entry
        reviewed, checked = "", ""
        if entry.reviewed:
            names = ", ".join(entry.reviewed_by)
            reviewed = self.labels("module-reviewed", date=self._month(entry.reviewed), names=names)
        if entry.checked:
            checked = self.labels("module-checked", date=self._month(entry.checked))
        return BETWEEN.join(filter(None, (reviewed, checked)))

    def draft(self) -> str:
        """The draft notice without the word that it begins with: that stands before it."""
        notice, word = self.entry.draft_notice.strip(), self.labels("draft")
        return notice[len(word) :].lstrip(" .:–—") if notice.casefold().startswith(word.casefold()) else notice

    def attribution(self) -> str:
        """Who is to be named, as one line."""
        entry = self.entry
        key = "module-license-line" if entry.course else "module-license-line-alone"
        return self.labels(key, title=entry.title, names=self._names(), course=entry.course)

    def license_line(self) -> str:
        """Under which license, with its address where we know it."""
        url, name = LICENSES.get(self.entry.license, ""), license_name(self.entry.license)
        if url:
            return self.labels("module-license-under", license=name, url=url)
        return self.labels("module-license-under-plain", license=name)

    def citation(self) -> str:
        """How to cite the module: who, when, what, in what, where."""
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
        return ", ".join(self.entry.authors) or self.entry.course

    def _month(self, day: str) -> str:
        return self.labels.month(date.fromisoformat(day))
