"""Quoted spans, by the quotation marks of several languages."""

from __future__ import annotations

import pytest

from builder.transform.quotes import mask_quotations


@pytest.mark.parametrize("text", ["x “a b” y", "x „a b“ y", "x „a b” y", "x «a b» y", 'x "a b" y'])
def test_what_is_quoted_is_masked(text: str) -> None:
    assert mask_quotations(text) == "x       y"
    assert mask_quotations(f"{text} {text}") == "x       y x       y"
