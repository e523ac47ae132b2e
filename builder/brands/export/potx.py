"""A theme as a PowerPoint template: every layout, a slide with its sample for each, and the theme's own keys in it.

The keys stand in a part of custom XML (ECMA-376-1, 15.2.5), which PowerPoint keeps when it saves: a template that comes back
brings all of its theme, also what a scheme of twelve colors has no place for.
"""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from builder.brands.export.keys import theme_keys
from builder.brands.powerpoint.keys import NAMESPACE, carried_logo
from builder.build import make_slide_template
from builder.core.problems import Problems
from builder.model.outputs import Imprint
from builder.slides.template.package import HEAD, Package
from builder.theme.theme import Theme
from builder.writers.pptx.write import write_pptx
from builder.writers.slides_pdf.gallery import gallery_deck

_TEMPLATE = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_PART = "customXml/item1.xml"
_LANG = "en-US"


def potx_of(theme: Theme, problems: Problems) -> bytes:
    """Return a theme as a .potx; b"" with a problem when its own template cannot be used."""
    template = make_slide_template(theme, _LANG, problems)
    if theme.template is not None and template.brand is None:
        return b""
    deck = gallery_deck(template.layouts, template.theme, _LANG, theme.tokens.name)
    made = write_pptx(deck, template.layouts, template.file, Imprint(), theme=template.theme)
    package = Package.read(made.data)
    main = package.related_parts("", "officeDocument")[0].target
    package.types[main] = _TEMPLATE
    carried: dict[str, object] = {"keys": theme_keys(theme), "scheme": template.layouts.colors}
    carried |= {"logo": carried_logo(theme.logo)} if theme.logo else {}
    text = escape(json.dumps(carried, ensure_ascii=False))
    part = package.add(_PART, f'{HEAD}<theme xmlns="{NAMESPACE}">{text}</theme>', "application/xml")
    package.relate(main, "customXml", part)
    return package.to_bytes()
