r"""Judges addresses: what a source may link to, whichever file names it, and in which form every output prints it.

Programs disagree on addresses that are written oddly: browsers skip tabs, read `\\` as `/` and `http:x` as `http://x`, and
a telephone runs `*#…#` as a command. So an address is taken apart, held against lists, and refused when it is not plain
(RFC 3986, 3966, 5724, 6068; url.spec.whatwg.org). `Address` is a type of its own, so that mypy finds a link that was not judged.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NewType
from urllib.parse import unquote

Address = NewType("Address", str)
"""An address that `safe_address` has let through, or ""."""

NO_ADDRESS = Address("")

SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
"""Schemes that an output may link to: a page, a letter, a call, a message. Everything else opens a program or a file."""

WEB = frozenset({"http", "https"})
MOST = 2_000
"""Most characters of an address: PowerPoint repairs files with longer ones, and no browser shows them."""

_FULL = "link to a full address, or to a block of this module with `#id`"
_WHOLE = "write the full address, with `https://`"
_PLAIN = "copy the address anew from the browser's address bar"

_UNSEEN = re.compile(
    "[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees: controls, marks and overrides of direction, fillers, tags, halves of characters."""

_WEB = re.compile(r"//([^/?#]*)(.*)", re.DOTALL)
_HOST = re.compile(r"(?:([^:\[\]]+)|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?")
_DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)")
_NUMERIC = re.compile(r"(?:\d+|0[xX][0-9A-Fa-f]*)")
_ODD = re.compile(r'[\s"<>^`{|}]')
"""Characters that stand in no address (RFC 3986, 2), and are written as their bytes."""

