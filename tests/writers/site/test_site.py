"""The catalogue as files: what is in it, what must never be in it, and what machines read of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

import pypdfium2
import pytest

from builder.core.addresses import NO_ADDRESS
from builder.core.names import COURSE_ID
from builder.core.source import Source
from builder.model.catalogue import CatalogueEntry, CatalogueHeading, CatalogueSource
from builder.parse.changelog import releases
from builder.theme.contrast import LINE_PAIRS, TEXT_PAIRS, contrast
from builder.theme.load import theme_names
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.shared.dark_colors import dark_colors
from builder.writers.site.data import linked_data
from builder.writers.site.downloads import archive_names, downloads, group_of
from builder.writers.site.entry import entry_of
from builder.writers.site.pictures import LIMIT as PICTURE_LIMIT
from builder.writers.site.pictures import page_pictures
from builder.writers.site.zip import read_me, zip_bytes
from tests.support.listings import AWKWARD, NOTICE, catalogue, entry, large, listed, rows, site_files, small
from tests.support.print.links import Links
from tests.support.print.pages import specimen_as, theme
from tests.support.specimen import IMPRINT, specimen

MINIMUM = {"@context", "@type", "@id", "dct:conformsTo", "description", "keywords", "name"}
RECOMMENDED = {
    "about", "abstract", "audience", "author", "competencyRequired", "educationalLevel", "identifier", "inLanguage", "learningResourceType", "license", "mentions", "teaches", "timeRequired", "url" }  # fmt: skip
"""Fields of Bioschemas' TrainingMaterial 1.0-RELEASE, by marginality."""


def pages(files: dict[str, bytes]) -> dict[str, Links]:
    return {path: Links(data) for path, data in files.items() if path.endswith(".html")}


def resolve_path(page: str, address: str) -> str:
    parts: list[str] = []
    for part in (*PurePosixPath(page).parent.parts, *unquote(address.partition("#")[0]).split("/")):
        if part == "..":
            parts.pop()
        elif part:
            parts.append(part)
    return "/".join(parts)


def test_every_address_is_relative_and_leads_to_a_file_of_the_site() -> None:
    files = small()
    modules = [*(listed(entry(n)) for n in range(6, 12)), *map(listed, AWKWARD)]
    there = {*files, "SHA256SUMS"}
    for one in modules:
        there |= {str(row["path"]) for row in one.rows} | {zipped.path for zipped in one.zips.values()}
        there |= {picture.path for picture in (one.page, *one.slides) if picture}
    for page, links in pages(files).items():
        for address in links.asked:
            assert address == "data:," or resolve_path(page, address) in there, (page, address)
        for address in links.led:
            outward = address.startswith(("https://", "#"))
            assert outward or resolve_path(page, address) in there, (page, address)


def test_every_file_of_the_manifest_is_linked_with_what_one_decides_by() -> None:
    files = small()
    page = files["en-US/module-007/index.html"].decode()
    for row in rows("module-007"):
        assert f'href="{str(row["path"]).rsplit("/", 1)[-1]}"' in page
    assert "PDF, 6 pages, 430 kB" in files["index.html"].decode()
    assert "PowerPoint, 34 slides, 430 kB" in files["index.html"].decode()


def test_answers_are_offered_to_facilitators_alone() -> None:
    page = small()["en-US/module-007/index.html"].decode().partition("<body>")[2]
    participants, facilitators = page.split('class="group facilitators"')
    assert "module-007-answers-en-US.pdf" not in participants
    assert "module-007-answers-en-US.pdf" in facilitators
    assert "module-007-guide-en-US.pdf" in facilitators
    assert group_of({"edition": "answers", "audience": "participants"}) == "facilitators"


def test_titles_in_tabs_and_histories_name_no_subject() -> None:
    for path, page in small().items():
        if path.endswith(".html"):
            title = re.findall(r"<title>(.*?)</title>", page.decode())
            assert len(title) == 1
            assert re.fullmatch(r"(Module \d+ · )?Training modules|Blank page|الوحدة \d+ · وحدات تدريبية", title[0]), (
                path,
                title,
            )


