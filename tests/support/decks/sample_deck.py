"""One deck with every layout and every kind of content, made by hand, for tests of both slide writers."""

from __future__ import annotations

import struct
import zlib

from builder.core.addresses import Address
from builder.model.module import Asset
from builder.slides.deck.deck import (
    Box,
    ChartContent,
    Content,
    Deck,
    DrawnShape,
    FilledSlot,
    PictureContent,
    Run,
    Slide,
    SlideLine,
    TableContent,
    TextContent,
)

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" font-family="Arial, sans-serif" font-size="26">
<rect width="600" height="300" fill="#ffffff"/><circle cx="200" cy="150" r="110" fill="#eaf2f0" stroke="#0b5c5b" stroke-width="4"/>
<circle cx="424" cy="150" r="110" fill="#f8f1ea" stroke="#9a4a12" stroke-width="4"/>
<text x="200" y="158" text-anchor="middle">Sex work</text><text x="424" y="158" text-anchor="middle">Trafficking</text></svg>"""


def png(width: int, height: int, color: tuple[int, int, int] = (11, 92, 91)) -> bytes:
    """Return a picture of one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress((b"\0" + bytes(color) * width) * height))
        + chunk(b"IEND", b"")
    )


def line(
    text: str, level: int = 0, bullet: str = "", number: int = 0, role: str = "body", **style: object
) -> SlideLine:
    """Return a line; words between asterisks are bold."""
    runs = tuple(Run(part, bold=bool(n % 2), **style) for n, part in enumerate(text.split("*")) if part)  # type: ignore[arg-type]
    return SlideLine(runs, level, bullet, number, role)


def text(*lines: SlideLine | str) -> TextContent:
    """Return lines as content."""
    return TextContent(tuple(line(item) if isinstance(item, str) else item for item in lines))


def cells(*words: str) -> tuple[tuple[SlideLine, ...], ...]:
    """Return a row of a table."""
    return tuple((line(word),) for word in words)


FIGURE = PictureContent(
    Asset("two.svg", SVG, "image/svg+xml", 600, 300), "Two circles that touch: sex work, trafficking."
)
UPRIGHT = PictureContent(Asset("tall.png", png(300, 420), "image/png", 300, 420), "A green upright.")
LOGO = PictureContent(Asset("logo.png", png(300, 90, (255, 255, 255)), "image/png", 300, 90), "Coursewright")
BAND = PictureContent(Asset("band.png", png(800, 300, (106, 44, 91)), "image/png", 800, 300), "", decorative=True)

TABLE = TableContent(
    header=cells("What you know", "Trafficking?", "What matters next"),
    rows=(
        cells("An adult sells services and keeps the earnings", "No sign of it", "Respectful, ordinary care"),
        cells(
            "A supervisor holds a worker’s passport and adds daily debts",
            "Possible: fraud, coercion",
            "Safety, options, an expert",
        ),
        cells("A 16-year-old trades sex for a bed", "Yes, by age", "Child-protection duty"),
    ),
    aligns=("left", "", "right"),
    alt="Three situations, whether they are trafficking, and what matters next.",
    widths=(0.46, 0.27, 0.27),
)
AGENDA = TableContent(
    header=cells("Start", "Topic", "Time"),
    rows=(cells("0:00", "What the words mean", "5 min"), cells("0:05", "The law", "20 min")),
    aligns=("left", "left", "right"),
    alt="Two topics, when they begin, and how long they take.",
    widths=(0.1, 0.6, 0.3),
)
CHART = ChartContent(
    "bar",
    ("Survey",),
    ("Violence by clients", "Violence by police", "Refused help"),
    ((31.0, 18.5, 12.0),),
    "Bars: 31, 18.5 and 12 percent.",
    axis="What was met",
)
LINES = ChartContent(
    "line",
    ("Before", "After"),
    ("2019", "2020", "2021", "2022"),
    ((12.0, 14.0, 13.0, 15.0), (11.0, 9.0, 8.0, 6.5)),
    "Two lines part after 2019.",
    "Reports a year",
    "Year",
)

