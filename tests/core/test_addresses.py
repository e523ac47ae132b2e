"""Addresses: which ones outputs may hold, and as what they are printed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.core.addresses import SCHEMES, WEB, UnsafeAddressError, contradiction, safe_address

PRINTED = {
    "": "",
    "https://example.org": "https://example.org",
    " HTTPS://Example.org/A%20b?c=d&e#f ": "https://Example.org/A%20b?c=d&e#f",
    'https://example.org/a b|"<>': "https://example.org/a%20b%7C%22%3C%3E",
    "https://user.example:8443/~a/(b)_[c]": "https://user.example:8443/~a/(b)_[c]",
    "https://[2001:db8::1]/": "https://[2001:db8::1]/",
    "http://192.0.2.1/": "http://192.0.2.1/",
    "https://пример.рф/путь": "https://пример.рф/путь",
    "https://उदाहरण.भारत/": "https://उदाहरण.भारत/",
    "https://xn--e1afmkfd.example/": "https://xn--e1afmkfd.example/",
    "https://example.org/@name/a:b": "https://example.org/@name/a:b",
    "mailto:a@example.org": "mailto:a@example.org",
    "mailto:a@example.org,b@example.org?subject=Two%20words&body=One%0D%0ATwo": (
        "mailto:a@example.org,b@example.org?subject=Two%20words&body=One%0D%0ATwo"
    ),
    "tel:+1 (555) 010-0100;ext=5": "tel:+1(555)010-0100;ext=5",
    "tel:*4673": "tel:*4673",
    "tel:1-800-FLOWERS": "tel:1-800-FLOWERS",
    "sms:+15550100?body=HELLO": "sms:+15550100?body=HELLO",
    "sms:+15550100,+15550101": "sms:+15550100,+15550101",
    "tel:٠٨٠٠ ١٢٣": "tel:0800123",
}  # fmt: skip

REFUSED = [
    # other schemes, and what browsers read as one of ours or as another's
    "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "\x01javascript:x", "java\tscript:x", "java\nscript:x",
    "vbscript:x", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/", "blob:https://example.org/1",
    "ms-word:ofe|u|http://evil.example", "ms-excel:ofe", "search-ms:query=x", "intent://x", "view-source:http://x",
    "smb://evil.example/x", "\\\\evil.example\\x", "//evil.example", "/x", "x", "https", ":https://x", "https;//x.example",
    "ｈttps://example.org", "https\u200b://example.org",
    # another site than the one that is read
    "https://bank.example@evil.example/", "https://bank.example%2F@evil.example", "https:\\\\evil.example",
    "https://bank.example\\@evil.example/", "https:evil.example", "https:/evil.example", "https:///evil.example", "https://",
    "https://?x", "https://:80/", "https://a:99999/", "https://%65vil.example/", "https://evil。example/", "https://ｅvil.example/",
    "https://bank.example⁄.evil.example/", "https://bank℀.example/", "https://аpple.example/", "https://2130706433/", "https://аррӏе.example/", "https://ɡoo.example/", "https://a..example", "https://.example",
    "mailto:a@аррӏе.example",
    "https://0x7f.1/", "https://127.1/", "https://a b.example/", "https://bank\u00ad.example/", "https://[::1",
    # characters that are not seen
    "https://example.org/\u202egpj.exe", "https://example.org/\u2066x", "https://example.org/\0", "https://example.org/\x1b]8;;x",
    "https://example.org/\x9b", "https://example.org/a\r\nb", "https://example.org/\U000e0041", "https://example.org/\ufeff",
    "https://example.org/" + "x" * 2_000,
    # letters, calls and messages that do more than they show
    "mailto:a@b.example?bcc=c@evil.example", "mailto:a@b.example?cc=c@evil.example", "mailto:a@b.example?to=c@evil.example",
    "mailto:a@b.example?attach=/etc/passwd", "mailto:a@b.example?%62cc=c@evil.example",
    "mailto:a@b.example?subject=x%0D%0ABcc:c@evil.example", "mailto:a@b.example%0Abcc:x", "mailto:Name <a@b.example>", "mailto:a",
    "tel:*#06#", "tel:*2767*3855%23", "tel:**21*5550100#", "tel:", "tel:javascript", "tel:5550100?x", "sms:5550100?x=1",
    "sms:5550100?body=a&attach=/etc/passwd", "sms:?body=x", "sms:*#06#",
]  # fmt: skip


@pytest.mark.parametrize("address", PRINTED)
def test_plain_addresses_are_printed_as_they_are_meant(address: str) -> None:
    assert safe_address(address) == PRINTED[address]


@pytest.mark.parametrize("address", REFUSED, ids=ascii)
def test_addresses_that_are_not_what_they_show_are_refused(address: str) -> None:
    with pytest.raises(UnsafeAddressError) as refused:
        safe_address(address)
    assert refused.value.hint


def test_a_field_for_web_addresses_takes_no_others() -> None:
    with pytest.raises(UnsafeAddressError, match="not an http or https address"):
        safe_address("mailto:a@example.org", WEB)


@settings(max_examples=50, deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from(["", "http:", "https://", "https://a.example/", "mailto:", "tel:", "sms:1", "HtTp:"]),
)
def test_what_is_let_through_holds_nothing_unseen_and_is_let_through_again(text: str, start: str) -> None:
    try:
        address = safe_address(start + text)
    except UnsafeAddressError:
        return
    assert not address or address.partition(":")[0] in SCHEMES
    assert safe_address(address) == address
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp", "Zs"} or sign in '\\"<>`' for sign in address)


AGREED = [
    ("https://example.org", "https://www.example.org/a"), ("www.example.org/a", "https://example.org"), ("example", "https://a.example"),
    ("https://example.org", "https://apps.example.org/x"), ("Call 555", "tel:5550100"), ("020 7946 0100", "tel:+442079460100"),
    ("555 010-0100", "sms:+15550100100?body=HI"), ("0800 12 34 56 / 0800 65 43 21", "tel:0800123456"), ("a@example.org", "mailto:a@example.org?subject=x"), ("12", "tel:5550100"),
    ("https://old.example/x, archived", "https://web.archive.org/web/2020/https://old.example/x"), ("Open 2019\u20132024", "tel:5550100"),
    ("See https://example.org", "https://example.org/a"), ("Node.js", "https://nodejs.example"), ("Since 1990, day and night", "tel:5550100"), ("١١٦", "tel:116"),
    ("0800 111", "tel:+44800111"), ("Write to a@example.org", "https://www.example.org/contact"), ("a@example.org or b@example.org", "mailto:b@example.org"),
    ("1-800-FLOWERS", "tel:1-800-FLOWERS"), ("report.pdf", "https://example.org/r"), ("1,200", "https://example.org/numbers"),
]  # fmt: skip
CONTRADICTED = [
    ("https://bank.example", "https://evil.example/"), ("www.bank.example/login", "https://evil.example/?www.bank.example"),
    ("https://bank.example", "https://bank.example.evil.test/"), ("555 0100", "tel:5550199"), ("116 123", "tel:116124"),
    ("a@example.org", "mailto:b@evil.example"), ("a@example.org", "mailto:a@example.org.evil.example"), ("a@example.org", "mailto:b@evil.example?subject=a@example.org"),
    ("a@example.org", "mailto:a@example.org,b@evil.example"), ("a@example.org", "https://evil.example"), ("Log in: https://bank.example (safe)", "https://evil.example"),
    ("bank.org/login", "https://evil.example"), ("https://bank.example\u200b", "https://evil.example"), ("ｗｗｗ.bank.example", "https://evil.example"),
    ("https://bank.example", "tel:5550100"), ("www.bank.example", "mailto:a@evil.example"), ("Call 116 123", "tel:116124"), ("116123 (free)", "tel:116124"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "address"), AGREED)
def test_words_that_say_what_a_link_does(words: str, address: str) -> None:
    assert not contradiction(words, safe_address(address))


@pytest.mark.parametrize(("words", "address"), CONTRADICTED)
def test_words_that_say_another_address_than_the_links(words: str, address: str) -> None:
    assert contradiction(words, safe_address(address))
