"""The words of the catalogue's search: whose they are, and how small their script is."""

from __future__ import annotations

from dataclasses import replace

from builder.model import module as m
from builder.transform.editions import EDITIONS
from builder.transform.selection import select
from builder.writers.site.search_words import folded_words, search_script, search_words
from tests.support.specimen import p, specimen, t


def test_words_are_those_that_participants_read() -> None:
    secret = m.Notes(id="n", body=(p("Quixotic."),))
    entry = m.Entry(id="choice", term="option", forms=("alternative",), meaning=(t("A choice."),))
    topic = m.Topic(id="new", title=(t("Naïve talk"),), body=(p("Each option counts."), p("Alone."), secret))
    module = replace(specimen(), body=(topic,), terms=(entry,))
    words = search_words(select(module, EDITIONS["handout"])).split()
    assert {"naive", "talk", "counts", "alone", "option", "alternative"} <= set(words)
    assert "quixotic" not in words
    assert words == sorted(set(words))


def test_words_of_one_stem_find_the_same_cards_in_each_language() -> None:
    script = search_script(
        [("en-US", "police policing run"), ("de", "hauses haus"), ("en", "police"), ("zz", "run runs")]
    )
    assert script.decode() == ('self.searchWords = "haus ,es 1\\npolic e,ing 0,2\\nrun  0,3\\nruns  3";\n')


def test_words_are_folded_as_the_page_folds_them() -> None:
    assert list(folded_words("L’Été, a Co-op’s 24-hour LINE_2")) == ["ete", "co", "op", "24", "hour", "line"]