STEPS = (
    line("Lay out the four headings", bullet="number", number=1),
    line("Sort the cards together; say which words decided it", bullet="number", number=2),
    line("one card at a time", 1, "disc"),
    line("Swap tables and find one card placed differently", bullet="number", number=3),
)
BULLETS = (
    line("Nobody has to be moved across a border", bullet="disc"),
    line("A threat can be enough: no lock or chain is needed", bullet="disc"),
    line("It is about what someone *did to another person*", bullet="disc"),
    line("recruiting, harboring, moving, obtaining, buying", 1, "disc"),
    line("Under 18: no force, fraud or coercion has to be shown", bullet="disc"),
)
SCRIPT = (
    line("Say", role="label"),
    line("Start with what people *already* know."),
    line("Ask for one example", bullet="disc"),
    line("then another", 1, "disc"),
    line("Wait", bullet="number", number=1),
    SlideLine((Run("Merci", italic=True, lang="fr"), Run(" to all."))),
)


def options(*words: str) -> dict[str, Content]:
    """Return options in their slots, lettered."""
    return {f"option-{n}": text(line(word, bullet="number", number=n)) for n, word in enumerate(words, 1)}


def answered(count: int) -> dict[str, Content]:
    """Return options in their frames, the second filled as the right one, each with its reason."""
    words = (*ANSWERS, "None of them alone", "All of them", "It depends")[:count]
    lines = [(line(word, bullet="number", number=n), line("That is why.", 1)) for n, word in enumerate(words, 1)]
    return {f"{'right' if n == 2 else 'option'}-{n}": text(*shown) for n, shown in enumerate(lines, 1)}


ANSWERS = (
    "Yes, if the job is sex work",
    "No: there must be force, fraud or coercion, or the person is under 18",
    "Only if the person says so",
)
KICKER = text("What the law means by trafficking")