def test_an_author_s_html_stays_text() -> None:
    files = small()
    for path in ("index.html", "en-US/module-001/index.html"):
        page = files[path].decode()
        assert "<script>alert(1)" not in page
        assert "<b onclick" not in page
        assert "&lt;script&gt;alert(1)" in page
    data = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', files["en-US/module-001/index.html"].decode()
    )
    assert json.loads(data[0])["name"] == AWKWARD[0].title


def test_a_module_in_another_direction_says_so() -> None:
    index, page = small()["index.html"].decode(), small()["ar/module-003/index.html"].decode()
    assert '<div class="words" lang="ar" dir="rtl">' in index
    assert '<html lang="ar" dir="rtl">' in page


def test_a_draft_says_so_on_its_card_and_a_reviewed_module_who_reviewed_it() -> None:
    index = small()["index.html"].decode()
    cards = index.split("<li data-f=")[1:]
    assert all(("Draft: not reviewed yet" in card) == (NOTICE[7:] in card) for card in cards)
    assert sum("Draft: not reviewed yet" in card for card in cards) == len(cards) - 1
    assert "Reviewed October 2026 by a nurse, a union\u00a0· Facts last checked September 2026" in index


def test_shorter_sessions_stand_in_folders_of_their_own_in_archives() -> None:
    rows = [{"path": f"en/a/a{part}-handout.pdf", "minutes": minutes} for part, minutes in (("", 60), ("-30min", 30))]
    assert archive_names(rows) == {
        "en/a/a-handout.pdf": "a-handout.pdf",
        "en/a/a-30min-handout.pdf": "30-min/a-30min-handout.pdf",
    }
    assert archive_names(rows[1:]) == {"en/a/a-30min-handout.pdf": "a-30min-handout.pdf"}


def test_a_course_without_a_quick_exit_shows_nothing_of_it() -> None:
    files = site_files(replace(catalogue([listed(entry(6))]), leave=NO_ADDRESS), theme())
    assert not {"site/leave.js", "site/blank.html"} & set(files)
    pages = " ".join(data.decode() for name, data in files.items() if name.endswith(".html"))
    assert "eave this page" not in pages
    assert "leave.js" not in pages


def test_a_course_that_asks_for_it_shows_how_themes_look() -> None:
    files = site_files(replace(catalogue([listed(entry(6))]), gallery=True, home="es/"), theme())
    page = files["es/looks.html"].decode()
    for name in ("bold", "contrast", "formal", "plain", "warm"):
        assert f'src="../site/looks/{name}.webp"' in page
        assert files[f"site/looks/{name}.webp"].startswith(b"RIFF")
    ratios = [float(ratio) for ratio in re.findall(r">([\d.]+):1<", page)]
    assert len(ratios) > 75
    assert min(ratios) >= 4.5
    catalogue_page = files["es/index.html"].decode()
    assert 'href="looks.html"' in catalogue_page
    assert (
        page.partition("</title>")[0] != catalogue_page.partition("</title>")[0]
    )  # heard when one goes from tab to tab
    assert "looks.html" not in small()["index.html"].decode()


def test_three_hundred_modules_fit_into_two_hundred_kilobytes() -> None:
    files = large()
    asked = sum(len(files[name]) for name in ("index.html", "site/site.css", "site/leave.js", "site/find.js"))
    assert asked < 200_000
    page = Links(files["index.html"])
    assert page.tags.count("img") == 300
    assert files["index.html"].decode().count('loading="lazy"') == 300


def test_filters_work_without_a_script() -> None:
    index = small()["index.html"].decode()
    style = re.findall(r"<noscript><style>(.*?)</style></noscript>", index)[0]
    values = re.findall(r'<option value="([^"]+)">', index)
    assert values
    assert all(f'option[value="{value}"]:checked' in style for value in values)


