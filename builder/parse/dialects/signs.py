"""Whether a source has any sign of another tool's dialect: most have none, and are read without the pass over their lines."""

from __future__ import annotations

import re

from builder.parse.divs.vocabulary import MAKERS

_OURS = "|".join(sorted(map(re.escape, MAKERS), key=len, reverse=True))

_SIGNS = re.compile(
    r"^[ \t>*+-]*(?:[`~]{3,}.*[{=:]"  # a directive, a cell, code with a title
    r"|!!!|/{3,}[ \t]|\?\?\?|===[+!]?[ \t]"  # MkDocs, remark
    r"|>[ \t]*(?:\[!|\#)"  # quotes that are boxes
    rf"|:{{3,}}(?!:|[ \t\u00a0]*(?:\{{?[ \t]*\.?(?:{_OURS})(?:[ \t}}]|$)|$))"  # divs with other names
    r"|:{3,}.*\btitle[ \t]*=|:{3,}[ \t]*\w+[ \t]+[^{ \t]"
    r"|\([^()\s][^()\n]*\)=|--\{\{|<(?:aside|details|div|section|script|style|template)\b"
    r"|@[A-Za-z]|notes?:|\[[ \t]*[\[(]|\[->\[)"
    r"|-8<-|%%|\{!|:(?:material|fontawesome|octicons|simple)-|^--[ \t]*$|\}`|\{\{|\{%|\{:|\[\[|@(?:fig|tbl|sec|eq|lst)-|(?<![\w`\])])(?:\.[A-Za-z][\w-]*)+\[|<!--[ \t]*\.(?:slide|element)|\]\(\#/"
    r"|^[ \t>]*\|[ \t]*:?-[-|+: \t]*\+|<(?:script|style)\b",
    re.MULTILINE | re.IGNORECASE,
)


def has_signs(body: str) -> bool:
    """Say whether a text may hold another tool's syntax."""
    return bool(_SIGNS.search(body))
