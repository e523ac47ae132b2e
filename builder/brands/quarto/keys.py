"""Every key of `_brand.yml`, and what becomes of it.

Source: the schema that brand.yml and Quarto publish (posit-dev/brand-yml, schema/brand.schema.yml), and what Quarto 1.7 and later
add to it: colors of `light` and `dark`. `*` stands for a name of the brand's own, `[]` for each of a list.
docs/themes.md prints this table; a test compares both.
"""

from __future__ import annotations

KEYS: dict[str, str] = {
    "meta.name": "the theme's name, and the text alternative of a logo that has none",
    "meta.name.full": "the text alternative of a logo that has none; the theme's name where there is no `short`",
    "meta.name.short": "the theme's name",
    "meta.link": "left: no address is printed on pages; a course's own stands in `url:` of course.yml",
    "meta.link.*": "left, as `meta.link`",
    "meta.*": "left: free keys of the brand's own",
    "logo": "a path, as `logo.medium`",
    "logo.path": "as `logo.medium`, with `logo.alt` as its text alternative",
    "logo.alt": "the text alternative of `logo.path`",
    "logo.images.*": "taken when `small`, `medium` or `large` name it",
    "logo.images.*.path": "the picture, copied into the theme and made safe",
    "logo.images.*.alt": "the logo's text alternative",
    "logo.medium": "the logo: the name of an image, or a path beside the file",
    "logo.medium.light": "the logo",
    "logo.medium.dark": "the logo on dark ground, `logo.dark` of the theme",
    "logo.medium.path": "the logo",
    "logo.medium.alt": "its text alternative",
    "logo.large": "the logo where there is no `medium` that can be used",
    "logo.large.light": "as `logo.large`",
    "logo.large.dark": "as `logo.medium.dark`, with `large.light`",
    "logo.large.path": "as `logo.large`",
    "logo.large.alt": "its text alternative",
    "logo.small": "the logo where there is neither `medium` nor `large`",
    "logo.small.light": "as `logo.small`",
    "logo.small.dark": "as `logo.medium.dark`, with `small.light`",
    "logo.small.path": "as `logo.small`",
    "logo.small.alt": "its text alternative",
    "color.palette.*": "the theme's palette, under the same name; those with a hue may become colors of charts",
    "color.foreground": "`foreground`: text",
    "color.background": "`background`: slides and the catalogue, when it is light (pages are white, as paper is); a dark one becomes the text of a brand for dark ground",
    "color.primary": "`primary`: headings, title slides, minutes; links where there is no `link`",
    "color.secondary": "a color of charts; `facilitator` when it is far in hue from `primary` and cautions",
    "color.tertiary": "`surface` when it is a tint; else a color of charts, or `facilitator`",
    "color.success": "a color of charts",
    "color.info": "a color of charts, or `facilitator`",
    "color.warning": "`caution`, or `danger` is, whichever needs less change to be read; a color of charts",
    "color.danger": "`caution`, or `warning` is; a color of charts",
    "color.light": "`surface`, when it is a tint; the text on `primary` where it is read better than the background's color",
    "color.dark": "`foreground` where there is none",
    "color.link": "`link`",
    "color.*.light": "the color; these may be written for each of the roles above",
    "color.*.dark": "left: slides have light ground; the catalogue makes its dark colors of the light ones",
    "typography.fonts[].family": "the family that the files of this entry are looked for under",
    "typography.fonts[].source": "`file`: its files are copied into the theme; others are not fetched: bundled families and twins of Arial are used",
    "typography.fonts[].files[]": "a font file beside the brand file, copied if it may be embedded; an address is not fetched",
    "typography.fonts[].files[].path": "as `files[]`",
    "typography.fonts[].files[].weight": "left: the file itself says it",
    "typography.fonts[].files[].style": "left: the file itself says it",
    "typography.fonts[].weight": "left: it chooses what is fetched, and nothing is",
    "typography.fonts[].weight[]": "left, as `fonts[].weight`",
    "typography.fonts[].style": "left, as `fonts[].weight`",
    "typography.fonts[].style[]": "left, as `fonts[].weight`",
    "typography.fonts[].display": "left: it tells browsers how to wait for a font; ours are in the file",
    "typography.base": "as `typography.base.family`",
    "typography.base.family": "`typography.base`, `large` and `slides.font`, where there are files of it",
    "typography.base.size": "the size of text on pages: points as they are; px, rem, em and % as a share of what is usual on screens (16 px)",
    "typography.base.weight": "left: text is set in the regular weight, so that bold stands out",
    "typography.base.line-height": "the line height of text on pages, between 1.3 and 1.8",
    "typography.headings": "as `typography.headings.family`",
    "typography.headings.family": "`typography.headings.family`, where there are files of it",
    "typography.headings.weight": "`typography.headings.weight`",
    "typography.headings.style": "left: headings are upright",
    "typography.headings.color": "left: headings have the colors of `primary` and `foreground`; it is `primary` where there is none",
    "typography.headings.line-height": "left: headings are set close",
    "typography.monospace": "as `typography.monospace.family`",
    "typography.monospace.family": "`typography.monospace.family`, where there are files of it",
    "typography.monospace.size": "the size of code, as a share of the text's",
    "typography.monospace.weight": "left: code is regular",
    "typography.monospace.color": "left: code has the text's color",
    "typography.monospace.background-color": "left: code stands on `surface`",
    "typography.monospace-inline": "left: code in lines and in blocks is set alike, by `monospace`",
    "typography.monospace-inline.*": "left, as `monospace-inline`",
    "typography.monospace-block": "left, as `monospace-inline`",
    "typography.monospace-block.*": "left, as `monospace-inline`",
    "typography.link": "the color of links, as `typography.link.color`",
    "typography.link.color": "`link`, where there is no `color.link`",
    "typography.link.weight": "left: links have the weight of the text around them",
    "typography.link.background-color": "left: links stand on the ground of their text",
    "typography.link.decoration": "left: links are always underlined, so that they are seen without color",
    "defaults.coursewright.*": "keys of theme.yml that `_brand.yml` has no words for, as `theme export --to brand.yml` writes them; they win over what is derived, and the file's own palette over theirs",
    "defaults.*": "left: settings of Quarto, Shiny, Bootstrap or other programs",
}
"""Key → what it becomes, or “left” and why."""


def key_for(path: str) -> str:
    """Return the key of the table that a path of a file is of (`color.palette.teal` → `color.palette.*`), "" for none."""
    steps = path.split(".")
    options = [path, *(".".join((*steps[:n], "*", *steps[n + 1 :])) for n in range(len(steps) - 1, 0, -1))]
    options += [".".join((*steps[:n], "*")) for n in range(len(steps) - 1, 0, -1)]
    return next((one for one in options if one in KEYS), "")
