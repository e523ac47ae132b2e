"""How many of CommonMark's own examples we read as it does: `.venv/bin/python benchmarks/commonmark.py spec.txt`.

The examples come with the npm package `commonmark-spec`. Raw HTML is no part of our language, lists are neither tight
nor loose, and some habits are Pandoc's, so the score has no target: it shows what a change does to it.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import markdown as python_markdown

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from builder.core.problems import Problems
from builder.core.source import Source
from builder.model import module as m
from builder.model.frontmatter import Meta
from builder.parse.inlines import reader
from builder.parse.markdown import ParseContext, parse_body

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
META = Meta(title="\x00", description="-", objectives=("-",), id="x")
TAGS: dict[type[m.Node], str] = {
    m.Strong: "strong",
    m.Emphasis: "em",
    m.Strike: "del",
    m.Subscript: "sub",
    m.Superscript: "sup",
}


def inline(node: m.Node) -> str:
    """Return one inline as CommonMark's reference writer has it."""
    inside = "".join(inline(child) for child in m.children(node))
    match node:
        case m.Text():
            return html.escape(node.text, quote=False)
        case m.Code():
            return f"<code>{html.escape(node.text, quote=False)}</code>"
        case m.LineBreak():
            return "<br />"
        case m.Link():
            return f'<a href="{html.escape(node.target)}">{inside}</a>'
        case m.InlineImage():
            return f'<img src="{html.escape(node.src)}" alt="{html.escape(node.alt)}" />'
        case _:
            tag = TAGS.get(type(node), "")
            return f"<{tag}>{inside}</{tag}>" if tag else inside


def block(node: m.Node) -> str:
    """Return one block likewise; the paragraph tags of list items are left out on both sides."""
    inside = "".join(block(child) for child in m.children(node) if not isinstance(child, m.InlineNode))
    text = "".join(inline(child) for child in m.children(node) if isinstance(child, m.InlineNode))
    match node:
        case m.Paragraph():
            return f"<p>{text}</p>"
        case m.Heading():
            return f"<h{node.level}>{text}</h{node.level}>"
        case m.Part():
            return f"<h1>{text}</h1>{inside}"
        case m.Topic():
            return f"<h2>{text}</h2>{inside}"
        case m.SlideBreak():
            return "<hr />"
        case m.List():
            start = f' start="{node.start}"' if node.ordered and node.start != 1 else ""
            return f"<ol{start}>{inside}</ol>" if node.ordered else f"<ul>{inside}</ul>"
        case m.ListItem():
            return f"<li>{inside}</li>"
        case m.Quote():
            return f"<blockquote>{inside}</blockquote>"
        case m.CodeBlock():
            language = f' class="language-{node.language}"' if node.language else ""
            return f"<pre><code{language}>{html.escape(node.text, quote=False)}\n</code></pre>"
        case m.Figure():
            return f'<p><img src="{node.src}" alt="{node.alt}" /></p>'
        case _:
            return inside


def bare(text: str) -> str:
    """Return HTML without what we do not mean to reproduce: white space between tags, paragraphs in items, titles."""
    text = re.sub(r"\s*\n\s*", " ", text.replace("&quot;", '"'))
    text = re.sub(r' title="[^"]*"', "", text)
    text = re.sub(r">\s+<", "><", text).strip()
    return re.sub(r"</?p>|(?<=>)\s+|\s+(?=<)", "", text)


def ours(markdown: str) -> str:
    """Return an example as we read it."""
    module = parse_body(Source("example.md", markdown.rstrip("\n")), 1, META, ParseContext(), Problems())
    return "".join(block(node) for node in module.body)


def main() -> None:
    """Print the scores. Addresses such as `/url`, which our language refuses, are let through here."""
    reader._SAFE = re.compile("")  # noqa: SLF001  # see above
    spec = Path(sys.argv[1]).read_text(encoding="utf-8").replace("→", "\t")
    examples = EXAMPLE.findall(spec)
    good = {"Coursewright": 0, "Python-Markdown": 0}
    for text, wanted in examples:
        good["Coursewright"] += bare(ours(text)) == bare(wanted)
        good["Python-Markdown"] += bare(python_markdown.markdown(text)) == bare(wanted)
    for name, count in good.items():
        print(f"{name:>16}: {count} of {len(examples)}")


if __name__ == "__main__":
    main()
