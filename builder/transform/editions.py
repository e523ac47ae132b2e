"""The table of editions: one row for each way of giving a module out. Everything that differs by edition stands here.

`select`, the build's plan, the writers, the catalogue, the command line and the parser's `handout:#id` references all
read this table. To add an edition, add a row, a page template and a label (see ARCHITECTURE.md). Which kind of content
a block is stands in audience.py. This file imports next to nothing, because `coursewright --help` reads it.
"""

from __future__ import annotations

from typing import Literal, get_args

from builder.core.frozen import dataclass

Audience = Literal["participants", "facilitators"]

Content = Literal[
    "prose",  # running text, lists, tables, figures and callouts that stand in a topic itself
    "personal",  # what each learner works on alone: objectives, reflections
    "exercises",  # activities, discussions, scenarios and questions, without their answers
    "forms",  # forms to fill in, which no slide shows
    "essentials",  # key points and definitions
    "help",  # resources, local lines and shared blocks: where to turn
    "answers",  # the right options, their reasons, and answers
    "cards",
    "notes",  # speaker notes
    "facilitator",  # for facilitators' eyes alone
    "handout-only",
    "slides-only",
]
"""Kinds of content that editions show or leave out. audience.py has the kind of each block."""

Writer = Literal["page", "phone", "docx", "slides_pptx", "slides_pdf", "slides_share", "questions"]
"""What makes a file. `page` is paged HTML set as a PDF; `phone` is one HTML file; `docx` a Word file; the others are for slides and GIFT."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that an edition is written in. `ending` is the file ending, and the format's name in the manifest.

    `paper`: it has pages of the course's paper size. `counts`: what the manifest counts in it, "" when it has no parts.
    `asked`: it is made only where a row of `outputs:` in course.yml names it.
    """

    ending: str
    writer: Writer
    paper: bool = False
    counts: Literal["pages", "slides", "questions", ""] = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """How a printed edition is laid out. File names are below themes/base/print.

    `template` writes the document. `blocks` is a folder whose block templates go before those of blocks/.
    `contents`: whether the document lists its topics; `long`: only when it has many pages.
    `duplex`: it is printed on both sides and bound or stapled, so the inner margin is wider, on alternating sides.
    `two_sides`: it is set smaller, within limits, until it fits on the two sides of one sheet.
    `slides`: it shows pictures of the slides. `forms`: it has form fields to fill in on a screen.
    """

    template: str
    blocks: str = ""
    contents: Literal["never", "long", "always"] = "never"
    duplex: bool = True
    two_sides: bool = False
    slides: bool = False
    forms: bool = False

    @property
    def pdf_variant(self) -> Literal["pdf/ua-1", "pdf/a-3a"]:
        """The PDF conformance level. Form fields as WeasyPrint writes them are not allowed in PDF/A."""
        return "pdf/ua-1" if self.forms else "pdf/a-3a"


LAST = 99
"""The `start` of editions that nobody waits for."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One way of giving a module out.

    `name` is its public name: in `--edition`, in file names, in the manifest, and as the key of its label.
    `shows` is the content that it may hold; anything else is removed before a writer runs.
    `rank` orders references: an edition may name a page of an edition of lower rank only. It also orders the catalogue.
    Ranks are ten apart, so that a new edition fits between two others.
    `page` is the layout of its pages; None for slides and questions.
    `names`: editions whose pages or slides it names in lines of its own, whatever the author refers to.
    `deck_of`: the edition whose laid-out deck it is made from, "" when none.
    `linked`: authors may refer to a place in it, as in `[step 2](handout:#sort)`.
    `answers_only`: of activities, discussions and scenarios it keeps the title and what is a question or an answer.
    `lists_sources`: its pages end with the list of sources; where they do not, sources stand in words where they are cited.
    `copies_place`: its place in the guide's list of what to print for how many people; 0: it is not in that list.
    `agenda`: it tells participants when each topic begins and how long it takes: always, or when the module asks for it.
    `explains`: it explains the course's glossary terms. Most editions are used beside one that does, or have no room.
    `large`: a plain build also makes it in large print. `several_up`: it can be made with several slides a page.
    `asked`: it is made only where it is named, in `--edition` or `outputs:`. `for_reviewers`: it says who sees each passage, and
    where it stands in the source.
    `cost` is about how long one file takes, in tenths of a second. `start` orders the beginning of plain parts,
    so that what others wait for is begun first; variants, and editions with LAST, come after them.
    """

    name: str
    audience: Audience
    rank: int
    formats: tuple[Format, ...]
    shows: frozenset[Content]
    page: PageLayout | None = None
    names: frozenset[str] = frozenset()
    deck_of: str = ""
    linked: bool = True
    answers_only: bool = False
    lists_sources: bool = True
    copies_place: int = 0
    agenda: Literal["never", "asked", "always"] = "never"
    explains: bool = False
    large: bool = False
    several_up: bool = False
    asked: bool = False
    for_reviewers: bool = False
    cost: int = 4
    start: int = LAST

    @property
    def endings(self) -> tuple[str, ...]:
        """The file endings of its formats."""
        return tuple(form.ending for form in self.formats)

    @property
    def has_paper(self) -> bool:
        """Whether any of its formats is set on paper, so that paper size, large print and ink make a difference."""
        return any(form.paper for form in self.formats)

    @property
    def offered_to(self) -> Audience:
        """Who takes it from the catalogue. Answers are for participants, but facilitators decide when they get them."""
        return "facilitators" if "answers" in self.shows else self.audience

    def format(self, ending: str) -> Format:
        """Return the format with this file ending. Raises KeyError when the edition has none."""
        for form in self.formats:
            if form.ending == ending:
                return form
        raise KeyError(self.name, ending)


