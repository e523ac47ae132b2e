"""One module in many languages: the same page in another language is one link away, and says what it is a translation of."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from builder.model.catalogue import Catalogue
from tests.support.browser import Browser, faults, overflow
from tests.support.listings import catalogue, entry, listed, put, site_files
from tests.support.print.pages import theme


def translated(lang: str, *, source: bool = True) -> Catalogue:
    """Return a catalogue in a language, of a course in English whose first module is there in Arabic too."""
    words = {"title": "وحدة", "lang": lang, "translation_of": "en-US", "translated": 87}
    shown = catalogue([listed(entry(n, **words), pictures=0) for n in (1, 2)], lang=lang)
    versions = {"en-US": frozenset({"module-001", "module-002"})} if source else {}
    versions |= {"ar" if lang == "es" else "es": frozenset({"module-001"})}
    return replace(shown, home=f"{lang}/", source="en-US", source_title="A course", versions=versions)


def page(files: dict[str, bytes], path: str) -> str:
    return files[path].decode()


def links(html: str, rel: str = "a") -> dict[str, str]:
    """Return the links of a page that name a language, by language: the first for each."""
    found = re.findall(rf'<{rel} (?=[^>]*hreflang="([^"]*)")[^>]*?href="([^"]*)"', html)
    return dict(reversed(found))


def test_a_module_leads_to_itself_in_other_languages() -> None:
    files = site_files(translated("es"), theme())
    assert links(page(files, "es/index.html")) == {"en-US": "../index.html", "ar": "../ar/index.html"}
    own = page(files, "es/module-001/index.html")
    home = {"en-US": "../../en-US/module-001/index.html", "ar": "../../ar/module-001/index.html"}
    assert links(own) == home
    assert links(own, "link") == {"es": "index.html", **home}
    assert 'lang="ar" dir="rtl" hreflang="ar">العربية</a>' in own
    assert links(page(files, "es/module-002/index.html")) == {"en-US": "../../en-US/module-002/index.html"}


def test_a_translation_says_what_it_was_made_of_and_how_far_it_is() -> None:
    files = site_files(translated("es"), theme())
    own = page(files, "es/module-001/index.html")
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', own)
    assert json.loads(data)["translationOfWork"]["@id"] == "en-US/module-001/index.html"
    for shown in (own, page(files, "es/index.html")):
        assert "Borrador de traducción que nadie ha revisado\u00a0· 87\u00a0% traducido" in shown
    reviewed = entry(1, lang="es", translation_of="en-US", translation_reviewed="2027-01-15, Ana")
    files = site_files(replace(translated("es"), modules=(listed(reviewed),)), theme())
    assert "Traducción revisada: 2027-01-15, Ana" in page(files, "es/module-001/index.html")


def test_without_the_source_s_catalogue_the_root_leads_to_the_languages() -> None:
    files = site_files(translated("ar", source=False), theme())
    root = page(files, "index.html")
    assert links(root) == {"ar": "ar/index.html", "es": "es/index.html"}
    assert root.count("<script") == 1  # the way out; nothing else needs one
    assert "index.html" not in site_files(translated("ar"), theme())


@pytest.mark.slow
@pytest.mark.parametrize("path", ["index.html", "ar/index.html", "ar/module-001/index.html"])
def test_pages_with_a_choice_of_languages_are_sound(browser: Browser, tmp_path: Path, path: str) -> None:
    put(tmp_path, site_files(translated("ar", source=False), theme()))
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    shown = context.new_page()
    shown.goto((tmp_path / path).as_uri())
    assert faults(shown) == []
    assert overflow(shown) <= 0
    context.close()