_ROWS: tuple[tuple[str, str, dict[str, Content]], ...] = (
    (
        "title",
        "Two terms, two meanings",
        {
            "kicker": text("Module 1 · 60 minutes"),
            "subtitle": text("Sex work and sex trafficking are often spoken of as one thing. They are not."),
            "facts": text("For outreach workers · Checked 2025-05-01"),
            "notice": text("Draft: not yet reviewed by people with lived experience."),
            "logo": LOGO,
        },
    ),
    ("section", "What the words mean", {"text": text("Two laws, two lives, one confusion")}),
    (
        "content",
        "Trafficking turns on compulsion or on age",
        {"kicker": KICKER, "body": text(*BULLETS), "source": text("Source: 22 U.S.C. § 7102 (2024)")},
    ),
    (
        "two-columns",
        "Two lists that people confuse",
        {
            "kicker": KICKER,
            "left": text(line("Sex work", role="heading"), *BULLETS[:3]),
            "right": text(line("Trafficking", role="heading"), *BULLETS[2:]),
        },
    ),
    (
        "three-columns",
        "Act, means, purpose",
        {"kicker": KICKER, "left": text(*BULLETS[:2]), "middle": text(*BULLETS[1:3]), "right": text(*BULLETS[3:])},
    ),
    (
        "image-and-text",
        "Two circles that touch",
        {"kicker": KICKER, "body": text(*BULLETS[:3]), "picture": FIGURE, "source": text("Drawn for this course")},
    ),
    (
        "portrait-and-text",
        "Beside an upright picture",
        {"kicker": KICKER, "body": text(*BULLETS[:4]), "picture": UPRIGHT},
    ),
    ("image", "A picture alone", {"kicker": KICKER, "picture": FIGURE, "source": text("Figure 1. Two circles.")}),
    ("image", "A band that decorates", {"picture": BAND}),
    (
        "table",
        "The same room, three situations",
        {
            "kicker": text("What we mean by sex work"),
            "table": TABLE,
            "source": text("Made-up cases. Caveat: three of many."),
        },
    ),
    (
        "chart",
        "Violence comes from more than one side",
        {"kicker": KICKER, "chart": CHART, "source": text("Survey 2021, n = 212. Caveat: one city.")},
    ),
    (
        "chart",
        "What changed after the law",
        {"kicker": KICKER, "chart": LINES, "source": text("Made up for this test.")},
    ),
    (
        "quote",
        "In their words",
        {
            "quote": text(
                "“They asked whether I was safe. Nobody had asked me that before they asked whether I was legal.”"
            ),
            "attribution": text("A made-up participant"),
        },
    ),
    (
        "statement",
        "What we mean by sex work",
        {
            "statement": text(
                "Most people who sell sex are not trafficked, and some people who are trafficked never sell sex."
            ),
            "source": text("Source: the course"),
        },
    ),
    (
        "caution",
        "Under 18",
        {
            "body": text(
                "*A person under 18 in commercial sex is a victim of trafficking under U.S. law.*",
                "Nothing has to be shown about force, fraud or coercion.",
            ),
            "source": text("22 U.S.C. § 7102"),
        },
    ),
    (
        "definition",
        "Coercion",
        {
            "kicker": KICKER,
            "body": text(
                "Threats of serious harm, or a plan meant to make someone *believe* that refusing would bring it."
            ),
            "source": text("22 U.S.C. § 7102(3)"),
        },
    ),
    (
        "activity",
        "Sort the cards",
        {
            "kicker": text("Activity 1"),
            "body": text(*STEPS),
            "minutes": text("20 min"),
            "facts": text("In pairs", "12 cards, 4 headings", "Your handout, page 2"),
        },
    ),
    (
        "discussion",
        "What would you ask first?",
        {
            "kicker": text("Discussion"),
            "body": text("Think of a person who *never asked* for help.", "What would you want to know?"),
            "minutes": text("1 h 30 min"),
            "facts": text("In groups of four"),
        },
    ),
    ("question-2", "Is moving someone across a border needed?", {"kicker": text("Check 1"), **options("Yes", "No")}),
    ("question-3", "Does disliking a job prove trafficking?", {"kicker": text("Check 2"), **options(*ANSWERS)}),
    (
        "question-4",
        "Which of these words settles it?",
        {"kicker": text("Check 3"), **options(*ANSWERS, "None of them alone")},
    ),
    (
        "question-5",
        "Which five?",
        {"kicker": text("Check 4"), **options(*ANSWERS, "None of them alone", "All of them")},
    ),
    (
        "question-6",
        "Which six?",
        {"kicker": text("Check 5"), **options(*ANSWERS, "None of them alone", "All of them", "It depends")},
    ),
    (
        "question-open",
        "What would you tell a colleague?",
        {"kicker": text("Check 6"), "body": text("Write one sentence that keeps the two terms apart.")},
    ),
    (
        "answer",
        "Answer: does disliking a job prove trafficking?",
        {
            "kicker": text("Check 2 · answer"),
            "right": text(line(ANSWERS[1], bullet="number", number=2)),
            "reason": text(
                "Disliking a job is not force. The law asks what somebody did to the person, or how old the person is."
            ),
            "others": text(
                line("Yes, if the job is sex work.", bullet="number", number=1, role="label"),
                line("Sex work is not trafficking.", 1),
                line("Only if the person says so.", bullet="number", number=3, role="label"),
                line(
                    "Many who are trafficked never use the word. Nor should anyone have to use it to be heard, or to be helped.",
                    1,
                ),
            ),
        },
    ),
    *(
        (f"answer-{n}", f"Answer: which of {n}?", {"kicker": text("Check · answer"), **answered(n)})
        for n in range(2, 7)
    ),
    ("question-alone", "What do you say to a colleague who is sure?", {"kicker": text("Check 7")}),
    (
        "answer-open",
        "Answer: what would you tell a colleague?",
        {"body": text("Ask what happened, and what would help.")},
    ),
    ("key-points", "What to take away", {"kicker": text("Key points"), "body": text(*BULLETS[:3])}),
    (
        "contents",
        "In this session",
        {"body": text(SlideLine((Run("The law", jump="s-3"),), bullet="disc"), *BULLETS[:2])},
    ),
    ("agenda", "When we do what", {"table": AGENDA}),
    (
        "sources",
        "Sources",
        {
            "left": text(
                "Trafficking Victims Protection Act, 22 U.S.C. § 7102 (2024).",
                SlideLine(
                    (
                        Run("Polaris", link=Address("https://polarisproject.org/")),
                        Run(", 2023. "),
                        Run("code()", mono=True),
                        Run(" H"),
                        Run("2", baseline="sub"),
                        Run("O "),
                        Run("old", strike=True),
                        Run(" "),
                        Run("marked", highlight=True),
                    )
                ),
            )
        },
    ),
    (
        "closing",
        "Thank you",
        {
            "body": text(
                "CC BY 4.0. Share it, change it, name us.",
                SlideLine((Run("https://example.org/course", link=Address("https://example.org/course")),)),
                SlideLine((Run("Back to the beginning", jump="s-1"),)),
            ),
            "logo": LOGO,
        },
    ),
)

