"""Drawings are written anew: what is not seen, and names that mean something, are in no output; what is seen looks as before."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from lxml import etree

from builder.core.source import Unreadable
from builder.pictures.drawing.clean import clean_svg
from builder.pictures.formats import UnsafePicture
from tests.support.attack_courses import svg

SECRET = "SECRET"  # noqa: S105  # no password

UNSEEN = {
    "ids": '<g id="SECRET"><rect id="SECRET2" width="9" height="9"/></g>',
    "ids that are used": '<linearGradient id="SECRET"/><rect width="9" height="9" fill="url(#SECRET)"/>',
    "classes": '<style>.SECRET{fill:red}</style><rect class="SECRET OTHER-SECRET" width="9" height="9"/>',
    "references to what is not there": '<rect fill="url(#SECRET)" width="9" height="9"/><use href="#SECRET"/>',
    "data and names": '<rect data-x="SECRET" aria-label="SECRET" role="SECRET" inkscape:label="SECRET" xmlns:inkscape="i" width="9"/>',
    "languages": '<text lang="C:\\SECRET" x="9" y="9">a</text>',
    "words beside shapes": "<g>SECRET<rect>SECRET</rect>SECRET</g>",
    "conditions of rules": "<style>[id='SECRET'] rect,[data-x^=SECRET],rect{fill:red}</style><rect width='9' height='9'/>",
    "rules for nothing": "<style>.SECRET{fill:red}#SECRET{fill:red}SECRET{fill:red}rect:hover #SECRET{fill:red}</style>",
    "comments in rules": "<style>/* SECRET */ rect{/* SECRET */ fill:red}</style>",
    "comments in styles": '<rect style="fill:red;/* SECRET */" fill="red /* SECRET */"/>',
    "other properties": "<rect style=\"-inkscape-font-specification:'SECRET';note:SECRET;content:'SECRET';fill:red\"/>",
    "custom properties": "<style>svg{--SECRET:red}rect{fill:var(--SECRET)}</style><rect/>",
    "not displayed": '<text display="none">SECRET</text><g style="fill:red;display : none"><text>SECRET</text></g>',
    "not displayed, by a rule": "<style>.h{display:none}</style><g class='h'><text>SECRET</text></g>",
    "clear": '<g opacity="0"><text>SECRET</text></g><g style="opacity:0.0"><text>SECRET</text></g><g opacity="0%"><text>SECRET</text></g>',
    "hidden": '<g visibility="hidden"><text x="9" y="9">SECRET</text></g><text visibility="collapse">SECRET</text>',
    "of no size": '<text font-size="0">SECRET</text><text style="font-size:0px">SECRET</text>',
    "of no color": '<text fill="none">SECRET</text><g fill="transparent"><text>SECRET</text></g><text fill-opacity="0">SECRET</text>',
    "of no color, by a rule": "<style>text{fill:rgba(0,0,0,0)}</style><text>SECRET</text>",
    "beside the drawing": '<text x="-9000" y="9">SECRET</text><g transform="translate(0 5000)"><text x="9" y="9">SECRET</text></g>',
    "definitions without a use": '<defs><g id="a"><text>SECRET</text></g><pattern id="b"><text>SECRET</text></pattern></defs>',
    "definitions of definitions": '<symbol id="a"><text>SECRET</text><use href="#b"/></symbol><symbol id="b"><text>SECRET</text></symbol>',
    "results of filters": '<filter id="a"><feOffset in="SourceAlpha" result="SECRET"/><feMerge><feMergeNode in="SECRET"/></feMerge></filter><rect filter="url(#a)"/>',
    "words for colors": '<rect fill="SECRET" style="stroke:rgb(1,2SECRET,3);fill:SECRET"/>',
    "rules after an element": "<style>rect{fill:red}<rect/>.SECRET{fill:red}<b>SECRET</b></style><rect/>",
    "words for numbers": '<rect width="SECRET" height="9"/><path d="M0 0 SECRET"/><polygon points="0 0 SECRET"/>',
    "custom properties of shapes": '<rect style="--SECRET:red;fill:red"/>',
    "signs that nobody sees": f'<text x="9" y="9">a{"".join(chr(0xE0000 + ord(sign)) for sign in SECRET)}</text>',
    "in an inner drawing of no size": '<svg width="0" height="9"><text x="1" y="1">SECRET</text></svg><svg x="9000" width="9" height="9"><text>SECRET</text></svg>',
    "for some readers alone": '<text systemLanguage="xx" x="9" y="9">SECRET</text><g requiredExtensions="urn:SECRET"><text x="9" y="9">SECRET</text></g>',
    "hidden in a page's text": '<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">a<b hidden="">SECRET</b><i style="display: none">SECRET</i>'
    '<style>SECRET</style></p></foreignObject><foreignObject width="9" height="9" style="display:none"><p xmlns="http://www.w3.org/1999/xhtml">SECRET</p></foreignObject>',
    "drawn flat": '<g transform="scale(0)"><text x="9" y="9">SECRET</text></g><g transform="matrix(1 1 1 1 0 0)"><text>SECRET</text></g>',
    "too small to read": '<text x="9" y="9" font-size="0.001">SECRET</text><g transform="scale(1e-4)"><text x="9" y="9">SECRET</text></g>',
    "all but clear": '<g opacity="1e-9"><text x="9" y="9">SECRET</text></g><g style="opacity:calc(0)"><text>SECRET</text></g><text fill-opacity="-1">SECRET</text>',
    "of clear colors": '<text style="fill:rgb(0 0 0 / 0%)">SECRET</text><text style="fill:hsla(0,0%,0%,0)">SECRET</text><g color="transparent"><text fill="currentColor">SECRET</text></g>'
    '<text fill="none" stroke="red" stroke-width="0">SECRET</text>',
    "cut away": '<clipPath id="a"/><g clip-path="url(#a)"><text x="9" y="9">SECRET</text></g><mask id="b"><rect width="0"/></mask><g mask="url(#b)"><text x="9" y="9">SECRET</text></g>',
    "turned away": '<g transform="rotate(90) translate(9000 9000)"><text x="9" y="9">SECRET</text></g><text x="9" y="9" dx="9000">SECRET</text><text x="9000 9010" y="9">SECRET</text>',
    "beside it, with a class": '<style>.q{stroke:red}</style><text class="q" x="-9000" y="9">SECRET</text>',
    "along nothing": "<text><textPath href='#nothing'>SECRET</textPath></text>",
    "unknown properties of a style": '<rect style="note:SECRET"/><rect style="fill:red;note:SECRET"/>',
    "places in names of fonts": "<text font-family='C:\\Users\\SECRET' x='9' y='9'>a</text><text style=\"font-family:'/home/SECRET'\" x='9' y='9'>a</text>",
    "titles": "<title>SECRET</title><desc>SECRET</desc><metadata>SECRET</metadata><text x='9' y='9'>a<title>SECRET</title></text>",
    "styles of other paper": '<style media="(min-width:1px) SECRET">rect{fill:red}</style><style type="SECRET">rect{fill:red}</style>',
}  # fmt: skip


@pytest.mark.parametrize("kind", UNSEEN)
def test_what_nobody_sees_is_left_out(kind: str) -> None:
    made = clean_svg(svg(UNSEEN[kind], attributes='id="SECRET-root" xml:lang="SECRET/x" class="SECRET"')).data.decode()
    assert SECRET not in made
    assert not re.search("[\U000e0000-\U000e0fff]", made)


SEEN = {
    "a word in its own color": '<g fill="none"><text fill="red" x="9" y="9">WORD</text></g>',
    "a word with an outline": '<text fill="none" stroke="red" x="9" y="9">WORD</text>',
    "a part that is shown": '<text visibility="hidden" x="9" y="9"><tspan visibility="visible">WORD</tspan></text>',
    "a size of its own": '<g font-size="0"><text font-size="9" x="9" y="9">WORD</text></g>',
    "a rule that wins": "<style>text{display:none}.a{display:inline}</style><text class='a' x='9' y='9'>WORD</text>",
    "a rule in doubt": "<style>text{display:none}g text{display:inline}</style><g><text x='9' y='9'>WORD</text></g>",
    "a style that wins": "<style>text{fill:none}</style><text style='fill:red' x='9' y='9'>WORD</text>",
    "a symbol that is used": '<defs><g id="SECRET"><text>WORD</text></g></defs><use href="#SECRET"/>',
    "a word that is drawn in by a use": '<g display="none"><g id="a"><text x="9" y="9">WORD</text></g></g><use href="#a"/>',
    "a word that is turned": '<text x="-50" y="9" transform="rotate(90) translate(60 -40)">WORD</text>',
    "a word at the edge": '<text x="89" y="9">WORD</text>',
    "a word far off, moved back": '<g transform="translate(-900 0)"><text x="909" y="9">WORD</text></g>',
    "a word far off, moved by a style": '<style>.a{transform:translate(-900px,0)}</style><g class="a"><text x="909" y="9">WORD</text></g>',
    "a small word in a small drawing": '<svg width="60" height="40" viewBox="0 0 1 1"><text x=".1" y=".1" font-size=".1">WORD</text></svg>',
    "a pale word": '<g opacity=".1"><text x="9" y="9" fill="rgb(0 0 0 / 10%)">WORD</text></g>',
    "a word in the color around it": '<g color="red" fill="currentColor"><text x="9" y="9">WORD</text></g>',
    "a word for those who read no other": '<switch><text systemLanguage="xx">a</text><text x="9" y="9">WORD</text></switch>',
    "a page's text": '<foreignObject width="60" height="9"><p xmlns="http://www.w3.org/1999/xhtml" style="opacity:0.5">WORD</p></foreignObject>',
    "a word that is cut to a shape": '<clipPath id="a"><rect width="60" height="40"/></clipPath><text clip-path="url(#a)" x="9" y="9">WORD</text>',
    "words in parts": '<text x="900"><tspan x="9" y="9">WORD</tspan></text>',
}


@pytest.mark.parametrize("kind", SEEN)
def test_what_is_seen_stays(kind: str) -> None:
    assert "WORD" in clean_svg(svg(SEEN[kind])).data.decode()


def test_names_are_new_and_mean_the_same() -> None:
    style = (
        "#my-svg .edge, .node:not(.off) > rect{fill:url(#grad)}[id$='-end'] path{stroke:red}[class*=odd]:nth-child(2n+1){opacity:.5}"
        ".a\\.b{fill:blue}"
    )
    inside = (
        f"<style>{style}</style><defs><linearGradient id='grad'/></defs><g class='node'><rect width='9' height='9' clip-path='url(\"#clip\")'/></g>"
        "<clipPath id='clip'><path d='M0 0'/></clipPath><marker id='flow-end'><path d='M0 0'/></marker><path marker-end='url(#flow-end)' class='edge a.b'/>"
        "<g class='row-odd'/>"
    )
    made = clean_svg(svg(inside, attributes='id="my-svg"')).data.decode()
    assert not re.search(
        r"grad\b|clip\"|my-svg|edge|node|flow|odd|a\.b", re.sub(r"linearGradient|clip-path|clipPath", "", made)
    )
    root = etree.fromstring(made)
    known = {one.get("id") for one in root.iter() if one.get("id")}
    assert set(re.findall(r"url\(#(\w+)\)", made)) <= known
    rules = made[made.index("<style>") : made.index("</style>")]
    assert re.search(r"#a1 \.c\d+,\.c\d+ &gt; rect\{", rules), rules
    assert re.search(r"\.k\d+ path\{stroke:#ff0000;\}", rules), rules


@pytest.mark.parametrize(
    "style",
    [
        "mask-image:image-set('//evil.example' 1x)", "fill:src('//evil.example')", "fill:u/**/rl(//evil.example)",
        "fill:\\75rl(//evil.example)", "fill:url(\\2f\\2f evil.example)", "fill:-webkit-image-set(url(//evil.example) 1x)",
        "--x:url(//evil.example)", "cursor:url(//evil.example)", "filter:progid:X(src='//evil.example')", "fill:attr(href url)",
        "content:'//evil.example'", "background:url(//evil.example)", "fill:env(evil.example)", "d:path('//evil.example')",
        "@im/**/port '//evil.example'", "fill:red}@import '//evil.example';rect{fill:red",
    ],
)  # fmt: skip
def test_no_address_is_left_in_styles(style: str) -> None:
    quoted = style.replace("'", "&apos;")
    for drawing in (
        f"<style>rect{{{quoted}}}</style><rect/>",
        f"<style><g/>rect{{{quoted}}}<g>x</g>@import '//evil.example';</style><rect/>",
        f'<rect style="{quoted}"/>',
        f'<rect fill="{quoted.partition(":")[2]}"/>',
    ):
        try:
            made = clean_svg(svg(drawing)).data.decode()
        except (UnsafePicture, Unreadable):
            continue
        assert not re.search(r"evil|url\(|src\(|image-set|import|\\", made), made


@pytest.mark.slow
@pytest.mark.parametrize(
    "inside",
    [
        "<style>"
        + "".join(f".c{n}{{display:none}}" for n in range(20_000))
        + "</style>"
        + "<g class='c1 c2'/>" * 5_000,
        "<style>" + "[id^=a]{fill:red}" * 11_000 + "</style>" + "<g id='a'/>" * 5_000,
        "".join(f"<linearGradient id='g{n}' href='#g{n + 1}'/>" for n in range(19_000)),
        "<g>" * 110 + "<text>" + "<tspan>" * 5 + "x" + "</tspan>" * 5 + "</text>" + "</g>" * 110,
        "<rect style='" + "a:b;" * 50_000 + "'/>",
        "<rect style='a:" + " " * 200_000 + "!'/>",
        "<style>" + ":not(" * 5_000 + "a" + ")" * 5_000 + "{fill:red}</style>",
        "<rect fill='" + "rgb(" * 20_000 + "'/>",
        "<text fill='rgba(" + " " * 200_000 + "x' font-size='" + "0" * 200_000 + "x'>x</text>",
        "<text x='" + "9" * 200_000 + "x' transform='" + "a" * 200_000 + "'>x</text>",
        "<style>[id=a" + " " * 190_000 + "!]{fill:red}</style>",
        "<text transform='" + "translate(" * 20_000 + "'>x</text>",
    ],
    ids=lambda text: text[:30],
)
def test_the_work_grows_with_the_drawing(inside: str) -> None:
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        clean_svg(svg(inside))
    assert time.process_time() - began < 5
