"""The catalogue in a browser, as people meet it: by finger, by keyboard, without a script, from a stick, in a hurry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.core.problems import Problems
from builder.model.outputs import PageIndex, Variant
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.pages.phone import write_phone
from tests.support.browser import Browser, Page, axe, faults, overflow, served
from tests.support.listings import ARABIC, AWAY, AWKWARD, catalogue, entry, large, listed, put, site_files, small, webp
from tests.support.print.pages import theme
from tests.support.specimen import IMPRINT, specimen

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

LEAVE = re.compile("Leave this page|مغادرة هذه الصفحة")
"""The link that leaves, in English and Arabic."""

ODD = tuple(f"{one.lang}/{one.id}/index.html" for one in AWKWARD)
PAGES = ("index.html", "en-US/module-007/index.html", *ODD)
"""HTML in a title, 300 letters, another direction, an emoji and no description, hardly any facts."""


def show(page: Page, titles: list[str]) -> bool:
    """Wait until these titles alone can be seen, at most 5 seconds: the page searches once it has time to."""
    for _ in range(50):
        if visible_titles(page) == titles:
            return True
        page.wait_for_timeout(100)
    return False


def visible_titles(page: Page) -> list[str]:
    # Not the inner text: a card that is off the screen is not laid out, and has none.
    titles: list[str] = page.locator(".cards > li:visible h2").all_text_contents()
    return [title.strip() for title in titles]


# ── finding ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_search_finds_as_one_types(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    every = visible_titles(page)
    page.get_by_label("Search").fill("listen")
    assert show(page, [title for title in every if "listening" in title])
    assert page.get_by_role("status").first.inner_text() == "1 of 11 titles"
    page.get_by_label("Search").fill("LISTÉNING part 8")
    assert show(page, ["Module on listening, part 8"])
    page.get_by_label("Search").fill("no such word")
    assert show(page, [])
    assert "No module fits" in page.get_by_role("status").first.inner_text()
    page.get_by_role("button", name="Show all").click()
    assert show(page, every)
    page.get_by_label("Search").fill(ARABIC.split()[0])
    page.wait_for_function("document.querySelectorAll('.cards > li:not([hidden]) h2').length == 1")


@pytest.mark.parametrize(
    ("typed", "numbers", "said"),
    [
        ("police", [6, 7], "2 of"),
        ("Policing", [6, 7], "2 of"),
        ("polic", [6, 7, 8], "3 of"),
        ("policies", [8], "1 of"),
        ("hotlines", [6], "1 of"),
        ("HIV", [6], "1 of"),
        ("police hotline", [6], "1 of"),
        ("traficking", [7], "No module has “traficking.” These have “trafficking.” 1 of"),
        ("prostituiton", [8], "No module has “prostituiton.” These have “prostitution.” 1 of"),
        ("قوق", [8], "1 of"),
        ("hov", [], "No module fits"),
    ],
)
def test_search_reads_what_participants_read(
    page: Page, address: str, typed: str, numbers: list[int], said: str
) -> None:
    page.goto(f"{address}/index.html")
    page.get_by_label("Search").fill(typed)
    assert [int(title.rpartition(" ")[2]) for title in visible_titles(page)] == numbers
    assert page.get_by_role("status").first.inner_text().startswith(said)


def test_filters_stand_in_the_address_and_typed_words_do_not(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.locator("select[name=for]").select_option(label="Librarians")
    page.locator("select[name=time]").select_option(label="Up to 60 minutes")
    page.get_by_label("Search").fill("asking")
    assert page.url.endswith("index.html?for=a-librarians&time=m-60")
    found = visible_titles(page)
    assert found[0] == "Module on law, part 9"
    other = page.context.new_page()
    other.goto(page.url)
    assert other.locator("select[name=for]").input_value() == "a-librarians"
    assert set(found) <= set(visible_titles(other))
    other.goto(f"{address}/index.html?q=listening&format=f-gift&lang=g-en&level=nonsense")
    assert visible_titles(other) == ["Module on listening, part 8"]


def test_a_download_says_what_it_is_and_gives_that_file(page: Page, address: str) -> None:
    page.goto(f"{address}/en-US/module-007/index.html")
    row = page.get_by_role("row", name="Slides PowerPoint 34 slides 430 kB")
    with page.expect_download() as waiting:
        row.get_by_role("link").click()
    assert waiting.value.suggested_filename == "module-007-slides-en-US.pptx"
    assert Path(waiting.value.path()).read_bytes().endswith(b"module-007-slides-en-US.pptx")


# ── everyone ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_everything_can_be_done_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.split('\\n')[0].trim()"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert names[:9] == [
        "Skip to the modules", "Training modules", "Leave this page", "Search", "For", "Time", "Level", "Format", "Language",
    ]  # fmt: skip
    assert names[9] == "Module on clinics, part 6"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{address}/index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_on_a_small_phone_and_with_text_twice_as_large(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{address}/{path}")
    assert overflow(page) <= 0
    leave = page.get_by_role("link", name=LEAVE).bounding_box()
    assert leave["x"] >= 0
    assert leave["x"] + leave["width"] <= 320
    assert leave["height"] >= 40
    page.mouse.wheel(0, 900)
    page.wait_for_timeout(100)
    assert page.get_by_role("link", name=LEAVE).bounding_box()["y"] < 100, "it stays in reach"
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    for family in ("", "Verdana, 'DejaVu Sans', sans-serif"):  # while ours are loading, a wider one stands in
        page.evaluate("(family) => document.documentElement.style.setProperty('--font', family)", family)
        for width in (320, 640, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0


@pytest.fixture(scope="module")
def contrast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the same site under the theme `contrast`."""
    with served(put(tmp_path_factory.mktemp("contrast"), small("contrast"))) as where:
        yield where


