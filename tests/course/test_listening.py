"""What people hear who cannot see the files, and what those read who need large print: nothing is missing, doubled or run together."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.model.outputs import Variant
from builder.parse.course import load_course
from tests.support.listening.course import write_course
from tests.support.listening.deck import listen_to_deck
from tests.support.listening.large_print import measure
from tests.support.listening.page import listen_to_page
from tests.support.listening.pdf import listen_to_pdf
from tests.support.listening.speech import Speech
from tests.support.print.pages import theme

TRANSCRIPTS = Path(__file__).parent / "transcripts"
CHARTS = ((2.0, 12.5),)


@cache
def small() -> ModuleBuild:
    """The small course's module, ready to build."""
    with TemporaryDirectory() as place:
        write_course(Path(place))
        folder, problems = Folder(Path(place)), Problems()
        course = load_course(folder, problems)
        assert course is not None
        module = read_module(folder, course, "meetings", problems)
    assert module is not None
    assert list(problems) == []
    return ModuleBuild(ModuleInputs(module, theme(), imprint_of(module, course), "letter"), problems)


def heard(edition: str, form: str) -> Speech:
    data = small().render(edition, form, Variant("letter")).data
    if form == "html":
        return listen_to_page(data.decode())
    return listen_to_deck(data) if form == "pptx" else listen_to_pdf(data, CHARTS if edition == "handout" else ())


@pytest.mark.parametrize(
    ("edition", "form"), [("handout", "pdf"), ("workbook", "pdf"), ("slides", "pptx"), ("handout", "html")]
)
def test_a_small_course_is_heard_as_it_is_written(edition: str, form: str, *, update: bool) -> None:
    path = TRANSCRIPTS / f"{edition}-{form}.txt"
    speech = heard(edition, form)
    found = re.sub(
        "Source [0-9a-f]{8}", "Source …", speech.transcript()
    )  # it changes with the model, not with what is said
    if update:
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
    assert speech.findings == []


def test_large_print_has_no_hyphens_italics_or_small_type() -> None:
    """UKAAF G003; superscripts and words in charts are type too."""
    found = measure(small().page("handout", Variant("letter", large=True)).data)
    assert found.figures == (0, 0, 0), found


FAULTS = {
    "<h1>A</h1><h3>B</h3>": "a heading skips a level: B",
    "<p>Do Read the box</p>": "a label runs into a word: Do Read the box",
    "<p>Table 2 Made-up</p>": "a label runs into a word: Table 2 Made-up",
    "<p>Important</p><h1>Under 18</h1>": "a label stands before its heading: Important, Under 18",
    "<p>Question 3</p>": "a question without a heading: Question 3",
    "<div tabindex=0 aria-label=t><table><tr><td>a</table></div>": "a cell without a header: a",
    "<table><tr><th scope=row>a</table>": "a table that keys cannot scroll",
    '<a href="https://example.org/meetings/that/end?edition=2">example.org/meetings/that/end?edition=2/a</a>': "a raw address is read out: example.org/meetings/that/end?edition=2/a",
    '<a href="#x"></a>': "a link without a name: #x",
    "<img src=x alt=''><img src=x>": "a picture without words",
    "<figure><img src=x alt='Slide 7: Two'><figcaption>Slide 7</figcaption></figure>": "said twice: Slide 7",
}  # fmt: skip


@pytest.mark.parametrize("page", FAULTS)
def test_a_listener_hears_what_is_wrong(page: str) -> None:
    assert listen_to_page(f"<body><main>{page}</main></body>").findings == [FAULTS[page]]


def test_fields_charts_and_links_are_heard_apart() -> None:
    speech = Speech()
    for name in ("Monday, Who", "Monday, Who", ""):
        speech.form_field("field", name)
    speech.numbers("Chart: Ads. 2021: 3,351", [3351, 12.5])
    assert [finding.split(":")[0] for finding in speech.findings] == [
        "two fields are said alike", "a field without a name", "a figure without data"]  # fmt: skip