def test_one_site_has_the_same_bytes_every_time() -> None:
    one = [listed(entry(1)), listed(AWKWARD[2])]
    assert site_files(catalogue(one), theme()) == site_files(catalogue(one), theme())


def test_sessions_of_other_lengths_and_unknown_editions_are_shown() -> None:
    short = [
        {**row, "minutes": 30, "path": str(row["path"]).replace("-handout", "-30min-handout")} for row in rows("m")[:1]
    ]
    files = site_files(catalogue([listed(entry(1, id="m"), [*rows("m"), *short])]), theme())
    page = files["en-US/m/index.html"].decode()
    assert page.index("60-minute session") < page.index("30-minute session")
    assert "quiz" in page
    assert "GIFT (Moodle)" in page


# ── for machines ──────────────────────────────────────────────────────────────────────────────────────────────


def test_linked_data_has_what_the_profile_asks_for() -> None:
    data = linked_data(entry(1), rows("module-001"), "en-US/module-001/index.html")
    assert set(data) >= MINIMUM | RECOMMENDED
    assert data["@type"] == "LearningResource"
    assert data["dct:conformsTo"]["@id"].endswith("/TrainingMaterial/1.0-RELEASE")
    assert data["timeRequired"] == "PT60M"
    assert len(data["encoding"]) == len(rows("module-001"))


def test_every_module_s_page_has_the_profile_s_fields_even_without_prerequisites() -> None:
    page = site_files(catalogue([listed(entry(1, prerequisites=()))]), theme())["en-US/module-001/index.html"].decode()
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert set(data) >= MINIMUM | RECOMMENDED


def test_the_whole_course_s_page_has_the_profile_s_fields_from_its_modules() -> None:
    course = CatalogueEntry(
        id=COURSE_ID,
        lang="en-US",
        title="All",
        description="All of it.",
        authors=("A",),
        keywords=("k",),
        license="CC0-1.0",
    )
    page = site_files(catalogue([*map(listed, (entry(1), entry(2))), listed(course)]), theme())[
        "en-US/course/index.html"
    ].decode()
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert set(data) >= MINIMUM | RECOMMENDED
    assert data["timeRequired"] == "PT150M"
    assert data["educationalLevel"] == "intermediate, introductory"
    assert len(data["mentions"]) == 2, "sources that modules share are named once"


def test_linked_data_has_whole_addresses_when_the_course_has_one() -> None:
    data = linked_data(entry(1, url="https://course.example/"), rows("m"), "en-US/m/index.html")
    assert data["@id"] == "https://course.example/en-US/m/index.html"
    assert all(one["contentUrl"].startswith("https://course.example/en-US/m/") for one in data["encoding"])


def test_the_catalogue_as_data_lists_every_file() -> None:
    data = json.loads(small()["catalogue.json"])
    assert data["schema"] == 1
    assert [len(module["files"]) for module in data["modules"]] == [8] * 11
    assert {"path", "sha256", "bytes"} <= set(data["modules"][0]["files"][0])


# ── what is made of a module ──────────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_made_of_what_participants_may_read() -> None:
    log = "# Changes\n\n## 0.2.0 - 2026-11-25\n\n- Shorter.\n- Kinder\n  words.\n\n## 0.1.0\n"
    module = replace(specimen(), history=releases(Source("CHANGELOG.md", log), "en"))
    handout = select(module, EDITIONS["handout"])
    made = entry_of(handout, IMPRINT, theme().files["csl/numeric.csl"])
    assert made.title == handout.meta.title
    assert made.contents
    assert [work.words for work in made.sources]
    assert [(r.version, r.date, r.changes) for r in made.history] == [
        ("0.2.0", "2026-11-25", ("Shorter.", "Kinder words.")),
        ("0.1.0", "", ()),
    ]
    assert type(made).model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## 1.2.0 - 2026-11-25", ("1.2.0", "2026-11-25")),
        ("## [1.2.0] – 2026-11-25", ("1.2.0", "2026-11-25")),
        ("## 1.2.0 (unreleased)", ("1.2.0", "unreleased")),
        ("## v2", ("2", "")),
    ],
)
def test_changelogs_may_be_written_in_several_ways(line: str, expected: tuple[str, str]) -> None:
    assert [(r.version, r.date) for r in releases(Source("x", f"{line}\n- x\n"), "en")] == [expected]


