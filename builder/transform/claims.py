"""Finds numbers in English text that are factual claims and so need a source.

Times, dates, ages of majority, laws, telephone numbers and numbers that name a thing (“card 7”) are not claims: they are
masked first, and the rest is searched. Used by the checks of modules and of slides, so that both agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DASH = r"[-‐‑–]"
_NAMED_BY_NUMBER = (
    "sections? articles? titles? chapters? pages? figures? tables? steps? cards? questions? modules? parts? rows? numbers? "
    "conventions? recommendations? bills? acts? proclamations? protocols? levels? grades? groups? rooms? slides? activit(?:y|ies) "
    "box(?:es)? lines? versions? schedules? clauses? paragraphs? objectives? notes? forms? visas? rules? routes? units? topics? "
    "appendix annex exhibits? principles? items? columns? points? options? scenarios? rounds? sessions? days? weeks? resolutions? "
    "sources? amendments? sheets? tasks?"
).split()

_NO_CLAIM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"https?://\S+|(?<!\S)@?[^\s@]++@\S+\.\w+",
        # laws: “22 U.S.C. § 7102(9)”, “90 Fed. Reg. 529”, “Pub. L. 106-386”, “H.R. 1865”
        r"(?<!\d)\d++\s+(?:U\.?\s?S\.?(?:\s?C\.?)?|C\.?F\.?R\.?|Fed\.?\s?Reg\.?|Stat\.|F\.\s?(?:\dd|Supp\.)|S\.\s?Ct\.)\s*§*\s*\d[\w().–-]*",
        r"(?<!§)§++\s*+\d[\w().–-]*(?:(?:,|\s*(?:and|to|–|-))\s*\d[\w().–-]*)*",
        r"\b(?:Pub\.\s?L\.(?:\s?No\.)?|H\.?\s?R\.|S\.?B\.?|A\.?B\.?|S\.|No\.|Nos\.|Art\.|Sec\.|pp?\.|vol\.|ch\.|para\.)\s?\d[\w().–-]*",
        # what a number names, not counts: “steps 2 and 3”, “Article 3(b)”
        rf"\b(?:{'|'.join(_NAMED_BY_NUMBER)})\s+\d+(?:\([a-z0-9]+\))*(?:(?:,|,?\s+(?:and|or|to)|\s*{_DASH})\s*\d+(?:\([a-z0-9]+\))*)*(?!\s*(?:%|percent))",
        # telephone
        r"(?<!\d)(?:\+?\d[-.\s])?\(?\d{3}\)?[-.\s]\d{3}[-.\s]\d{4}(?!\d)",
        r"\b(?:call|text|dial|calling|texting|phone)\s+(?:or\s+\w+\s+)?\d{3,6}\b|\btext\s+[A-Z]+\s+to\s+\d{3,6}\b",
        r"\b(?:911|988|211|311|112|999)\b(?![,.]\d|\s*(?:%|percent))",
        # dates and times
        rf"\b{_MONTH}\s+\d{{1,2}}(?!\d)(?:,?\s*{_YEAR})?|\b\d{{1,2}}\s+{_MONTH}(?:\s+{_YEAR})?\b|\b\d{{4}}-\d\d-\d\d\b",
        rf"(?<![\d,.$£€]){_YEAR}s?(?:\s*{_DASH}\s*(?:{_YEAR}|\d\d)(?!\d))?(?![\d%]|,\d|\.\d|\s*(?:percent|per cent|million|billion))",
        rf"\b\d+(?:\s*(?:{_DASH}|to|or)\s*\d+)?(?:\s|{_DASH})?(?:minutes?|mins?|seconds?|secs?)\b",
        r"\b24\s+hours\s+a\s+day\b|\b24/7\b|\b\d{1,2}:\d\d\b|\b\d{1,2}\s?[ap]\.?m\b\.?",
        # who is a child, and who is an adult
        rf"\bunder{_DASH}?\s?(?:the\s+age\s+of\s+)?1[78]s?\b|\b1[678]\s+(?:or|and|years\s+(?:or|and))\s+(?:over|older|above|up|under|younger)\b",
        rf"\b1[678]{_DASH}year{_DASH}olds?\b|\b1[678]\s+years\s+old\b",
        r"\b(?:ages?|aged|turns?|turned|turning|is|are|was|over|above|below|before|until|reach(?:es|ed)?|than|at)\s+1[678]\b(?!\s*(?:%|percent|[a-z]))",
        # signs and marks: “A13”, “C-36”, “1st”, “(2)”
        rf"\b[A-Za-z]+{_DASH}?\d\w*\b|\b\d+(?:st|nd|rd|th)\b|\(\d\)",
    )
)

_NUMBER = r"(?<!\d)(?<!\d,)\d[\d,]*+(?:\.\d++)?"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_TENS = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"

_STRONG = re.compile(
    rf"(?:[$£€¥]\s?)?{_NUMBER}(?:\s*(?:{_DASH}|to)\s*{_NUMBER})?\s*(?:%|percent\b|per\s+cent\b|percentage\s+points?)"
    rf"|\b(?:{_TENS})(?:{_DASH}(?:{_SMALL}))?\s+(?:percent|per\s+cent)\b"
    rf"|(?:[$£€¥]\s?)?\b{_NUMBER}\s*(?:(?:hundred|thousand|million|billion|trillion)\b|bn\b)"
    rf"|\b{_NUMBER}\s+(?:in|of|out\s+of)\s+(?:every\s+)?{_NUMBER}\b",
    re.IGNORECASE,
)
"""Percentages and large numbers: claims even in tasks about fictional people."""

_PLAIN = re.compile(
    rf"[$£€¥]\s?{_NUMBER}|\b{_NUMBER}(?:\s+times\b|{_DASH}fold\b)|\b(?<!\d,)\d[\d,]*+\.\d+\b|\b\d{{2,}}(?:,\d{{3}})*\b|\b\d,\d{{3}}\b"
    rf"|\b(?:{_SMALL})\s+(?:in|out\s+of|of\s+every|in\s+every)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|{_TENS})\b"
    rf"|\b(?:one|two|three|four|a)[-\s](?:third|quarter|fifth|tenth)s?\s+of\b|\btwo[-\s]thirds\b|\bthree[-\s]quarters\b"
    r"|\bhalf\s+of\s+(?:all|those|women|men|people|respondents|workers|survivors|victims|cases)\b"
    rf"|\b(?:twice|(?:{_SMALL})\s+times)\s+(?:as|more|the)\b",
    re.IGNORECASE,
)

_PERHAPS = re.compile(
    rf"\d|per\s?cent|third|quarter|fifth|tenth|half\s|twice|times|\b(?:{_SMALL})\s+(?:in|of|out)\b", re.IGNORECASE
)
"""A quick test: a text without a match has no claims, and the slower patterns are skipped."""

_MADE_UP = (
    r"(?:\b(?:made[-\s]up|invented|fictional|fictitious|imagin(?:ary|ed)|hypothetical|pretend"
    r"|inventad[oa]s?|fict[ií]ci[oa]s?|imaginari[oa]s?|imaginári[oa]s?|hipotétic[oa]s?"  # Spanish, Portuguese
    r"|inventée?s?|ficti(?:fs?|ves?)|imaginaires?|hypothétiques?"  # French
    r"|erfunden\w*|fiktiv\w*|ausgedacht\w*|hypothetisch\w*"  # German
    r"|вымышлен\w*|выдуман\w*|гипотетическ\w*)\b"
    r"|مختلق|خيالي|متخيَّ?ل|مفترض|בדוי|בדיוני|מומצא|虚构|編造|编造|假设|虛構)"
)
"""What calls something made up, in the languages that have our printed words; endings of Arabic and Hebrew may follow."""

_MADE_UP_HERE = re.compile(_MADE_UP, re.IGNORECASE)
_NUMBERS = (
    r"(?:\b(?:numbers?|figures?|data|rates?|counts?|percent\w*|statistics|shares?|totals?|town|city|survey|study|headlines?|example"
    r"|números?|cifras?|datos|dados|tasas?|taxas?|porcentajes?|ejemplo|exemplo|ciudad|cidade|encuesta|estudio"
    r"|chiffres?|données|taux|pourcentages?|exemple|ville|enquête|étude"
    r"|zahl(?:en)?|daten|quoten?|beispiel|stadt|umfrage|studie"
    r"|чис(?:ел|л\w*)|цифр\w*|данны\w*|дол[яи]|пример\w*|город\w*|опрос\w*)\b"
    r"|أرقام|الأرقام|رقم|بيانات|مثال|מספר|נתונים|דוגמה|数字|数据|例子|城市)"
)
_MADE_UP_AROUND = re.compile(
    rf"{_MADE_UP}[^.!?。]{{0,60}}{_NUMBERS}|{_NUMBERS}[^.!?。]{{0,60}}{_MADE_UP}", re.IGNORECASE
)


def claims(text: str, *, task: bool = False) -> Iterator[str]:
    """Yield the claims in a text, as written. In a `task` about fictional people only percentages and large numbers count."""
    if not _PERHAPS.search(text):
        return
    for pattern in _NO_CLAIM:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    found = {match.span(): match[0] for match in _STRONG.finditer(text)}
    taken = [range(*span) for span in found]
    for match in _PLAIN.finditer(text):
        inside = any(match.start() in span for span in taken)
        large = match[0].count(",") > 0 or len(match[0]) > 3  # a thousand and up
        if not inside and (not task or (match[0][0].isdigit() and large and match[0].replace(",", "").isdigit())):
            found[match.span()] = match[0]
    for span in sorted(found):
        yield found[span].strip()


def is_made_up(text: str, *, around: bool = False) -> bool:
    """Say whether a text calls its numbers made up, in any language that is known here; with `around`, those in nearby blocks."""
    return bool((_MADE_UP_AROUND if around else _MADE_UP_HERE).search(text))
