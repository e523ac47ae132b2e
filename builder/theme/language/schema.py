"""The JSON Schema of theme.yml, made of the types that validate it: editors complete keys with it and mark what is wrong.

Source: JSON Schema 2020-12, which pydantic writes. Nothing is required, because a theme extends another.
"""

from __future__ import annotations

from typing import Any

from builder.theme.language.keys import KEYS, key_of
from builder.theme.tokens import Tokens

_ID = "https://coursewright.github.io/theme.schema.json"


def theme_schema() -> dict[str, Any]:
    """Return the schema of theme.yml."""
    made: dict[str, Any] = Tokens.model_json_schema(by_alias=True)
    definitions = made.pop("$defs", {})
    found = _plain(made, definitions, "")
    found |= {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": "theme.yml of Coursewright",
    }
    found["patternProperties"] = {"^x-": {}}
    return found


def _plain(node: dict[str, Any], definitions: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a schema with its definitions put in, descriptions of ours, and nothing required."""
    if "$ref" in node:
        node = definitions[node["$ref"].rpartition("/")[2]]
    options = [one for one in node.get("anyOf", ()) if one.get("type") != "null"]
    if options:
        return _plain(options[0], definitions, path)
    kept = {
        key: value for key, value in node.items() if key not in {"required", "title", "description", "default", "$defs"}
    }
    inner = kept.get("properties")
    if isinstance(inner, dict):
        kept["properties"] = {key: _plain(one, definitions, f"{path}.{key}".lstrip(".")) for key, one in inner.items()}
        kept["additionalProperties"] = False
    above = kept.get("additionalProperties")
    if isinstance(above, dict):
        kept["additionalProperties"] = _plain(above, definitions, f"{path}.*")
    said = KEYS.get(key_of(path), "") if path else ""
    return {"description": said, **kept} if said else kept
