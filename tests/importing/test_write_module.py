"""A document as our Markdown: every sign of the language in it stays text, and what it does not say is asked for."""

from __future__ import annotations

import base64
import re

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from builder.core.frozen import replace
from builder.core.problems import Problems
from builder.core.source import Source
from builder.importing.document import (
    DocCell,
    DocHeading,
    DocItem,
    DocList,
    DocOption,
    DocParagraph,
    DocPicture,
    DocPlace,
    DocQuestion,
    DocRun,
    DocTable,
    DocTopic,
    Document,
)
from builder.importing.join import join_documents
from builder.importing.loss import LossLog
from builder.importing.words import text_of
from builder.importing.write_inlines import plain_text
from builder.importing.write_module import write_module
from builder.model import module as m
from builder.parse.markdown import ParseContext, parse

SIGNS = (
    *("a", "b c", "é", "ש", " ", "\t", "\n", "*", "**", "_", "`", "[", "]", "(", ")", "{", "}", "<", ">", "|", "~", "^", "=="),
    *("#", "## ", ":::", "::: notes", ": ", "-", "- ", "---", "+ ", "1. ", "a) ", "(i) ", "[x] ", "[ ]", "[@key]", "[^1]"),
    *("{.facilitator}", "{#id}", "$", "&amp;", "!", "\\", "Note:", "???", "!!! note", "<b>", "<!--", "{{<", "{%", "% "),
    *("http://x.org/a_b", "a@b.org", "：：：", "☐", "@", "=== ", "|---|", "Table: x", "--{{0}}--", "[( )]", "[[a]]", "```", "~~~"),
)  # fmt: skip
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LOOKS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.booleans() for name in ("bold", "italic", "struck", "code")},
        "script": st.sampled_from(("", "sup", "sub")),
        "lang": st.sampled_from(("", "nl-NL")),
    },
)
RUNS = st.lists(
    st.builds(lambda signs, look: DocRun("".join(signs), **look), st.lists(st.sampled_from(SIGNS), max_size=6), LOOKS),
    min_size=1,
    max_size=3,
).map(tuple)


def parsed(text: str) -> tuple[m.Module, list[str]]:
    problems = Problems()
    module = parse(Source("module.md", text), "x", ParseContext(), problems)
    return module, [f"{problem.code.value}:{problem.at.line}" for problem in problems]


def places(runs: tuple[DocRun, ...]) -> DocTopic:
    """Return a topic that has runs in its title, a heading, text, lists, a table and its notes."""
    paragraph = DocParagraph(runs)
    other = DocParagraph((DocRun("zz"),))
    inner = DocList((DocItem((paragraph,)),), ordered=True)
    blocks = (
        DocHeading(runs),
        paragraph,
        DocList((DocItem((paragraph,)), DocItem((other, inner)))),
        DocTable(((DocCell((other,)), DocCell((paragraph,))),), 1, caption=runs),
    )
    return DocTopic(runs, blocks, notes=(paragraph,))


@settings(max_examples=30, deadline=None)
@given(RUNS)
@example((DocRun("[@a", lang="nl-NL"),))
@example((DocRun(":::\na"),))
@example((DocRun("3", script="sup"), DocRun(")", lang="nl-NL")))
@example((DocRun("!"), DocRun("a", lang="nl-NL")))
def test_every_sign_stays_text(runs: tuple[DocRun, ...]) -> None:
    signs = re.sub(r"\s", "", "".join(run.text for run in runs))
    assume(signs)
    written = write_module(Document((places(runs),), "T"), LossLog()).files["module.md"].decode()
    module, _ = parsed(written)
    found = re.sub(r"\s", "", "".join(map(text_of, module.body)))
    title, in_lists, in_table, in_notes = signs * 3, f"{signs}zz{signs}", f"{signs}zz{signs}", signs
    assert found.replace("’", "'") == title + in_lists + in_table + in_notes, written


def test_what_a_document_does_not_say_is_asked_for_and_not_invented() -> None:
    at = DocPlace("talk.pptx", "slide", 2)
    blocks = (
        DocPicture(PNG, alt="A “seat”", at=at),
        DocPicture(PNG, caption=(DocRun("Seats"),), at=at),
        DocPicture(b"\xd7\xcd\xc6\x9a rest", at=at),
        DocQuestion((DocParagraph((DocRun("Who?"),)),), (DocOption((DocRun("You"),)), DocOption((DocRun("Me"),)))),
    )
    log = LossLog()
    written = write_module(Document((DocTopic((DocRun("Seats"),), blocks),)), log)
    text = written.files["module.md"].decode()
    lines = text.splitlines()
    _, problems = parsed(text)
    asked = {problem.split(":")[0]: lines[int(problem.split(":")[1]) - 1] for problem in problems}
    assert sorted(written.files) == ["module.md", "slide-2-picture-1.png"]
    assert asked["image-without-alt"] == "![](slide-2-picture-2.wmf)"
    assert asked["no-right-option"] == "- [ ] You"
    assert problems.count("missing-key:2") == 3  # title, description and objectives, in one place
    assert written.words.lost == {}
    assert [(loss.what, loss.outcome.value) for loss in written.losses] == [("picture", "taken"), ("picture", "left")]


def test_hidden_topics_are_for_the_guide_and_footnotes_stand_where_all_read_them() -> None:
    called = DocParagraph((DocRun("Said", footnote="1"),))
    topics = (DocTopic((DocRun("Seen"),), (called,)), DocTopic((DocRun("Hidden"),), (called,), hidden=True))
    document = Document(topics, "T", footnotes={"1": (DocParagraph((DocRun("By whom"),)),)})
    module, problems = parsed(write_module(document, LossLog()).files["module.md"].decode())
    assert [problem for problem in problems if not problem.startswith("missing-key")] == []
    hidden = module.body[1]
    assert isinstance(hidden, m.Topic)
    assert hidden.audience == "facilitator"


def test_several_files_become_one_module_whose_ids_are_apart() -> None:
    link = DocParagraph((DocRun("back", link="#slide-1"), DocRun("", footnote="1")))
    one = Document(
        (DocTopic((DocRun("First"),), (link,), id="slide-1"),), "One", footnotes={"1": (link,)}, words={"one": 1}
    )
    two = join_documents([one, replace(one, title="Two")])
    assert [plain_text(topic.title) for topic in two.topics] == ["First", "Two", "First"]
    assert [topic.id for topic in two.topics] == ["part-1-slide-1", "", "part-2-slide-1"]
    assert set(two.footnotes) == {"1-1", "2-1"}
    assert two.words == {"one": 2}
    paragraph = two.topics[2].blocks[0]
    assert isinstance(paragraph, DocParagraph)
    assert [(run.link, run.footnote) for run in paragraph.runs] == [("#part-2-slide-1", ""), ("", "2-1")]