_MAILBOX = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@([^\s@,;:<>()\[\]\"\\]+)")
_MAIL_FIELDS = frozenset({"subject", "body"})
"""Fields that a link may fill in. Others send copies to somebody else, or attach files (RFC 6068, 4 and 7)."""

_NUMBER = re.compile(r"\+?[0-9A-Za-z*().,-]+(?:;[A-Za-z-]+=[\w.+-]+)*")
_SAID_SITE = re.compile(r"(?i)(?:https?://|\b(?=www\.))([\w-]{1,63}(?:\.[\w-]{1,63})+)")
_SAID_NAME = re.compile(r"(?i)((?:[\w-]{1,63}\.)+(?:com|org|net|edu|gov|int|info))(?:[/:?#]\S*)?")
"""A whole text that is a site's name, under those endings that files and products do not have."""

_SAID_MAIL = re.compile(r"[\w.+-]{1,64}@((?:[\w-]{1,63}\.)+[\w-]{1,63})")
_SAID_NUMBER = re.compile(r"\+?[\d\s().\u2010-\u2013/-]+")
_NUMBERS = re.compile(r"\+?\d(?:[\s().\u2010-\u2013/-]{0,3}\d)+")
_YEARS = re.compile(r"(?:1[89]|20)\d\d\s?[\u2010-\u2013/-]\s?(?:1[89]|20)\d\d")
_SHORTEST, _SURELY = 3, 6
"""Fewest digits of a number that somebody may dial, where it stands alone and among other words (which say years, too)."""

_ARCHIVES = frozenset(
    {"web.archive.org", "archive.org", "archive.today", "archive.ph", "perma.cc", "webarchive.nationalarchives.gov.uk"}
)
"""Sites that keep pages of others, under addresses that hold those of the pages."""

_ALIKE = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU")
"""Scripts with letters that look like Latin ones."""

_LATIN_SHAPES = frozenset("асԁеһіјӏорԛѕԝхуԍѵьυοανιρκχοցհոսօզ")
"""Their letters that look just as Latin ones do (unicode.org/reports/tr39). A name of these alone, under an ending in Latin
letters, is read as another; browsers show it as `xn--…`.
"""

_LOOKALIKES = re.compile("[\u0251\u0261\u0269\u026a\u1d00-\u1d2b\ua730\ua731]")
"""Letters of phonetics that look like a, g, i and small capitals."""


class UnsafeAddressError(ValueError):
    """Raised for an address that no output may hold: says what is wrong with it, and in `hint` what an author can do."""

    def __init__(self, fault: str, hint: str = _PLAIN) -> None:
        """Take the fault, as the end of a sentence about the address."""
        super().__init__(fault)
        self.hint = hint


def safe_address(text: str, schemes: frozenset[str] = SCHEMES) -> Address:
    """Return an address as outputs print it. Raises UnsafeAddressError when it has another scheme, or is not plainly what it shows.

    Spaces around it are dropped; others, and characters that no address holds, are written as their bytes (`%20`).
    """
    text = text.strip(" ")
    if not text:
        return NO_ADDRESS
    if len(text) > MOST:
        raise UnsafeAddressError(f"has more than {MOST:,} characters", "link to a shorter address of the page")
    if found := _UNSEEN.search(text):
        raise UnsafeAddressError(f"holds a character that is not seen (U+{ord(found[0]):04X})", "type the address anew")
    scheme, colon, rest = text.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in schemes:
        names = sorted(schemes)
        raise UnsafeAddressError(
            f"is not an {', '.join(names[:-1])} or {names[-1]} address", _FULL if schemes == SCHEMES else _WHOLE
        )
    if "\\" in rest:
        raise UnsafeAddressError(
            "holds a backslash, which browsers read as `/`", "write `/`, or `%5C` where it is meant"
        )
    judge = {"mailto": _mail, "tel": _call, "sms": _message}.get(scheme, _page)
    return Address(f"{scheme}:{judge(rest)}")


def _page(rest: str) -> str:
    """Return the part of a web address after its scheme."""
    found = _WEB.fullmatch(rest)
    if not found or not found[1]:
        raise UnsafeAddressError("names no site", "write `https://`, the site, and the page")
    _check_host(found[1])
    return f"//{found[1]}{_encoded(found[2])}"


def _check_host(text: str) -> None:
    """Raise UnsafeAddressError for a site that is not plainly the one that is read."""
    if "@" in text:
        raise UnsafeAddressError(
            f"leads to `{text.rpartition('@')[2]}`, whatever stands before the `@`", "write the site alone"
        )
    found = _HOST.fullmatch(text)
    host, port = (found[1] or "", found[2] or "") if found else ("", "")
    if not found or int(port or 0) > 65_535 or len(text) > 255:
        raise UnsafeAddressError("has a site that is not written as sites are")
    if not host:
        return
    signs = {sign for sign in host if not (sign.isascii() and sign.isalnum()) and sign not in "-._"}
    if any(sign.isascii() or unicodedata.category(sign)[0] not in "LMN" for sign in signs):
        raise UnsafeAddressError("has a site that is not written as sites are")
    if unicodedata.normalize("NFKC", host) != host:
        raise UnsafeAddressError("has a site in letters that browsers read as others", "type the site in plain letters")
    if signs and any(_is_mixed(label) for label in host.split(".")):
        raise UnsafeAddressError(
            "has a site in letters of two scripts that look alike", "write the site as `xn--…`, or with one script"
        )
    last = host.rstrip(".").rpartition(".")[2]
    shown = [label for label in host.casefold().split(".") if not label.isascii()]
    if _LOOKALIKES.search(host) or (last.isascii() and any(_LATIN_SHAPES.issuperset(label) for label in shown)):
        raise UnsafeAddressError("has a site in letters that look like those of another", "write the site as `xn--…`")
    if "" in host.removesuffix(".").split("."):
        raise UnsafeAddressError("has a site that is not written as sites are")
    if not last or (_NUMERIC.fullmatch(last) and not _DOTTED.fullmatch(host)):
        raise UnsafeAddressError("has a number for a site", "write the site's name")


def _is_mixed(label: str) -> bool:
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in label if sign.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint(_ALIKE)


def _mail(rest: str) -> str:
    """Return the part of a mail address after its scheme: receivers, and perhaps a subject and a text."""
    receivers, _, fields = rest.partition("?")
    for one in filter(None, unquote(receivers).split(",")):
        found = _MAILBOX.fullmatch(one.strip(" "))
        if not found or _UNSEEN.search(one):
            raise UnsafeAddressError("is not a mail address", "write `mailto:name@example.org`")
        _check_host(found[1])
    for field in filter(None, fields.split("&")):
        name, _, value = field.partition("=")
        if unquote(name).casefold() not in _MAIL_FIELDS:
            raise UnsafeAddressError(
                f"fills in `{name}` of a letter", "a link may fill in its `subject` and its `body`"
            )
        text = unquote(value).replace("\r\n", "") if name.casefold() == "body" else unquote(value)
        if _UNSEEN.search(text):
            raise UnsafeAddressError("holds a character that is not seen", "type the address anew")
    return _encoded(rest)


def _call(rest: str) -> str:
    """Return the part of a telephone address after its scheme. Telephones run numbers that end in `#` as commands."""
    return _number(rest, "tel")


def _message(rest: str) -> str:
    """Return the part of a text message's address after its scheme: numbers, and perhaps a text."""
    numbers, mark, text = re.fullmatch(r"([^?&]*)([?&]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]  # matches any text
    numbers = ",".join(_number(one, "sms") for one in numbers.split(","))
    if mark and not re.fullmatch(r"body=[^&]*", text):
        raise UnsafeAddressError(
            "fills in more than the text of a message", "write `sms:` with the number, and perhaps `?body=`"
        )
    if _UNSEEN.search(unquote(text).replace("\r\n", "")):
        raise UnsafeAddressError("holds a character that is not seen", "type the address anew")
    return numbers + mark + _encoded(text)


def _number(text: str, scheme: str) -> str:
    number = re.sub(r"[\u2010-\u2013]", "-", re.sub(r"\s|%20", "", text))
    number = re.sub(
        r"[^\0-\x7f]", lambda sign: str(unicodedata.decimal(sign[0], sign[0])), number
    )  # as telephones dial
    if not _NUMBER.fullmatch(number) or not any(sign.isdigit() for sign in number):
        raise UnsafeAddressError("is not a telephone number", f"write `{scheme}:`, and the number as it is dialed")
    return number


def _encoded(text: str) -> str:
    """Return a part of an address without characters that no address holds, each written as its bytes."""
    return _ODD.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), text)


