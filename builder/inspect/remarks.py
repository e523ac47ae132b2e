"""What reviewers wrote on a module, each remark beside its line and its page in the handout, for `coursewright show`."""

from __future__ import annotations

from builder.core.source import Source
from builder.engine.module_build import ModuleBuild
from builder.model.outputs import Variant
from builder.model.remarks import remarks_of


def remarks_text(build: ModuleBuild, variant: Variant, source: Source, remarks: str) -> str:
    """Return the remarks of a file (model/remarks.py) as text, in the order of the source. `source` is the module's."""
    found = sorted(remarks_of(remarks), key=lambda one: (one.line, one.row))
    places = build.places("handout", variant) if found and build.selection("handout").body else {}
    written = []
    for one in found:
        page = places.get(one.block)
        facts = (
            f"{source.path}:{one.line}" if one.line else source.path,
            f"handout page {page}" if page else "",
            "" if one.block == "-" else f"#{one.block}",
            one.state,
        )
        line = source.line(one.line).strip() if one.line else ""
        shown = [f"{one.line:>6} | {line}"] if line else []
        body = [f"         {text}".rstrip() for text in one.text.split("\n")]
        written.append("\n".join([" · ".join(filter(None, facts)), *shown, *body]))
    return "\n\n".join(written) + "\n" if written else "No remarks.\n"
