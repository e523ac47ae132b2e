"""The pages of docs/ against the code: what they name is there, and what they tabulate is so."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from builder import __version__
from builder.cli import cli
from builder.core.problems import ProblemCode, Problems
from builder.core.source import Source
from builder.model.frontmatter import Meta
from builder.model.lengths import Objective
from builder.model.module import Block
from builder.parse.divs.vocabulary import MAKERS
from builder.parse.markdown import ParseContext, parse_body
from builder.transform.audience import CONTENT, SHOWN_BY
from builder.transform.editions import EDITIONS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def repository() -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of ours that is text: what git knows, or will know."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )  # the repository's own list
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".yml", ".html", ".css", ".xml", ".toml", ".js", ".txt"} and path.is_file():
            yield name, path.read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """Return a page's text from a second-level heading to the next."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(table: str) -> list[list[str]]:
    """Return the cells of the body rows of the first table in a text."""
    lines = table[table.index("\n|") :].strip().split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def anchors(path: Path) -> set[str]:
    """Return the addresses of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _without_code(page: Path) -> str:
    """Return a page's text without what stands in backticks, or set in as code."""
    return re.sub(r"`[^`\n]*`|^ {4}.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_nothing_is_cited_that_is_not_in_the_repository() -> None:
    outside = re.compile("find" + r"ings/|\bDES" + r"IGN\b")
    assert not [
        f"{name}:{number}: {line.strip()[:90]}"
        for name, text in repository()
        for number, line in enumerate(text.splitlines(), 1)
        if outside.search(line)
    ]


def test_pages_that_are_cited_are_there_with_their_sections() -> None:
    """`docs/language.md`, "Divs" in code and comments; `[words](page.md#section)` in pages."""
    wrong = []
    for name, text in repository():
        for page, title in re.findall(
            r"\bdocs/([\w-]+\.md)(?:[,:]? [\"“]([A-Z][^\"”]*)[\"”])?", " ".join(text.split())
        ):
            path = ROOT / "docs" / page
            if not path.is_file() or (
                title and not re.search(rf"^###? {re.escape(title)}$", path.read_text(encoding="utf-8"), re.MULTILINE)
            ):
                wrong.append(f"{name}: docs/{page} {title}")
    for page in PAGES:
        for target, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", _without_code(page)):
            path = page.parent / target if target else page
            if not path.exists() or (anchor and anchor not in anchors(path)):
                wrong.append(f"{page.name}: {target}#{anchor}")
    assert not wrong


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_files_that_pages_name_are_there(page: Path) -> None:
    """A name in backticks that ends like a file of ours, or in a slash below a folder of ours, is one."""
    known = {f"/{name}" for name, _ in repository()}
    folders = {f"{parent}/" for name in known for parent in map(str, Path(name).parents)}
    named = re.findall(r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|css|html|xml)|(?:[\w-]+/)+)`", page.read_text(encoding="utf-8"))
    elsewhere = ("weasyprint/", "draw/", "formatting_structure/", "output/", "site/", "modules/shared/")
    ours = [
        name for name in named if not name.startswith(elsewhere) and "NAME" not in name and "two-terms-" not in name
    ]
    assert not [
        name for name in ours if not any(one.endswith(f"/{name}") for one in (folders if name.endswith("/") else known))
    ]


def test_who_sees_what_is_as_the_language_page_says() -> None:
    head, _, *body = rows(section("language.md", "Who sees what"))
    assert head[1:] == list(EDITIONS)
    told: dict[str, set[str]] = {}
    for names, *seen in body:
        shown = {edition for edition, yes in zip(EDITIONS, seen, strict=True) if yes == "yes"}
        told |= dict.fromkeys(re.findall(r"`([\w-]+)`", names), shown)
    assert set(told) == set(MAKERS) - {"column"}
    for name, editions in told.items():
        shared = {"x": parse_one("::: note\nx\n:::")}
        table = "| words |\n|---|\n| |"
        text = {"columns": "::: column\nwords\n:::", "check": "words", "fill": table}.get(name, "- words")
        block = parse_one(f'::: {{.{name} ref="x"}}\n{text}\n:::', shared)
        assert editions == SHOWN_BY[CONTENT.get(type(block), "prose")], name


def parse_one(text: str, shared: dict[str, Block] | None = None) -> Block:
    """Return the last block that a text holds."""
    meta = Meta(title="T", description="D", objectives=(Objective("O"),), id="t")
    source = Source("module.md", text)
    return parse_body(source, 1, meta, ParseContext(shared=shared or {}), Problems()).body[-1]


def test_every_option_of_every_command_stands_in_the_contracts() -> None:
    told = {
        re.findall(r"`([a-z ]+?)(?: [\[A-Z-].*?)?`", names)[0]: set(re.findall(r"`(--?[\w-]+)", options))
        for names, _, options in rows(section("contracts.md", "Commands"))[2:]
    }
    found = dict(commands(cli))
    assert {name: sorted(options) for name, options in found.items()} == {
        name: sorted(options) for name, options in told.items()
    }


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield each command's name with its options."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            options = [one for one in command.params if isinstance(one, click.Option)]
            yield above + name, {next(o for o in one.opts if o.startswith("-")) for one in options}


def test_the_problems_of_the_contracts_are_codes() -> None:
    text = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:error|warning)\[([\w-]+)\]", text)) <= {code.value for code in ProblemCode}


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    log = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert log is not None
    assert __version__ == project["version"] == log[1]


def test_the_architecture_is_a_short_read() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) < 150
