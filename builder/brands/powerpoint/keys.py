"""What a template of ours carries of its theme, in a part of custom XML: its keys, and its logo."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from lxml import etree

from builder.brands.brand import BrandLogo
from builder.brands.logos import clean_logo
from builder.core.source import Unreadable
from builder.slides.template.package import DAMAGED, Package
from builder.theme.theme import Logo

NAMESPACE = "https://coursewright.github.io/theme"
"""Of the element that holds them as JSON: `keys` of theme.yml, and the logo with its pictures in base64 (RFC 4648)."""


def carried_logo(logo: Logo) -> dict[str, str]:
    """Return a logo as a template carries it."""
    data, dark = (base64.b64encode(one).decode() for one in (logo.data, logo.dark))
    return {"alt": logo.alt, "data": data, "dark": dark}


def carried_theme(package: Package, scheme: Mapping[str, str]) -> tuple[dict[str, object], BrandLogo | None]:
    """Return the keys and the logo that a PowerPoint file brings; nothing for one that is not of ours.

    Its colors are left aside when the file's `scheme` is no longer the one that it was written with: somebody changed it.
    """
    for name, data in package.parts.items():
        if not name.startswith("customXml/") or NAMESPACE.encode() not in data[:1000]:
            continue
        try:
            found = json.loads(etree.fromstring(data).text or "")
        except (json.JSONDecodeError, RecursionError, *DAMAGED):
            continue
        if isinstance(found, dict) and isinstance(keys := found.get("keys"), dict):
            is_as_written = found.get("scheme") == dict(scheme)
            kept = {str(key): value for key, value in keys.items() if key != "color" or is_as_written}
            return kept, _logo(found.get("logo"))
    return {}, None


def _logo(value: object) -> BrandLogo | None:
    """Return a logo that was carried, made safe; None for none that can be used."""
    if not isinstance(value, Mapping):
        return None
    try:
        data, dark = (base64.b64decode(str(value.get(key, "")), validate=True) for key in ("data", "dark"))
        cleaned = clean_logo(data).data, clean_logo(dark).data if dark else b""
    except (binascii.Error, ValueError, Unreadable):
        return None
    return BrandLogo(cleaned[0], str(value.get("alt", ""))[:200], cleaned[1])
