"""What gives an answer away in the words that participants read: marks, ticks, arrows, and labels such as “Answer:”.

A question is read once, by authors who know the answer. So whatever in it looks like a mark or a label, and is not in
the one place that we take out of participants' copies, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from builder.model import module as m
from builder.parse.audiences.words import answer_words, fold
from builder.parse.lines.signs.options import RIGHT

_JUDGED = r"(?:right|correct|incorrect|wrong|false|true|best)(?:\s+(?:answer|option|choice|one))?"
_TICK = re.compile("[✓✔✅☑🗸🗹☒❌❎✗✘✖☐]")
_BEGIN, _END = r"[\[［〔【<(（{]", r"[\]］〕】>)）}]"
_BOX = re.compile(
    rf"(?<!\w){_BEGIN}\s*(?:[{RIGHT}+*=✗☒✘-]|_*)\s*{_END}|^\W*{_BEGIN}[\s\W]{{0,8}}{_END}|{_BEGIN}\s*{_END}\s*$"
)
_LONE = re.compile(r"^\W+[(（]\s*[vV]\s*[)）]|^[x×хχ√✓✔vV]\s+[^\W\d_]|^[xX][).:]\s")
_JUDGED_BOX = re.compile(
    rf"^\W*(?:\w{{1,2}}[.)]\W*)?[\[［〔【<(（{{]\s*(?:{_JUDGED}|yes|no|ok|y|n|t|f)\s*[\]］〕】>)）}}]|[\[［〔【<{{]\s*{_JUDGED}\s*[\]］〕】>}}]\W*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[•‣▪◦●■·∙+*]|^–\s|^[–—-]\s*[<*({\[]|^\(?[a-hA-H1-9][.)][*_<]")
_STAR = re.compile(r"\*{2,}|(?:^|\s)\*+\w|\w[.!?]?\*+(?:\s|$)|\s\*+$")
_BRACES = re.compile(
    r"(?<![\\\w^_}$])\{(?=[^{}]*+\})(?:[^{}]*[=~#][^{}]*|\s*[.:][^{}]*|\s*(?:T|F|TRUE|FALSE)\s*)\}|\{\s*[=~.#]"
)
_QUESTION_ANSWER = re.compile(r"^(?>(?:.*?\s)??Q\s?\d*+\s?[:.]).*\sA\s?\d*\s?[:.]\s|^A\s?:\s(?!.*\sB\s?:)", re.DOTALL)
_SAID = re.compile(
    rf"^\W*(?:the\s+)?(?:{_JUDGED}\s+)?answers?\s+(?:is|are)\b(?!\s+(?:not|never|in|on|often|always)\b)|^\W*answers?\s+[a-e1-9]\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?:\s[-–—=]+|[:;,])\s*(?:the\s+)?(?:right|correct|wrong|incorrect|best)\s+(?:answer|option|choice|one)\b(?!\?)"
    r"|[(（\[]\s*(?:correct|incorrect|wrong)\s*[)）\]]",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b(?:ANSWERS?|SOLUTION|EXPLANATION|FEEDBACK|RATIONALE)\s*[:：]")
_ARROW = re.compile(r"^(?:-+>|=+>|[→⇒➜➔►▶👉]|>>?\s)|(?:<-+|<=+|[←⇐◄⬅👈])")
_POINTED = re.compile(r"(?:^|\s)(?:-+>|=+>|[⇒➜➔►▶👉])\s|%-?\d+%\s?\w|(?:<-+|[←⇐◄⬅👈])\s*$")
LETTERED = re.compile(r"^\(?[a-hA-H1-9]\)|^\(?[a-eA-E1-9][.)]\s.*\s\(?[a-eA-E1-9][.)]\s", re.DOTALL)
"""Options with letters, in one paragraph."""
_SIGN = re.compile(r"^[(（]\s*[vV]\s*[)）]|^[=~+!]\s?\w|^%-?\d+%|\s!+$")
_SET_OFF = re.compile(
    rf"(?:\s(?:[-–—=]+|//|#|\|)|[:;,])\s*(?:this is\s+)?(?:the\s+)?(?!(?:right|best)\b(?!\s+(?:answer|option|choice|one))){_JUDGED}\s*(?:[.!,;:]|$)",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:\s(?:[-–—=]+|//|#|\|)|[:;,])\s*([^\W\d_][\w' ’]{0,30})[.!\s]*$")
_BRACKETED = re.compile(r"[(（\[［{]\s*+([^()（）\[\]{}]{1,40}?)\s*+[.!,;:]*+[)）\]］}]")
_LABEL = re.compile(
    r"(?:^\W*+|(?<=\w)(?=\W*?[.!?:)”\"…。？！：\n])\W++)([^\W\d_][\w' ’]{0,40}?)\s*(?:\([^()]{0,20}\)\s*)?(?:[:：=–—]|-\s)(?!//)(?=(.?.?))"
)
_SENTENCE = re.compile(r"^\W*([^\W\d_][\w' ’]{0,30}?)\s*[.!。！](?:\s|$)")
_FILLERS = frozenset(
    fold(word)
    for word in (
        "the a an is are my our no number right correct true best model sample suggested expected for facilitators only"
        " possible likely typical acceptable accepted good example preferred some"
        " die der das ist sind richtige la le les el los il lo est es son è bonne bonnes vraie esatta giusta a o as os é"
        " certa certas het juiste poprawna prawidłowa правильна правильні верный верно doğru الصحيحة صحيحة הנכונה"
    ).split()
)
"""Words that stand with the name of an answer in its label."""
_MARKS = (_TICK, _BOX, _LONE, _JUDGED_BOX)
_ANYWHERE = (*_MARKS, _BULLET, _STAR, _BRACES, _QUESTION_ANSWER, _SAID, _TOLD, _CAPITALS, _POINTED)
_IN_OPTIONS = (*_ANYWHERE, _ARROW, _SIGN, _SET_OFF)
_ASKING = frozenset({"explain", "explanations", "reasons"})
"""Words of the list that questions begin with as well: “Explain: …”."""


def is_verdict(text: str) -> bool:
    """Say whether a text is nothing but a verdict, such as the head of a column “Right” or “Correct?”."""
    return re.fullmatch(rf"\W*{_JUDGED}\W*", text, re.IGNORECASE) is not None


def telltale(text: str, *, in_option: bool = False) -> str:
    """Return what in a text could give an answer away, as it is written there, or "". Options are judged more strictly."""
    for rule in _IN_OPTIONS if in_option else _ANYWHERE:
        if found := rule.search(text):
            return found[0].strip()[:40]
    if in_option:
        if (last := _LAST.search(text)) and is_label(last[1]):
            return last[0].strip()
        for found in _BRACKETED.finditer(text):
            if is_label(found[1]) or re.fullmatch(rf"(?:this is\s+)?(?:the\s+)?{_JUDGED}", found[1], re.IGNORECASE):
                return found[0]
    return _label(text)


def mark_in(text: str) -> str:
    """Return a box, tick or cross in a text as it is written there, or ""."""
    return next((found[0].strip() for rule in _MARKS if (found := rule.search(text))), "")


def _label(text: str) -> str:
    """Return a label that says that an answer follows, such as `Right answer:`, or ""."""
    if (found := _SENTENCE.match(text)) and is_label(found[1]):
        return found[0].strip()
    for found in _LABEL.finditer(text):
        if is_label(found[1]) and not re.match(r"\s*[_.…]", found[2]):
            return found[0].strip()
    return ""


@cache
def _answers() -> frozenset[str]:
    return answer_words() - {fold(word) for word in _ASKING}


def is_label(words: str) -> bool:
    """Say whether words are nothing but the name of an answer: `Answer`, `The right answer is`, `Bonne réponse`."""
    folded = [] if "?" in words else [fold(word) for word in words.split()]
    named = [word for word in folded if word in _answers() or word in _LABELS]
    return bool(named) and all(word in named or word in _FILLERS for word in folded)


_LABELS = frozenset({"ans", "sol", "key", "because", "why", "正确答案", "正確答案", "正答", "参考答案"})


def styled_apart(options: Sequence[tuple[m.Inline, ...]], right: Sequence[bool]) -> bool:
    """Say whether bold, italic, struck or highlighted type sets just the right options apart, or just the wrong ones."""
    for style in (m.Strong, m.Emphasis, m.Highlight, m.Strike, m.Code):
        styled = [len(content) == 1 and isinstance(content[0], style) for content in options]
        if any(styled) and not all(styled) and styled in ([*right], [not one for one in right]):
            return True
    return False
