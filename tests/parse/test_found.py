"""What fuzzing found (benchmarks/fuzz.py), kept so that it stays mended."""

from __future__ import annotations

import io
import zipfile

import pytest

from builder.slides.brand.sanitize import safe_package
from tests.test_cases import compiled


@pytest.mark.parametrize(
    "text",
    ["\u2028" * 13 + "^^^\n     ```````", "\u2028" * 9 + "x", "- a\n\n" + "\u2028" * 12 + "x\n", "\t\u2028x"],
    ids=["before a fence", "alone", "in a list", "after a tab"],
)
def test_lines_that_begin_with_separators_of_lines_end(text: str) -> None:
    assert compiled(f"## Topic\n\n{text}\n").module.body


def test_a_part_whose_packing_is_damaged_is_told_of() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 900)
    data = bytearray(out.getvalue())
    start = 30 + len("[Content_Types].xml")
    data[start : start + 8] = b"\xff" * 8
    with pytest.raises(ValueError, match="damaged"):
        safe_package(bytes(data))
