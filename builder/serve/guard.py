"""Access control of the preview: requests must come from its own pages, and from other machines must carry the token.

Two attacks by pages of other sites are refused. DNS rebinding makes a browser request 127.0.0.1 under the name of the
other site: the Host header then names a host that is not ours. A plain cross-site request cannot read the answer, but
would start work here: the Origin and Sec-Fetch-Site headers, which browsers add, show where it comes from.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_name(host: str, bound: str) -> bool:
    """Say whether a Host header is acceptable: an IP address, localhost, or the name that the preview is `bound` to."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and name in {"localhost", bound.casefold()}
    return not is_loopback(bound) or is_loopback(name)


def is_same_origin(headers: Mapping[bytes, bytes]) -> bool:
    """Say whether a request comes from a page of the preview or from the address bar, and not from a page of another site.

    Browsers tell by headers (Fetch Standard, Origin; Fetch Metadata, Sec-Fetch-Site and Sec-Fetch-Dest). A request without
    these headers comes from a program or from an old browser, and is accepted.
    """
    try:
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1"))
    except ValueError:
        return False
    if b"origin" in headers and origin.netloc.encode("latin-1") != headers.get(b"host"):
        return False
    return headers.get(b"sec-fetch-site", b"none") in {b"none", b"same-origin"} or (
        headers.get(b"sec-fetch-dest") == b"document"
    )


class Guard:
    """ASGI middleware that refuses requests as above. With a `token`, paths must begin with it: `/<token>/index.html`."""

    def __init__(self, app: App, bound: str, token: str = "") -> None:
        self.app, self.bound, self.token = app, bound, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 421 for a wrong host, 403 for a cross-site request, 404 for a wrong token."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not may_name(hosts[0], self.bound):
            await _refuse(send, 421, b"This preview answers under its own address alone.\n")
            return
        if not is_same_origin(dict(scope["headers"])):
            await _refuse(send, 403, b"This preview answers its own pages alone.\n")
            return
        if self.token:
            first, _, rest = scope["path"].removeprefix("/").partition("/")
            if not hmac.compare_digest(first.encode(), self.token.encode()):
                await _refuse(send, 404, b"Not found.\n")
                return
            prefix = f"/{self.token}"
            scope = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode(), "root_path": "", "prefix": prefix}

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def _refuse(send: Send, status: int, words: bytes) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain"), *HEADERS]}
    )
    await send({"type": "http.response.body", "body": words})
