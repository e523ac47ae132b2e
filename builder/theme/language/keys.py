"""What every key of theme.yml does. docs/themes.md prints this table, the schema has it as descriptions; tests compare all three.

`*` stands for each of several keys, or for a name of the theme's own.
"""

from __future__ import annotations

KEYS: dict[str, str] = {
    "name": "what people call the theme; without it, its folder's name",
    "description": "what `coursewright themes` says of it, in a line",
    "extends": "the theme beneath this one, of the course or of the tool: what is not said here is as there. `plain` where nothing is said",
    "color.palette.*": 'a color with a name of the theme\'s own, as `"#rrggbb"` in quotation marks; the keys below take such names, or colors',
    "color.foreground": "text",
    "color.background": "the ground of slides and of the catalogue; pages are white, as paper is",
    "color.muted": "words beside the text: labels, sources, feet",
    "color.rule": "lines between rows and parts",
    "color.field": "lines to write on, boxes to tick, frames of options: 3:1 at least",
    "color.primary": "headings, title slides, minutes, numbers, bars; the brand's main color",
    "color.ground": "covers, sections, filled panels and bars, where it is another color than `primary`: for a brand color that is too light for words",
    "color.on-primary": "text on that ground",
    "color.surface": "the tint behind panels, statements and code",
    "color.link": "links",
    "color.caution": "what must not be missed",
    "color.caution-surface": "the tint behind cautions",
    "color.facilitator": "what facilitators alone see",
    "color.accent": "six colors, for charts and for PowerPoint's scheme",
    "typography.base.*": "text on pages: `family`, `size` and `line-height` in pt, `weight`",
    "typography.headings.*": "headings on pages: `family`, `weight`",
    "typography.monospace.*": "code: `family`, `size`",
    "typography.fallback.*": "the `family` for characters that the others lack",
    "typography.large.*": "text in large print: `family`, `size`, `line-height`",
    "typography.sizes.title": "the title of a page, pt",
    "typography.sizes.topic": "headings of topics, pt",
    "typography.sizes.heading": "headings inside topics, pt",
    "typography.sizes.lede": "the paragraph under the title, pt",
    "typography.sizes.label": "labels beside the text, pt",
    "typography.sizes.small": "sources, captions, notes, pt",
    "typography.sizes.foot": "the foot of pages, pt",
    "typography.sizes.script": "what facilitators say, in the guide, pt",
    "page.margin": "the margin around a page, as a CSS length (`16mm`)",
    "page.column": "the width of the column of labels",
    "page.gap": "the space between that column and the text",
    "page.line": "the distance of lines to write on",
    "page.rule": "how thick rules are",
    "page.frame": "how thick frames are",
    "page.corner": "how round the corners of blocks are",
    "page.cover": "the block of the title: `rule` under it; a `block` of the brand's color; `centered` between double rules; tinted over a `band`",
    "page.headings": "topics `plain`; at the page's edge under a rule (`ruled`), or there under a short `bar`",
    "page.labels": "words for what a block is stand `beside` the text, or `above` it",
    "page.callouts": "definitions, scenarios, activities and key points with a `rule` at their side; as tinted `card`; between fine lines (`line`)",
    "page.running": "the running words at the `foot` with the page number, or at the `head`; in large print always at the foot",
    "slides.ratio": "`16:9` or `4:3`",
    "slides.font": "the family that decks name; PowerPoint takes it from the machine that it runs on",
    "slides.measured": "the family that slides are fitted with, where there are no files of `font`: one of the same widths",
    "slides.stretch": "how many times wider than `measured` text may come out, 1 to 2",
    "slides.headings.font": "the family that decks name for titles, statements and heads of panels and steps; without it, `slides.font`",
    "slides.headings.measured": "the family that those are fitted with, and set in on PDF slides",
    "slides.headings.stretch": "how many times wider they may come out, 1 to 2",
    "slides.sizes.*": "sizes of type, pt: `cover section statement title body second table kicker source foot minutes numeral number`",
    "slides.floor.*": "the smallest sizes that fitting comes down to, pt: `body` (18 at least), `table` (16), `source` (14)",
    "slides.ceiling": "the largest size that little text grows to, pt",
    "slides.margin": "the margin around slides, inches",
    "slides.rule": "how thick rules are on slides, pt",
    "slides.progress": "`true`: a line at the foot shows how far the deck and its section have come",
    "slides.cover": "the title slide: words `low` on the brand's color; `split` between paper and a plane; `centered` between rules; tinted over a `band`",
    "slides.section": "slides that begin a part: `full` of the brand's color, words at the side; or `centered` on it",
    "slides.frame": "around every slide on paper: `open`; `ruled` at head and foot, the number first; a `bar` at the upper edge; a tinted `hem` at the lower one",
    "slides.panels": "panels, numbered cards and options with a `tint`; with a `fill` of the brand's color; with a `line` at the side; as round `card`",
    "slides.statement": "statements on a `tint`; `full` of the brand's color, quotations too; `centered` between rules; on a `card`",
    "slides.aside": "minutes and materials of activities under a `rule`; on a plane of the brand's color (`fill`); beside a `line`; on a `card`",
    "slides.template": "an organization's own .potx or .pptx in the theme's folder, instead of the generated one",
    "slides.layouts.*": "which layout of that template, by its name, stands for one of ours: `content: Title and Content`",
    "logo.path": "a picture in the theme's folder: PNG, JPEG or SVG",
    "logo.alt": "what it says, for people who do not see it",
    "logo.dark": "another picture for dark ground; without one, a logo that cannot be seen there gets a plate",
    "icons.*": "the icon beside the titles of a kind of block: `{caution: triangle-alert}`; the author's guide shows all",
    "cover": "`motif`: circles, lines and planes in the theme's colors on covers without a picture, other for each module; or `plain`",
    "labels.*.*": "a printed word of ours in other words, by language and key: `labels: {en: {activity: Exercise}}`",
}
"""Key → what it does."""


def key_of(path: str) -> str:
    """Return the key of the table that a path of a theme is of, "" for none."""
    steps = path.split(".")
    options = (path, *(".".join((*steps[:n], *"*" * (len(steps) - n))) for n in range(len(steps) - 1, 0, -1)))
    return next((one for one in options if one in KEYS), "")
