"""Access control of the preview: requests must come from its own pages, and from other machines must carry the token.

Two attacks by pages of other sites are refused. DNS rebinding makes a browser request 127.0.0.1 under the name of the
other site: the Host header then names a host that is not ours. A plain cross-site request cannot read the answer, but
would start work here: the Origin and Sec-Fetch-Site headers, which browsers add, show where it comes from.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any
from urllib.parse import unquote, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)

POLICY = (
    b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content security policy of all pages: no script that stands in a page, and nothing from elsewhere."""

UNSHOWN = "application/octet-stream"
"""The media type of what no browser is to show, nor to take for a script or a style (Fetch Standard, nosniff)."""

MOST_PATH = 2_000
"""Bytes of a path."""

MOST_HEADER_BYTES = 16_384
"""Bytes of a request line with its headers. A request of a browser needs a tenth of it."""


MOST_FILE = 120_000_000
"""Bytes of a file that is dropped on a module's page: more than is unpacked of any deck."""

_RETURNED = re.compile(r"/preview/[^/]+/returned")
"""The paths that take a file."""


_HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9._-]+)|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::[0-9]{0,5})?")
"""A Host header without a user name (RFC 9110, 7.2)."""

_ODD = re.compile(rb"%(?:2f|5c|[01][0-9a-f]|7f)|[\x00-\x20\x7f\\]", re.IGNORECASE)
"""What may stand for another path than one reads: encoded slashes, backslashes, control characters."""


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_name(host: str, bound: str) -> bool:
    """Say whether a Host header is acceptable: an IP address, localhost, or the name that the preview is `bound` to."""
    found = _HOST.fullmatch(host)
    name = (found["name"] or found["address"]).casefold() if found else ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and name in {"localhost", bound.casefold()}
    return not is_loopback(bound) or is_loopback(name)


def is_plain_path(raw: bytes, path: str) -> bool:
    """Say whether a path means one thing: `raw` as it was sent, `path` decoded. No empty parts, no dots, nothing in disguise."""
    parts = path.split("/")
    return (
        len(raw) <= MOST_PATH
        and not parts[0]
        and all(parts[1:-1])
        and not {".", ".."} & set(parts)
        and not _ODD.search(raw)
        and path.isprintable()
    )


def is_same_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Say whether a request comes from a page of the preview or from the address bar, and not from a page of another site.

    Browsers tell by headers (Fetch Standard, Origin; Fetch Metadata, Sec-Fetch-Site and Sec-Fetch-Dest). A request without
    these headers comes from a program or from an old browser, and is accepted.
    """
    try:
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
    except ValueError:
        return False
    if b"origin" in headers and (
        origin.scheme not in {"http", "https"} or origin.netloc.encode("latin-1") != headers.get(b"host")
    ):
        return False
    return headers.get(b"sec-fetch-site", b"none") in {b"none", b"same-origin"} or (
        headers.get(b"sec-fetch-dest") == b"document"
    )


class Guard:
    """ASGI middleware that refuses requests as above. With a `token`, paths must begin with it: `/<token>/index.html`."""

    def __init__(self, app: App, bound: str, token: str = "") -> None:
        self.app, self.bound, self.token = app, bound, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 421 for a wrong host, 403 for a cross-site request, 404 for a wrong token or a path in disguise.

        A module's page sends files that somebody drops on it, to this machine alone: any other body is answered with 413.
        """
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        headers = dict(scope["headers"])
        once = Counter(name for name, _ in scope["headers"])
        if once[b"host"] != 1 or not may_name(headers[b"host"].decode("latin-1"), self.bound):
            await _refuse(send, 421, b"This preview answers under its own address alone.\n")
            return
        if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > MOST_HEADER_BYTES:
            await _refuse(send, 431, b"This preview reads short headers alone.\n")
            return
        if once[b"origin"] > 1 or not is_same_origin(headers):
            await _refuse(send, 403, b"This preview answers its own pages alone.\n")
            return
        body = headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers
        if body and not self._takes(scope, headers, once):
            await _refuse(
                send, 413, b"This preview takes no data but a file of limited size, from a page of its own.\n"
            )
            return
        if not is_plain_path(scope["raw_path"], scope["path"]):
            await _refuse(send, 404, b"Not found.\n")
            return
        if self.token:
            first, slash, rest = scope["raw_path"].removeprefix(b"/").partition(b"/")
            if not hmac.compare_digest(first, self.token.encode()):
                await _refuse(send, 404, b"Not found.\n")
                return
            prefix = f"/{self.token}"
            if not slash:  # the links of the page that is meant begin behind it
                await _refuse(send, 307, b"", (b"location", f"{prefix}/".encode()))
                return
            path = "/" + unquote(rest.decode("latin-1"))
            scope = {**scope, "path": path, "raw_path": b"/" + rest, "root_path": "", "prefix": prefix}

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_headers_for(message["headers"])]}
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _takes(self, scope: Scope, headers: Mapping[bytes, bytes], once: Mapping[bytes, int]) -> bool:
        """Say whether the body of a request may be read: a file that a page of the preview sends, on this machine alone.

        Its type is one that a page of another site cannot send without being asked first (Fetch Standard, CORS-safelisted
        request-header), and its origin, which is ours, must be told.
        """
        size = headers.get(b"content-length", b"")
        return (
            is_loopback(self.bound)
            and scope["method"] == "POST"
            and _RETURNED.fullmatch(scope["path"]) is not None
            and b"transfer-encoding" not in headers
            and once[b"content-length"] == once[b"origin"] == once[b"content-type"] == 1
            and headers[b"content-type"] == UNSHOWN.encode()
            and headers.get(b"sec-fetch-site", b"same-origin") == b"same-origin"
            and size.isdigit()
            and len(size) <= len(str(MOST_FILE))
            and int(size) <= MOST_FILE
        )


def _headers_for(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Yield what is added to the headers of an answer. Browsers' readers of PDFs do not work under a policy of scripts."""
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    if (
        kind == UNSHOWN.encode()
    ):  # nothing else would be shown under such a policy in a window of its own (HTML, "COOP")
        yield from (header for header in HEADERS if header[0] != b"cross-origin-opener-policy")
        yield b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"
        return
    yield from HEADERS
    yield b"content-security-policy", POLICY if kind != b"application/pdf" else b"frame-ancestors 'none'"


async def _refuse(send: Send, status: int, words: bytes, *more: tuple[bytes, bytes]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"text/plain"), (b"connection", b"close"), *more, *_headers_for(())],
        }
    )
    await send({"type": "http.response.body", "body": words})
