"""The commands for translations, on a small course."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.commands import run

MODULE = """---
title: First aid
description: What to do first.
objectives: [Call for help.]
---

## Call for help

Dial 112 and say where you are.

::: content-note
It speaks of wounds.
:::
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    home = tmp_path / "modules" / "aid"
    home.mkdir(parents=True)
    (tmp_path / "modules" / "course.yml").write_text("title: Help\nmodules: [aid]\nlanguages: [en-US, es]\n")
    (home / "module.md").write_text(MODULE)
    return tmp_path


def words(course: Path, pairs: dict[str, str]) -> None:
    """Write translations into the files of Spanish."""
    for path in (course / "locale" / "es").glob("*.po"):
        text = path.read_text()
        for source, target in pairs.items():
            text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{target}"')
        path.write_text(text)


def languages_of(page: Path) -> list[str]:
    """Return where the links of a page lead that name a language."""
    return sorted(set(re.findall(r'<a href="([^"]*)"[^>]*hreflang', page.read_text())))


@pytest.mark.slow
def test_a_course_is_translated_and_built_in_both_languages(course: Path) -> None:
    assert run("translate", "update", cwd=course).returncode == 0
    path = course / "locale" / "es" / "aid.po"
    before = path.read_bytes()
    again = run("translate", "update", "es", cwd=course)
    assert "as it was" in again.stdout
    assert path.read_bytes() == before
    words(course, {"First aid": "Primeros auxilios", "Dial 112 and say where you are.": "Marque el 112."})
    refused = run("build", "--edition", "handout", cwd=course)
    assert refused.returncode == 1
    assert "locale/es/aid.po:" in refused.stderr
    assert "error[untranslated-safety-text]" in refused.stderr
    assert not (course / "output" / "es").exists()
    words(course, {"It speaks of wounds.": "Habla de heridas."})
    built = run("build", "--edition", "handout", cwd=course)
    assert built.returncode == 0, built.stderr
    rows = json.loads((course / "output" / "manifest.json").read_text())["artifacts"]
    assert {(row["language"], Path(row["path"]).name) for row in rows if row["format"] == "html"} == {
        ("en-US", "aid-handout-en-US.html"),
        ("es", "aid-handout-es.html"),
    }
    page = (course / "output" / "es" / "aid" / "aid-handout-es.html").read_text()
    assert "Marque el" in page
    assert 'lang="en-US" dir="ltr">[en] Call for help' in page
    assert languages_of(course / "output" / "index.html") == ["es/aid/index.html", "es/index.html"]
    assert languages_of(course / "output" / "es" / "index.html") == ["../en-US/aid/index.html", "../index.html"]
    spanish = (course / "output" / "es" / "aid" / "index.html").read_text()
    assert '"translationOfWork":{"@type":"LearningResource","@id":"en-US/aid/index.html"' in spanish
    assert "Borrador de traducción que nadie ha revisado" in spanish
    assert '"workTranslation":[{' in (course / "output" / "en-US" / "aid" / "index.html").read_text()
    assert run("build", "--edition", "handout", cwd=course).stderr.count("Nothing has changed") == 2
    assert run("publish", "--check", cwd=course).returncode == 0
    status = json.loads(run("translate", "status", "--json", cwd=course).stdout)
    (own,) = [one for one in status if one["module"] == "aid"]
    assert (own["translated"], own["missing"], own["changed"], own["slides_gained"]) == (3, own["units"] - 3, 0, None)
    assert run("translate", "check", "es", cwd=course).returncode == 0


@pytest.mark.parametrize("command", [("build", "--lang"), ("translate", "update")])
def test_a_language_that_there_is_not_is_wrong_usage(command: tuple[str, ...], course: Path) -> None:
    done = run(*command, "xx", cwd=course)
    assert done.returncode == 2
    assert "there is no language `xx`" in done.stderr