_PDF = Format("pdf", "page", paper=True, counts="pages")
_TASKS: frozenset[Content] = frozenset({"personal", "exercises", "help"})
_LESSON: frozenset[Content] = _TASKS | {"prose", "essentials"}

EDITIONS = {
    edition.name: edition
    for edition in (
        Edition(
            "handout",
            "participants",
            rank=0,
            formats=(_PDF, Format("html", "phone"), Format("docx", "docx", paper=True, asked=True)),
            shows=_LESSON | {"forms", "handout-only"},
            page=PageLayout("handout.html", contents="long"),
            explains=True,
            large=True,
            cost=9,
            copies_place=1,
            agenda="asked",
            start=0,
        ),
        Edition(
            "sheet",
            "participants",
            rank=10,
            formats=(_PDF,),
            shows=frozenset({"essentials", "help"}),
            page=PageLayout("sheet.html", duplex=False, two_sides=True),  # one sheet of paper: nothing is bound
            copies_place=3,
            start=3,
        ),
        Edition(
            "workbook",
            "participants",
            rank=20,
            formats=(_PDF,),
            shows=_TASKS | {"forms"},
            page=PageLayout("workbook.html", blocks="workbook", forms=True),
            names=frozenset({"handout"}),
            cost=5,
            copies_place=2,
            start=2,
        ),
        Edition(
            "answers",
            "participants",
            rank=30,
            formats=(_PDF,),
            shows=frozenset({"exercises", "answers"}),
            page=PageLayout("answers.html", blocks="answers"),
            names=frozenset({"handout", "workbook"}),
            answers_only=True,
            copies_place=5,
            start=4,
        ),
        Edition(
            "cards",
            "participants",
            rank=40,
            formats=(_PDF,),
            shows=frozenset({"cards"}),
            page=PageLayout("cards.html", blocks="cards", duplex=False),  # it is cut up
            copies_place=4,
            lists_sources=False,
            start=5,
        ),
        Edition(
            "slides",
            "facilitators",
            rank=60,
            formats=(Format("pptx", "slides_pptx", counts="slides"), Format("pdf", "slides_pdf", counts="slides")),
            shows=_LESSON | {"answers", "notes", "slides-only"},
            names=frozenset({"handout"}),
            agenda="always",
            cost=15,
            start=1,
        ),
        Edition(
            "slides-share",
            "participants",
            rank=50,
            formats=(Format("pdf", "slides_share", counts="slides"),),
            shows=_LESSON | {"slides-only"},
            names=frozenset({"handout"}),
            deck_of="slides",
            linked=False,
            agenda="always",
            several_up=True,
            cost=10,
        ),
        Edition(
            "guide",
            "facilitators",
            rank=70,
            formats=(_PDF,),
            shows=_LESSON | {"forms", "answers", "cards", "notes", "facilitator"},
            page=PageLayout("guide.html", blocks="guide", contents="always", slides=True),
            names=frozenset(
                {"handout", "sheet", "workbook", "answers", "cards", "slides"}
            ),  # how much to print of each
            deck_of="slides",
            cost=20,
            start=6,
        ),
        Edition(
            "questions",
            "facilitators",
            rank=80,
            formats=(Format("gift", "questions", counts="questions"),),
            shows=frozenset({"exercises", "answers"}),
            linked=False,
            answers_only=True,
        ),
        Edition(
            "review",
            "facilitators",
            rank=-10,  # it names no page of another edition: none is laid out for it
            formats=(Format("docx", "docx", paper=True),),
            shows=frozenset(get_args(Content)),
            linked=False,
            explains=True,
            asked=True,
            for_reviewers=True,
        ),
    )
}
"""All editions, in the order in which the manifest lists their files."""

SEVERAL_UP = next(name for name, edition in EDITIONS.items() if edition.several_up)
"""The edition that `--slide-handout` is about."""

BOUND_EDITIONS = tuple(name for name, edition in EDITIONS.items() if edition.page and edition.page.duplex)
"""The editions that `--booklet` and `--two-up` are about: of several pages, read one after the other."""


def is_for_reviewers(name: str) -> bool:
    """Say whether an edition is for reviewers, by its name; one that is not in the table is not."""
    return name in EDITIONS and EDITIONS[name].for_reviewers
