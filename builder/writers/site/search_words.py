"""The words of a catalogue's modules for its search: those that participants read, in groups of one stem.

A script of the page looks them up (themes/base/site/find.js), from a folder too, where a page can load scripts but no
data. Nothing that was taken out for participants is here, as all words come from the module selected for the handout.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import snowballstemmer

from builder.model import module as m

_WORD = re.compile(r"[^\W_]+")

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The Snowball stemmer (snowballstem.org) of each primary language tag; words of other languages are groups of one."""


def search_words(handout: m.Module) -> str:
    """Return the words of a module as participants read it, folded, each once, sorted and separated by spaces.

    With a term of the glossary that the handout uses come the other forms of that term: they are its synonyms.
    """
    notes = (child for node in m.walk(*handout.body) if isinstance(node, m.Footnote) for child in m.children(node))
    texts = [
        *map(m.plain, handout.body),
        *map(m.plain, notes),
        handout.meta.title,
        handout.meta.description,
        *(one.text for one in handout.meta.objectives),
    ]
    texts += [form for entry in handout.terms for form in (entry.term, *entry.forms)]
    return " ".join(sorted({word for text in texts for word in folded_words(text)}))


def folded_words(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters without accents, as the script folds them; single letters are left out."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M")
    )
    yield from (word for word in _WORD.findall(plain.lower()) if len(word) > 1)


def search_script(modules: Sequence[tuple[str, str]]) -> bytes:
    """Return the script that holds the words of modules, given as (language, words) in the order of their cards.

    Each line of its text is a group of words with one stem: what they have in common, their endings, and the numbers of the
    cards that have any of them, in base 36: `polic e,es,ing 0,2`.
    """
    groups: dict[str, tuple[set[str], set[int]]] = {}
    for number, (lang, words) in enumerate(modules):
        forms = words.split()
        for form, stem in zip(forms, _stems(lang.partition("-")[0], forms), strict=True):
            known, cards = groups.setdefault(stem, (set(), set()))
            known.add(form)
            cards.add(number)
    text = "\n".join(sorted(_group_line(forms, cards) for forms, cards in groups.values()))
    return f"self.searchWords = {json.dumps(text, ensure_ascii=False)};\n".encode()


def _group_line(forms: set[str], cards: set[int]) -> str:
    first, last = min(forms), max(forms)
    start = first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
    endings = ",".join(sorted(form.removeprefix(start) for form in forms))
    return f"{start} {endings} {','.join(map(_base_36, sorted(cards)))}"


def _base_36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < len(digits) else _base_36(number // len(digits)) + digits[number % len(digits)]


def _stems(language: str, words: Iterable[str]) -> list[str]:
    """Return the stem of each word; the word itself in languages without a stemmer."""
    name = STEMMERS.get(language)
    return list(words) if name is None else [str(stem) for stem in snowballstemmer.stemmer(name).stemWords(words)]
