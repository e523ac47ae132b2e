"""Office's formulas as text on one line: `(a+b)/c`, `x^2`, `√(y)`. Every letter and sign of them stays (ISO/IEC 29500-1, 22.1)."""

from __future__ import annotations

from lxml import etree

from builder.importing.docx.names import M

_LINEAR = {
    "f": ("num", "/", "den"),
    "sSup": ("e", "^", "sup"),
    "sSub": ("e", "_", "sub"),
}


def formula_text(element: etree._Element) -> str:
    """Return a formula, or a part of one, as text."""
    name = etree.QName(element).localname
    if name == "t" and element.tag.startswith(M):
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    if name in _LINEAR:
        first, sign, second = _LINEAR[name]
        return f"{_grouped(_child(element, first))}{sign}{_grouped(_child(element, second))}"
    if name == "sSubSup":
        return f"{_grouped(_child(element, 'e'))}_{_grouped(_child(element, 'sub'))}^{_grouped(_child(element, 'sup'))}"
    if name == "rad":
        degree = _child(element, "deg")
        return f"{degree + ' ' if degree else ''}√({_child(element, 'e')})"
    if name == "d":
        inner = ", ".join(formula_text(one) for one in element.findall(f"{M}e"))
        return f"{_property(element, 'begChr', '(')}{inner}{_property(element, 'endChr', ')')}"
    if name == "nary":
        sign, low, high = _property(element, "chr", "∫"), _child(element, "sub"), _child(element, "sup")
        limits = (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
        return f"{sign}{limits} {_child(element, 'e')}"
    if name in {"limLow", "limUpp"}:
        return f"{_child(element, 'e')}_{_grouped(_child(element, 'lim'))}"
    if name == "m":
        rows = (", ".join(map(formula_text, row.findall(f"{M}e"))) for row in element.findall(f"{M}mr"))
        return f"[{'; '.join(rows)}]"
    if name == "eqArr":
        return "; ".join(map(formula_text, element.findall(f"{M}e")))
    return "".join(map(formula_text, element))


def _child(element: etree._Element, name: str) -> str:
    child = element.find(f"{M}{name}")
    return "" if child is None else formula_text(child).strip()


def _grouped(text: str) -> str:
    is_whole = len(text) <= 1 or text.isalnum() or (text.startswith("(") and text.find(")") == len(text) - 1)
    return text if is_whole else f"({text})"


def _property(element: etree._Element, name: str, default: str) -> str:
    child = element.find(f"{M}{etree.QName(element).localname}Pr/{M}{name}")
    return default if child is None else child.get(f"{M}val", "")