@pytest.mark.parametrize("theme_name", ["plain", "contrast"])
@pytest.mark.parametrize("path", [*PAGES, "site/blank.html"])
def test_axe_finds_nothing(browser: Browser, address: str, contrast: str, path: str, theme_name: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{contrast if theme_name == 'contrast' else address}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert faults(page) == []
    context.close()


@pytest.mark.parametrize("number", range(len(ODD)))
def test_whatever_an_author_writes_is_shown_as_written(page: Page, address: str, number: int) -> None:
    one = AWKWARD[number]
    page.goto(f"{address}/{ODD[number]}")
    assert page.get_by_role("heading", level=1).inner_text().split() == one.title.split()
    assert page.locator(".lede").all_inner_texts() == ([one.description] if one.description else [])
    assert page.locator("main :is(h1, h2, h3, p, li, dt, dd, th):empty").count() == 0
    assert page.get_by_role("link", name=LEAVE).is_visible()
    page.goto(f"{address}/index.html")
    card = page.locator(".cards > li").nth(6 + number)
    assert card.locator("h2").text_content().split() == one.title.split()
    assert card.locator(".line").all_text_contents() == ([one.description] if one.description else [])
    card.locator("h2 a").click()
    assert page.url == f"{address}/{ODD[number]}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_handout_for_phones_is_sound_and_fits(browser: Browser, tmp_path: Path, scheme: str) -> None:
    handout = select(specimen(), EDITIONS["handout"])
    made = write_phone(handout, theme(), Variant(), IMPRINT, PageIndex(), Problems())
    (tmp_path / "handout.html").write_bytes(made.data)
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((tmp_path / "handout.html").as_uri())
    assert overflow(page) <= 0
    assert axe(page) == []
    context.close()


def test_right_to_left_pages_are_mirrored(page: Page, tmp_path: Path) -> None:
    files = site_files(catalogue([listed(AWKWARD[2], pictures=0), listed(entry(1), pictures=0)], lang="ar"), theme())
    page.goto((put(tmp_path, files) / "index.html").as_uri())
    leave, name = page.locator(".leave").bounding_box(), page.locator(".top .name").bounding_box()
    assert leave["x"] < name["x"]
    words, take = page.locator(".words").first.bounding_box(), page.locator(".take").first.bounding_box()
    assert take["x"] < words["x"]
    english = page.locator(".words").nth(1)
    assert (english.get_attribute("lang"), english.get_attribute("dir")) == ("en-US", "ltr")
    assert overflow(page) <= 0


def test_without_a_script_everything_is_there_and_filters_work(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/index.html")
    assert not page.get_by_label("Search").is_visible()
    every = page.locator(".cards > li:visible").count()
    page.locator("select[name=for]").select_option("a-librarians")
    assert 0 < page.locator(".cards > li:visible").count() < every
    assert page.get_by_role("link", name="Leave this page").get_attribute("href") == AWAY
    page.goto(f"{address}/en-US/module-007/index.html")
    assert page.get_by_role("row").count() > 8
    context.close()


def test_from_a_folder_it_works_as_from_a_server(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_label("Search").fill("listening")
    assert visible_titles(page) == ["Module on listening, part 8"]
    page.locator("select[name=level]").select_option(label="Introductory")
    assert "level=l-introductory" in page.url
    page.get_by_role("link", name="Module on listening, part 8", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Module on listening, part 8"
    page.get_by_role("link", name="All modules").click()
    assert page.url.endswith("/index.html")
    assert page.evaluate("document.fonts.load('700 16px \"Atkinson Hyperlegible Next\"').then((found) => found.length)")


def test_nothing_is_kept_on_the_device(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.get_by_label("Search").fill("law")
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_three_hundred_modules_load_pictures_as_they_come_into_view_and_do_not_jump(page: Page, tmp_path: Path) -> None:
    folder = put(tmp_path, large())
    leaf = webp(236, 305)
    put(folder, {f"en-US/module-{n:03}/img/page.webp": leaf for n in range(1, 301)})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(folder) as address:
        page.goto(f"{address}/index.html", wait_until="load")
        page.wait_for_timeout(300)
        pictures = {url for url in asked if url.endswith(".webp")}
        assert 0 < len(pictures) < 100
        page.evaluate(
            "new PerformanceObserver((list) => { window.jumped = (window.jumped ?? 0) + "
            "list.getEntries().filter((e) => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0); })"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page.get_by_label("Search").press_sequentially("evidence", delay=20)
        page.wait_for_timeout(200)
        assert len(visible_titles(page)) == 38
        assert page.evaluate("window.jumped ?? 0") < 0.01
        assert overflow(page) <= 0


def test_three_hundred_modules_are_as_sound_as_ten(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 640}, color_scheme="dark")
    page = context.new_page()
    with served(put(tmp_path, large())) as address:
        page.goto(f"{address}/index.html")
        assert axe(page) == []
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0
    context.close()
