"""A module with every block and inline of the language, made by hand, for tests of writers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from builder.core.addresses import Address
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.outputs import Imprint
from builder.model.references import Work

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 240" font-family="Arial, sans-serif" font-size="22">
<rect width="600" height="240" fill="#ffffff"/><circle cx="150" cy="120" r="90" fill="#eaf2f0" stroke="#0b5c5b" stroke-width="4"/>
<circle cx="420" cy="120" r="90" fill="#f8f1ea" stroke="#9a4a12" stroke-width="6" stroke-dasharray="15 7"/>
<text x="150" y="127" text-anchor="middle">1</text><text x="420" y="127" text-anchor="middle">2</text></svg>"""

_counter = iter(range(1, 100_000))


def t(text: str) -> m.Text:
    """Return plain words."""
    return m.Text(text=text)


def p(*content: m.Inline | str) -> m.Paragraph:
    """Return a paragraph."""
    return m.Paragraph(id=f"p-{next(_counter)}", content=_inlines(content))


def _inlines(content: tuple[m.Inline | str, ...]) -> tuple[m.Inline, ...]:
    return tuple(t(part) if isinstance(part, str) else part for part in content)


def ul(*items: str | tuple[m.Block, ...], ordered: bool = False, checked: bool | None = None) -> m.List:
    """Return a list."""
    bodies = ((p(item),) if isinstance(item, str) else item for item in items)
    return m.List(
        id=f"l-{next(_counter)}",
        ordered=ordered,
        items=tuple(m.ListItem(body=body, checked=checked) for body in bodies),
    )


def table(
    header: tuple[str, ...], *rows: tuple[str, ...], caption: str = "", ident: str = "", number: int = 0
) -> m.Table:
    """Return a table."""

    def row(cells: tuple[str, ...]) -> m.Row:
        return m.Row(cells=tuple(m.Cell(content=(t(cell),)) for cell in cells))

    return m.Table(
        id=ident or f"t-{next(_counter)}",
        caption=(t(caption),) if caption else (),
        header=(row(header),),
        rows=tuple(row(cells) for cells in rows),
        aligns=("",) * (len(header) - 1) + ("right",),
        number=number,
    )


def cite(*keys: str, locator: str = "") -> m.Citation:
    """Return a citation."""
    return m.Citation(items=tuple(m.Cited(key=key, locator=locator) for key in keys))


PROSE = (
    "In most jobs, the third question is yours, while the first two belong to lawyers, investigators, and courts. You can "
    "often offer help before anyone has answered them. If the law gives you a duty to act, follow it. "
)