_HEADED: Content = text(line("A few words", role="head"), line("What is said under them, in a sentence.", 1))
_FORMS: tuple[tuple[str, str, dict[str, Content]], ...] = (
    ("cover", "A cover with a picture", {"kicker": KICKER, "subtitle": text("What it is about."), "picture": FIGURE}),
    *(
        (f"{kind}-{count}", f"{count} {kind}", {f"{slot}-{n}": _HEADED for n in range(1, count + 1)})
        for kind, slot, counts in (
            ("panels", "panel", range(2, 7)),
            ("timeline", "event", range(2, 7)),
            ("scale", "stop", range(3, 7)),
        )
        for count in counts
    ),
    *(
        (
            f"steps-{count}",
            f"{count} steps",
            {
                slot: content
                for n in range(1, count + 1)
                for slot, content in ((f"numeral-{n}", text(str(n))), (f"step-{n}", _HEADED))
            },
        )
        for count in range(2, 8)
    ),
    ("versus", "Two sides", {"side-1": _HEADED, "side-2": _HEADED}),
    *(
        (f"contacts-{count}", f"{count} services", {f"contact-{n}": _HEADED for n in range(1, count + 1)})
        for count in (1, 2)
    ),
    ("contacts-and-text", "A service", {"text": text("What to know first"), "contact-1": _HEADED}),
    ("number", "A number", {"value": text("92"), "body": text("people of a hundred"), "source": text("Made up")}),
    ("number-of", "A number of", {"value": text("92"), "body": text("people of a hundred"), "source": text("Made up")}),
)
"""The cover with a picture, forms, services and numbers: every layout that holds pieces of one kind."""


INCH = 914_400
DRAWN = (
    *(
        DrawnShape(Box(8 * INCH, (2 + n) * INCH // 2 + 2 * INCH, (n + 1) * INCH // 5, INCH // 6), fill=role)
        for n, role in enumerate(("primary", "rule", "surface", "caution-surface"))
    ),
    DrawnShape(
        Box(7 * INCH, 4 * INCH, INCH // 2, INCH // 2),
        "ellipse",
        fill="surface",
        line="caution",
        line_width=19_050,
        opacity=0.8,
    ),
    DrawnShape(
        Box(6 * INCH, 4 * INCH, INCH, INCH // 2),
        "path",
        "24 12 M2 2 L22 2 C22 8 12.5 4 12 10 Q4 11 2 2Z M12 10L22 10",
        line="muted",
        line_width=25_400,
    ),
)
"""A shape of each kind, to the right of the contents."""


def sample_deck(lang: str = "en-US") -> Deck:
    """Return the deck. Slide 3 is hidden, the picture alone has its title off the slide, slide 4 is set smaller."""
    slides = tuple(
        Slide(
            id=f"s-{n}",
            layout=layout,
            title=(Run(title),),
            filled=tuple(
                FilledSlot(slot, content, 0.9 if n == 4 and slot in {"left", "right"} else 1.0)
                for slot, content in shown.items()
            ),
            notes=SCRIPT if n % 2 else (),
            ids=(f"block-{n}",),
            drawn=DRAWN if layout == "contents" else (),
            section="Beginning" if n < 3 else "The law" if n < 18 else "Questions",
            hidden=n == 3,
            title_shown=title != "A picture alone",
        )
        for n, (layout, title, shown) in enumerate((*_ROWS[:-1], *_FORMS, _ROWS[-1]), 1)
    )
    return Deck(
        "Two terms, two meanings",
        lang,
        "Two terms, two meanings",
        slides,
        {"subject": "Sex work is not trafficking", "version": "0.1.0", "license": "CC-BY-4.0"},
    )
