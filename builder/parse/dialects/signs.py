"""Whether a source has any sign of another tool's dialect: most have none, and are read without the pass over their lines."""

from __future__ import annotations

import re

from builder.parse.divs.vocabulary import MAKERS

_OURS = "|".join(sorted(map(re.escape, MAKERS), key=len, reverse=True))

_BEGINNINGS = re.compile(
    r"^[ \t>*+-]*(?:[`~]{3}.*[{=:@.]"  # a directive, a cell, code with a title
    r"|!!!|/{3,}[ \t]|\?\?\?|===[+!]?[ \t]"  # MkDocs, remark
    r"|>[ \t]*(?:\[!|\#)"  # quotes that are boxes
    rf"|:{{3,}}+(?!:|[ \t\u00a0]*(?:\{{?[ \t]*\.?(?:{_OURS})(?:[ \t}}]|$)|$))"  # divs with other names
    r"|:{3}.*\btitle[ \t]*=|:{3,}+[ \t]*\w++[ \t]+[^{ \t]"
    r"|\([^()\s][^()\n]*\)=|<(?:aside|details|div|section|template)\b"
    r"|@[A-Za-z]|[Nn][Oo][Tt][Ee][Ss]?:|\[[ \t]*[\[(]|\[->\[|\|[ \t]*:?-[-|: \t]*\+"
    r"|(?:class|name|template|layout|count|exclude):|\.[A-Za-z][\w.-]*+\[)"
    r"|^--[ \t]*$",
    re.MULTILINE,
)

_INSIDE = (
    *(
        "}`",
        "{{",
        "{%",
        "{:",
        "{!",
        "[[",
        "@fig-",
        "@tbl-",
        "@sec-",
        "@eq-",
        "@lst-",
        "-8<-",
        "%%",
        "](#/",
        "visibility",
    ),
    *("<!-- .", "<!--.", "<script", "<style", ":material-", ":fontawesome-", ":octicons-", ":simple-"),
)
"""What a line may hold anywhere."""


def has_signs(body: str) -> bool:
    """Say whether a text may hold another tool's syntax."""
    return any(sign in body for sign in _INSIDE) or bool(_BEGINNINGS.search(body))