@cache
def specimen() -> m.Module:
    """Return the module."""
    option = m.Option
    check = m.Check(
        id="check-age",
        number=1,
        question=(p("A buyer pays a 17-year-old. Under federal law, is the 17-year-old a victim of trafficking?"),),
        options=(
            option(
                content=(t("No, because no third person was involved"),),
                verdict=m.Verdict(right=False, feedback=(p("REASON-A. A third person is not needed."),)),
            ),
            option(
                content=(t("Yes, because of age alone"),),
                verdict=m.Verdict(right=True, feedback=(p("REASON-B. Under 18, no force has to be shown."),)),
            ),
            option(
                content=(t("Only if force, fraud, or coercion is shown"),),
                verdict=m.Verdict(right=False, feedback=(p("REASON-C. That is the test for adults."),)),
            ),
        ),
    )
    open_check = m.Check(
        id="check-open",
        number=2,
        question=(p("What would you still need to know?"),),
        answer=m.Answer(id="answer-open", body=(p("ANSWER-OPEN. Whether anyone compelled them."),)),
    )
    many = m.Check(
        id="check-many",
        number=3,
        many=True,
        question=(p("Which of these are facts?"),),
        options=(
            option(content=(t("A held passport"),), verdict=m.Verdict(right=True)),
            option(content=(t("An accent"),), verdict=m.Verdict(right=False)),
            option(content=(t("A threat"),), verdict=m.Verdict(right=True)),
        ),
    )
    inlines = p(
        "Plain, ",
        m.Strong(content=(t("strong"),)),
        ", ",
        m.Emphasis(content=(t("stressed"),)),
        ", ",
        m.Strike(content=(t("struck"),)),
        ", H",
        m.Subscript(content=(t("2"),)),
        "O, 1",
        m.Superscript(content=(t("st"),)),
        ", ",
        m.Highlight(content=(t("marked"),)),
        ", ",
        m.Phrase(lang="ar", content=(t("\u0645\u0631\u062d\u0628\u0627"),)),
        ", ",
        m.Link(target=Address("https://example.org/a?b=1&c=2"), content=(t("a link"),)),
        ", ",
        m.Code(text="code <b>"),
        ", ",
        m.Keyboard(text="Shift"),
        ", ",
        m.Abbreviation(text="TVPA", expansion="Trafficking Victims Protection Act"),
        m.LineBreak(),
        "a new line, a cited fact",
        cite("law"),
        ", another",
        cite("law", "report", locator="p. 3"),
        ", a note",
        m.Footnote(label="n", body=(p("The words of the note, with ", m.Emphasis(content=(t("stress"),)), "."),)),
        ", a table: ",
        m.Reference(target="four", content=(t("four situations"),)),
        ", an activity: ",
        m.Reference(target="sort", content=()),
        ", elsewhere: ",
        m.Reference(target="sort", edition="handout", content=()),
        ", ",
        m.InlineImage(src="dot.svg", alt="a dot"),
        ".",
    )
    before = m.Topic(
        id="before",
        title=(t("Before you start"),),
        audience="facilitator",
        body=(
            m.Heading(id="room", level=3, content=(t("The room"),)),
            p("FACILITATOR-WORD. Choose a room with a door that people can use without crossing in front of everyone."),
            ul(
                "Call every contact line in this module, and correct whatever has changed.",
                "Print and cut the cards.",
                checked=False,
            ),
            m.Heading(id="duty", level=3, content=(t("Say your duty first"),)),
            ul(
                "Thank them.",
                (p("Listen without asking for details."), ul("And do not promise an outcome.")),
                ordered=True,
            ),
        ),
    )
    welcome = m.Topic(
        id="welcome",
        title=(t("You can step out at any time"),),
        minutes=5,
        body=(
            m.ContentNote(
                id="cn",
                title=(t("What this hour is about"),),
                body=(p("We will talk about sex work and trafficking. There is no graphic detail."),),
            ),
            m.Shared(
                id="shared-note",
                ref="ways",
                body=(
                    m.Note(
                        id="ways",
                        title=(t("Ways to step out"),),
                        body=(ul("Leave, and come back or not.", "Stay, and skip any part."),),
                    ),
                ),
            ),
            p(PROSE * 2),
            inlines,
            m.Notes(
                id="n1",
                body=(
                    m.Cue(
                        kind="do",
                        content=(
                            t(
                                "NOTES-WORD. Welcome people at the door. Point out the exits, the restrooms, and the handouts."
                            ),
                        ),
                    ),
                    m.Cue(
                        kind="say",
                        content=(t("I'm glad you are here. Today is about two terms that often get mixed up."),),
                    ),
                    m.Cue(kind="ask", content=(t("Which of these is your job?"),)),
                    m.Cue(kind="listen", content=(t("Silence is fine. Do not fill it with questions."),)),
                    p("Plain words of the script."),
                ),
            ),
        ),
    )
    terms = m.Topic(
        id="terms",
        title=(t("Trafficking turns on compulsion, or on age"),),
        minutes=10,
        method="Talk, questions",
        body=(
            p(m.Key(content=(t("Hardship narrows a person's choices. Coercion is something another person does."),))),
            p(PROSE, cite("report")),
            m.Definition(
                id="def",
                title=(t("Sex work"),),
                body=(p("Adults who agree to provide sexual services in return for money."),),
            ),
            m.Caution(
                id="u18",
                title=(t("Under 18"),),
                body=(p("No force, fraud or coercion has to be shown."), p("Sources: ", cite("law", "report"), ".")),
            ),
            m.SlideBreak(id="sb"),
            m.Heading(id="h-four", level=3, content=(t("Four situations"),)),
            table(
                ("What you know", "Trafficking?", "Cases"),
                ("An adult sets the terms", "No fact points to it", "12"),
                ("A boss holds an ID", "Coercion", "3"),
                caption="Four situations, in our words",
                ident="four",
                number=1,
            ),
            m.Quote(
                id="q",
                body=(p("“sex trafficking in which a commercial sex act is induced by force”"),),
                attribution=(t("22 U.S.C. § 7102"),),
            ),
            m.Figure(
                id="fig", src="drawing.svg", alt="Two circles.", caption=(t("Two meanings, one life."),), number=1
            ),
            m.Chart(
                id="chart",
                kind="bar",
                data="x.csv",
                title=(t("Reports by year"),),
                columns=("Year", "Reports"),
                rows=(("2021", (12.0,)), ("2022", (30.5,))),
                source=cite("report"),
                caveat="Reports are not people.",
                number=2,
            ),
            m.DefinitionList(
                id="dl",
                entries=(
                    m.DefinitionEntry(
                        terms=(m.Term(content=(t("Sex worker"),)),),
                        meanings=(m.Meaning(body=(p("An adult who agrees."),)),),
                    ),
                ),
            ),
            m.CodeBlock(id="code", text="::: notes\nSAY: Hello.\n:::"),
            m.Columns(
                id="cols",
                columns=(
                    m.Column(id="c1", title=(t("One"),), body=(p("Left."),)),
                    m.Column(id="c2", width=0.4, body=(p("Right."),)),
                ),
            ),
            m.HandoutOnly(id="ho", body=(p("HANDOUT-WORD. Only on paper."),)),
            m.SlideOnly(id="so", body=(p("SLIDE-WORD. Only on slides."),)),
            m.Notes(
                id="n2",
                body=(
                    m.Cue(
                        kind="say",
                        content=(
                            t("Here is the heart of the hour. "),
                            m.Strong(content=(t("Threats count"),)),
                            t(", and so do lies."),
                        ),
                    ),
                ),
            ),
        ),
    )
    practice = m.Topic(
        id="practice",
        title=(t("Sort by what you know"),),
        minutes=25,
        body=(
            m.Activity(
                id="sort",
                number=1,
                title=(t("Sort the cards"),),
                minutes=24,
                group="pairs",
                materials="one set of 12 cards for each pair",
                body=(
                    ul(
                        "Lay out the four headings.",
                        "Place all 12 cards. For each, name the fact that decided it.",
                        ordered=True,
                    ),
                    p("You may leave out any card."),
                ),
            ),
            m.Cards(
                id="cards",
                title=(t("Two made-up situations"),),
                cards=(
                    m.Card(body=(p(m.Strong(content=(t("1. Dana, 34"),)), " Dana sells company online."),)),
                    m.Card(body=(p("2. Lee, 29. The supervisor keeps Lee's passport."),)),
                ),
            ),
            m.Scenario(
                id="scenario", title=(t("A made-up call"),), body=(p("A caller says that women work late at a spa."),)
            ),
            m.Notes(id="n3", body=(m.Cue(kind="do", content=(t("Hand out one set to each pair."),)),)),
            m.Discussion(
                id="debrief",
                keep_with="sort",
                title=(t("What decided it?"),),
                minutes=5,
                group="fours",
                body=(ul("Which card was hardest?", ordered=True),),
            ),
            m.Facilitator(id="key", title=(t("Key"),), body=(p("FACILITATOR-WORD. Lee: trafficking."),)),
        ),
    )
    close = m.Topic(
        id="close",
        title=(t("Ask what happened, then what helps"),),
        body=(
            check,
            open_check,
            many,
            m.KeyPoints(
                id="kp",
                title=(t("Three things to keep"),),
                body=(ul("Hardship calls for options.", "When a fact is missing, say so."),),
            ),
            m.Reflection(id="reflect", title=(t("Think back"),), lines=3, body=(p("What would you change first?"),)),
            m.Resources(id="help", title=(t("Where to turn"),), body=(ul("988 Lifeline. Call or text 988."),)),
            m.Local(id="near", title=(t("Near you"),), blanks=("A service that needs no label", "Your reporting line")),
        ),
    )
    return m.Module(
        meta=Meta(
            title="Two terms, two meanings",
            id="specimen",
            lang="en-US",
            version="0.1.0",
            license="CC-BY-4.0",
            level="introductory",
            description="Sex work and human trafficking are different things. In one hour you will define both in plain words.",
            objectives=(
                Objective("Define sex work and human trafficking in plain words."),
                Objective("State the federal rule for anyone under 18."),
            ),
            audience=("Staff in health, libraries, and newsrooms",),
            duration=60,
            authors=("Coursewright contributors",),
            keywords=("definitions", "consent"),
            materials=("One handout for each person", "MATERIAL-WORD"),
            checked=date(2026, 11, 2),
        ),
        body=(before, m.Part(id="part", title=(t("The hour"),), body=(welcome, terms, practice, close))),
        path="modules/specimen/module.md",
        folder="modules/specimen",
        assets={
            "drawing.svg": m.Asset("drawing.svg", DRAWING, "image/svg+xml", 600, 240),
            "dot.svg": m.Asset("dot.svg", DRAWING, "image/svg+xml", 600, 240),
        },
        works={
            "law": Work.model_validate(
                {
                    "id": "law",
                    "title": "Definitions, 22 U.S.C. § 7102",
                    "author": ["United States Code"],
                    "issued": "2000",
                    "URL": "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title22-section7102&num=0&edition=prelim",
                }
            ),
            "report": Work.model_validate(
                {
                    "id": "report",
                    "title": "Values",
                    "author": ["National Survivor Network"],
                    "issued": "2022",
                    "URL": "https://nationalsurvivornetwork.org/values/",
                }
            ),
        },
    )


