"""Verification of an output folder before it goes online: links, check sums, missing files, total size. Read-only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from builder.core.addresses import address_or_none
from builder.core.disk.directory import is_link
from builder.core.disk.writable import WritableFolder
from builder.engine.output.manifest import LISTING, SUMS, SiteRow, read_manifest, read_rows
from builder.engine.state.state import State

KNOWN = frozenset({*LISTING, "README.md"})
"""Files of an output folder that the manifest does not list."""

PAGE_BYTES = 20_000_000
"""Bytes of a page, a style sheet or SHA256SUMS that are looked through; a build makes none that is as large."""

_ASKING = {
    "img": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
"""Elements that make a browser load a file, and the attributes that hold its address."""


_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?P<there>[^"')\s;]+)""")


@dataclass(frozen=True)
class Report:
    """The result. `faults` are reasons not to publish the site, `remarks` are not; both are lines of text.

    `links` is the number of links checked in pages and style sheets, `bytes` the size of all files.
    """

    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    pages: int
    links: int
    files: int
    bytes: int


def examine(output: Path) -> Report:
    """Return what keeps an output folder from being published as a site."""
    folder = WritableFolder(output.resolve())
    artifacts, site = read_rows(read_manifest(folder.root))
    if not artifacts and not site:
        return Report(("manifest.json: there is none, or it lists nothing: build first",), (), 0, 0, 0, 0)
    rows: dict[str, SiteRow] = {row["path"]: row for row in (*artifacts, *site)}
    faults = [*_wrong_files(folder, rows), *_wrong_sums(folder, rows)]
    plain = sorted(name for name in rows if folder.is_file(name))
    pages = {name: Links(folder.read(name, PAGE_BYTES)) for name in plain if name.endswith(".html")}
    linked: set[str] = set()
    followed = 0
    for name in plain:
        for address in _style_addresses(name, folder):
            followed += 1
            fault, _ = _check_link(folder, name, address, pages, asked=True)
            faults += [f"{name}: {fault}"] if fault else []
    for name, page in sorted(pages.items()):
        for address, asked in page.links:
            followed += 1
            fault, target = _check_link(folder, name, address, pages, asked=asked)
            faults += [f"{name}: {fault}"] if fault else []
            linked |= {target} if target else set()
    if "index.html" not in rows:
        faults.append("index.html: the site has no first page")
    faults += [f"{row['path']}: no page links to it" for row in artifacts if row["path"] not in linked]
    strangers = [
        (name, is_link(found)) for name, found in folder.everything() if name not in rows and name not in KNOWN
    ]
    faults += [
        f"{name}: it is a link; whoever serves the folder may give out what it leads to"
        for name, link in strangers
        if link
    ]
    remarks = [
        f"{name}: this file is not of the site; do not publish it by mistake" for name, link in strangers if not link
    ]
    return Report(
        tuple(faults), tuple(remarks), len(pages), followed, len(rows), sum(int(row["bytes"]) for row in rows.values())
    )


def _wrong_files(folder: WritableFolder, rows: dict[str, SiteRow]) -> Iterator[str]:
    state = State(folder.root)
    for name, row in sorted(rows.items()):
        found = folder.stat(name) if folder.is_file(name) else None
        if found is None:
            yield f"{name}: the manifest lists it, and it is not there"
        elif found.st_size != row["bytes"] or state.hash_of(folder, name, found) != row["sha256"]:
            yield f"{name}: it is not the file that the manifest lists"


def _wrong_sums(folder: WritableFolder, rows: dict[str, SiteRow]) -> Iterator[str]:
    try:
        lines = folder.read(SUMS, PAGE_BYTES).decode(errors="replace").splitlines()
    except OSError:
        yield "SHA256SUMS: it is not there"
        return
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(sums.keys() ^ rows.keys()):
        yield f"SHA256SUMS: {name} {'is not listed' if name in rows else 'is listed, and not of the site'}"
    for name in sorted(sums.keys() & rows.keys()):
        if sums[name] != rows[name]["sha256"]:
            yield f"SHA256SUMS: {name} has another sum than in the manifest"


def _style_addresses(name: str, folder: WritableFolder) -> list[str]:
    """Return the addresses that a style sheet makes a browser load (CSS Values, `url()`; CSS Cascade, `@import`)."""
    if not name.endswith(".css"):
        return []
    return [found["there"] for found in _ADDRESS.finditer(folder.read(name, PAGE_BYTES).decode(errors="replace"))]


def _check_link(
    folder: WritableFolder, page: str, address: str, pages: dict[str, Links], *, asked: bool
) -> tuple[str, str]:
    """Return what is wrong with a link ("" = nothing), and the file that it leads to ("" = none of this site).

    `asked`: the browser loads it by itself, so it must not lead to another site.
    """
    parts = urlsplit(address)
    if parts.scheme == "data":
        return "", ""
    if parts.scheme or parts.netloc:
        outward = not asked and bool(address_or_none(address))
        return ("" if outward else f"it would ask another site for {address}"), ""
    target = page if not parts.path else _resolve(page, unquote(parts.path))
    if not folder.is_file(target):
        return f"{address} leads nowhere", ""
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
        return f"{address} leads to a place that is not there", target
    return "", target


def _resolve(page: str, path: str) -> str:
    """Return the path of a file below the output folder, "" when an address leads out of it."""
    parts: list[str] = [] if path.startswith("/") else list(PurePosixPath(page).parent.parts)
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


class Links(HTMLParser):
    """Parses a page. `links` are addresses, each with whether a browser loads it by itself; `ids` are link targets in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.links: list[tuple[str, bool]] = []
        self.ids: set[str] = {"", "top"}
        self.feed(page.decode(errors="replace"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the links and the id of an element."""
        found = {name: value or "" for name, value in attrs}
        self.ids.add(found.get("id", ""))
        if tag == "a" and "href" in found:
            self.links.append((found["href"], False))
        elif tag in _ASKING and _ASKING[tag] in found:
            self.links.append((found[_ASKING[tag]], True))
