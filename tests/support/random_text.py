"""Random paragraphs of many scripts, for what must come out the same whichever way lines are laid out."""

from __future__ import annotations

import random

PIECES = (
    "office fluffy AVATAR efficient 1,234.50 don’t (see) don\u00adau\u00addampf\u00adschiff e\u0301 A\u030a\u0323 a\u00a0b c\u2009d x\u200by — “ä” "
    "שלום עולם עִבְרִית مرحبا بالعالم لا إلا ﷺ ภาษาไทยไม่มีช่องว่าง हिन्दी क्षत्रिय 漢字かな交じり文、です。 한국어 "
    "https://example.org/a/long/way/to/go?x=1&y=2 Donaudampfschifffahrtsgesellschaft 🙂 \u202babc\u202c 3\u20444 "
).split(" ")
LOOKS = (
    "", "text-align:justify;hyphens:auto", "letter-spacing:.05em", "word-spacing:2pt", "white-space:pre-wrap", "direction:rtl",
    "overflow-wrap:anywhere;width:40pt", "text-decoration:underline;font-variant-caps:small-caps", "font-kerning:none", "font-size:0",
    "white-space:nowrap;overflow:hidden;text-overflow:ellipsis", "text-indent:9pt;text-align:end", "word-break:break-all", "hyphens:none",
    "max-lines:2;block-ellipsis:auto;hyphens:auto", "font-size:7.3pt;hyphens:auto;hyphenate-limit-zone:20%",
)  # fmt: skip


def random_text(seed: int) -> str:
    """Return paragraphs of many scripts in many looks, with inline elements, at widths of their own."""
    chance = random.Random(seed)
    made = []
    for number in range(48):
        words = [chance.choice(PIECES) for _ in range(chance.randrange(1, 40))]
        if chance.random() < 0.4:
            at = chance.randrange(len(words))
            words[at] = chance.choice(("<b>{}</b>", "<em>a {} b</em>", "<a href='#n1'>{}</a>", "<br>{}")).format(
                words[at]
            )
        space = "\t" if number % 11 == 0 else " "
        lang = chance.choice(("en", "de", "ar", "th", "ja"))
        made.append(
            f"<p lang={lang} style='width:{chance.randrange(30, 180)}pt;{LOOKS[number % len(LOOKS)]}'>{space.join(words)}</p>"
        )
    return "".join(made)