IMPRINT = Imprint(
    course="Two terms and ten questions",
    course_version="0.1.0",
    number=1,
    license="CC-BY-4.0",
    draft_notice="Written with care, but not yet reviewed by sex workers or survivors of trafficking. Facts have not all been checked at their source.",
    source_hash="0f3a9c1d2b4e5f60",
    safeguards=("disclosure", "leaving", "reporting-duty", "no-names"),
)


_WORDS = ("text", "expansion", "alt", "group", "materials", "caveat", "locator", "method")


def digits_only(module: m.Module) -> m.Module:
    """Return the module with every word of its own replaced by digits: letters in an output are then ours."""

    def change(node: m.Node, _context: None) -> tuple[m.Node, None]:
        words: dict[str, Any] = {name: "123" for name in _WORDS if getattr(node, name, "")}
        if isinstance(node, m.Chart):
            words |= {
                "columns": tuple("1" for _ in node.columns),
                "rows": tuple(("1", values) for _, values in node.rows),
            }
        if isinstance(node, m.Local):
            words["blanks"] = ("1", "2")
        return replace(node, **words), None

    digits = {"title": "1", "description": "2", "level": "5", "content_note": "9", "version": "1.0", "license": "1"}
    lists = {"objectives": Objective("3"), "audience": "4", "authors": "6", "materials": "7", "prerequisites": "8"}
    meta = module.meta.model_copy(update=digits | {name: (digit,) for name, digit in lists.items()} | {"keywords": ()})
    works = {key: Work.model_validate({"id": key, "title": "1", "issued": "2000"}) for key in module.works}
    return replace(module, meta=meta, body=m.rewrite_blocks(module.body, change, None), works=works)
