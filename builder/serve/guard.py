"""Who may ask the preview: only pages of its own host name, and from other machines only who knows the token.

A page of some other site can make a browser ask for 127.0.0.1 under that site's own name (DNS rebinding): such a
request names a host that is none of ours, and is refused. It can also make a browser ask for an address of ours: what it
gets it may not read, but asking alone would set work going, so that is refused too, by what browsers say of each request.
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
    """Say whether a host name or address is this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_name(host: str, bound: str) -> bool:
    """Say whether a request may name this host: an address, this machine, or the name that the preview was bound to."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(name) and name in {"localhost", bound.casefold()}
    return not is_loopback(bound) or is_loopback(name)


def comes_from_us(headers: Mapping[bytes, bytes]) -> bool:
    """Say whether a request comes from a page of ours, or from someone who opened an address; not from another's page.

    Browsers say so themselves (Fetch Standard, Origin; Fetch Metadata, Sec-Fetch-Site and -Dest). What says nothing is no
    browser, or an old one.
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
    """Lets through what may be asked. With a `token`, only addresses that begin with it: `/<token>/index.html`."""

    def __init__(self, app: App, bound: str, token: str = "") -> None:
        self.app, self.bound, self.token = app, bound, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
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
        if not comes_from_us(dict(scope["headers"])):
            await _refuse(send, 403, b"This preview answers its own pages alone.\n")
            return
        if self.token:
            first, _, rest = scope["path"].removeprefix("/").partition("/")
            if not hmac.compare_digest(first.encode(), self.token.encode()):
                await _refuse(send, 404, b"Not found.\n")
                return
            prefix = f"/{self.token}"
            scope = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode(), "root_path": "", "prefix": prefix}

        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *HEADERS]}
            await send(message)

        await self.app(scope, receive, sent)


async def _refuse(send: Send, status: int, words: bytes) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain"), *HEADERS]}
    )
    await send({"type": "http.response.body", "body": words})