def address_or_none(text: str, schemes: frozenset[str] = SCHEMES) -> Address:
    """Return an address as outputs print it, "" for a text that is no safe address."""
    try:
        return safe_address(text, schemes)
    except UnsafeAddressError:
        return NO_ADDRESS


def contradiction(words: str, address: Address) -> str:
    """Return what the words of a link say that its address does not do, "" when they agree or name no address themselves.

    On paper people see the words alone: who calls, writes or types what is printed must reach what a tap reaches.
    """
    words, (scheme, _, rest) = _UNSEEN.sub("", unicodedata.normalize("NFKC", words)).strip(), address.partition(":")
    mails = [found[0].casefold() for found in _SAID_MAIL.finditer(words)]
    if scheme == "mailto":
        receivers = [one.strip().casefold() for one in unquote(rest.partition("?")[0]).split(",")]
        if mails and not set(receivers) <= set(mails):
            return words
    sites = [found[1] for found in _SAID_SITE.finditer(words)]
    sites += [found[1] for found in [_SAID_NAME.fullmatch(words)] if found]
    if scheme in WEB:
        sites += [mail.rpartition("@")[2] for mail in mails]
        kept = _site(rest) in _ARCHIVES and any(one.casefold() in rest.casefold() for one in sites)
        return "" if not sites or kept or any(_is_same(one, _site(rest)) for one in sites) else sites[0]
    if sites and scheme == "mailto":
        return (
            ""
            if mails or any(_is_same(one, unquote(rest).partition("?")[0].rpartition("@")[2]) for one in sites)
            else sites[0]
        )
    if scheme in {"tel", "sms"}:
        return _other_number(words, re.split(r"[;?&]", rest)[0]) or (sites + mails + [""])[0]
    return ""


def _is_same(said: str, there: str) -> bool:
    """Say whether two sites are one, or one is a part of the other's."""
    said, there = (one.casefold().removeprefix("www.") for one in (said, there))
    return said == there or there.endswith(f".{said}") or ("." in there and said.endswith(f".{there}"))


def _other_number(words: str, number: str) -> str:
    """Return the number that words say if it is not the one that is called. Numbers among words count from six digits on."""
    alone = bool(_SAID_NUMBER.fullmatch(words))
    said = [words] if alone else [found[0] for found in _NUMBERS.finditer(words) if not _YEARS.fullmatch(found[0])]
    there = _digits(number)
    digits = {one: _digits(one) for one in said}
    long = {one: run for one, run in digits.items() if len(run) >= (_SHORTEST if alone else _SURELY)}
    agrees = any(
        there[-min(len(run), len(there), 7) :] in run or there.endswith(run.lstrip("0") or run) for run in long.values()
    )
    return "" if not long or agrees or re.search(r"[A-Za-z]", number) else next(iter(long))


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _site(rest: str) -> str:
    found = _WEB.fullmatch(rest)
    return found[1].partition(":")[0] if found else ""