def test_pictures_are_light_and_as_wide_as_they_are_shown() -> None:
    made = page_pictures(specimen_as("handout").data, 236)
    with pypdfium2.PdfDocument(specimen_as("handout").data) as document:
        assert len(made) == len(document)
    assert all(picture.width == 236 and len(picture.data) < PICTURE_LIMIT for picture in made)
    assert page_pictures(specimen_as("handout").data, 236, 1) == made[:1]


def test_zips_have_the_same_bytes_whenever_they_are_made() -> None:
    files = {"b.pdf": b"b", "a.html": b"a" * 1000, "README.txt": read_me(entry(1), theme()).encode()}
    made = zip_bytes(files)
    assert made == zip_bytes(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(files)
        assert b"CC BY 4.0" in archive.read("README.txt")
        assert NOTICE.encode() in archive.read("README.txt")


@pytest.mark.parametrize("name", theme_names())
def test_dark_colors_keep_the_contrasts_of_paper(name: str) -> None:
    light = theme(name).colors
    night = dark_colors(light)
    for pairs, least, most in ((TEXT_PAIRS, 4.5, 7.0), (LINE_PAIRS, 3.0, 3.0)):
        for front, back in pairs:
            wanted = max(least, min(most, contrast(light[front], light[back])))
            assert contrast(night[front], night[back]) >= min(wanted, 4.5 if front == "on-primary" else wanted), (
                front,
                back,
            )


def test_downloads_come_in_the_order_in_which_people_look_for_them() -> None:
    from builder.writers.shared.labels import Labels

    names = [one.name for one in downloads(rows("m"), Labels(theme(), "en-US"))]
    assert names == [
        "Handout", "Handout, large print", "Handout for phones", "Answers and reasons, for the end", "Slides to keep", "Slides",
        "Facilitator guide", "quiz",
    ]  # fmt: skip


def test_every_printed_word_stands_in_the_labels() -> None:
    """With a pseudo-language and a module of digits, every letter that one sees or hears stands in ⟦ ⟧."""
    words = theme().labels["en"]
    marked = replace(theme(), labels=theme().labels | {"en": {key: f"⟦{word}⟧" for key, word in words.items()}})
    digits = CatalogueEntry(id="1", lang="en", title="1", description="2", number=3, objectives=("4",), audience=("5",), level="6",
                   minutes=7, prerequisites=("8",), content_note="9", license="10", version="11", draft_notice="12",
                   course="13", contents=(CatalogueHeading(words="14"),), sources=(CatalogueSource(words="15"),), authors=("16",))  # fmt: skip
    files = [{**row, "language": "en"} for row in rows("1", "en") if row["edition"] != "quiz"]
    site = catalogue([listed(digits, files, pictures=0)])
    for path, page in site_files(replace(site, title="17", description="18", lang="en"), marked).items():
        if path.endswith(".html"):
            text = re.sub(r"<(script|style)\b.*?</\1>", "", page.decode(), flags=re.DOTALL)
            said = " ".join(re.findall(r'(?:alt|aria-label|placeholder|title)="([^"]*)"', text)) + re.sub(
                r"<[^>]+>", " ", text
            )
            left = re.sub(r"&\w+;|kB|https?://\S+", "", _without_marked(said))
            assert not re.findall(r"[^\W\d_]+", left), (path, left)


def _without_marked(text: str) -> str:
    """Take out what stands in ⟦ ⟧, the innermost first."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text
