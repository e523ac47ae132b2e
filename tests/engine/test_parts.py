"""What is made of a module, in which parts, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

from builder.engine.job import Task, TaskResult
from builder.engine.plan import BuildPart, Job, OutputOptions, build_parts, jobs, path_of
from builder.engine.schedule import Unit, run_parts
from builder.model.course import Course, CourseFile, Output
from builder.model.outputs import Variant
from tests.support.specimen import specimen

P = ParamSpec("P")
T = TypeVar("T")
PLAIN = Variant()
LARGE = Variant(large=True)


def planned(*files: Job, referred: frozenset[str] = frozenset()) -> list[BuildPart]:
    return list(build_parts(files, "letter", referred))


def test_formats_of_an_edition_are_one_part_and_other_settings_another() -> None:
    found = planned(Job("slides", "pptx", PLAIN), Job("slides", "pdf", PLAIN), Job("handout", "pdf", LARGE))
    assert [(part.edition, len(part.jobs), part.hidden) for part in found] == [
        ("handout", 1, True),  # nobody asked for it, but slides say on which of its pages an activity stands
        ("slides", 2, False),
        ("handout", 1, False),
    ]


def test_a_guide_alone_waits_for_all_that_it_names() -> None:
    found = planned(Job("guide", "pdf", PLAIN))
    guide = next(part for part in found if part.edition == "guide")
    assert {found[n].edition for n in guide.after} == {"handout", "sheet", "workbook", "answers", "cards", "slides"}
    assert all(part.hidden for part in found if part is not guide)
    slides = next(part for part in found if part.edition == "slides")
    assert "guide" in slides.before


def test_no_part_waits_for_ever_or_for_another_length() -> None:
    short = Variant(minutes=30)
    found = planned(Job("slides-share", "pdf", short), Job("slides", "pptx", PLAIN), referred=frozenset({"workbook"}))
    done: set[int] = set()
    while ready := {n for n, part in enumerate(found) if n not in done and part.after <= done}:
        done |= ready
    assert len(done) == len(found), "two parts wait for each other"
    for part in found:
        assert {found[other].jobs[0].variant.minutes for other in part.after} <= {part.jobs[0].variant.minutes}
    assert "workbook" in {part.edition for part in found}, "the author refers to it"


def test_booklets_are_made_of_what_is_bound_and_nothing_else() -> None:
    rows = (Output(imposition="2up"), Output(edition="cards", imposition="booklet"))
    course = Course(CourseFile(title="A course", outputs=rows), ("m",), {"m": "m"})
    asked = jobs(course, OutputOptions(imposition="booklet", grey=True))
    assert {(job.edition, job.variant.imposition, job.variant.grey) for job in asked} == {
        (edition, "booklet", True) for edition in ("handout", "workbook", "answers", "guide")
    }
    usual = jobs(course, OutputOptions())
    assert {job.edition for job in usual if job.variant.imposition} == {job.edition for job in asked}
    handouts = {path_of(job, specimen(), "letter") for job in usual if job.edition == "handout"}
    assert {path.rpartition("handout")[2] for path in handouts} == {
        f"{words}-en-US.{form}" for words, form in (("", "pdf"), ("", "html"), ("-large", "pdf"), ("-2up", "pdf"))
    }


class Noting(Executor):
    """Makes nothing, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def submit(self, _: Callable[P, T], /, *args: P.args, **__: P.kwargs) -> Future[T]:
        self.asked += [task.part.edition for task in args if isinstance(task, Task)]
        future: Future[Any] = Future()
        future.set_result(TaskResult())
        return future


def test_the_next_part_is_begun_before_the_last_is_published() -> None:
    found = planned(Job("handout", "pdf", PLAIN), Job("slides", "pptx", PLAIN), Job("guide", "pdf", PLAIN))
    crew, units = Noting(), iter([Unit("one", "one", "one/module.md", b"", tuple(found))])
    made = run_parts(units, b"", crew, 1, lambda _unit, _part, error: TaskResult(problems=(error.args[0],)))
    seen = [(part.edition, list(crew.asked)) for _, part, _ in made]
    assert [edition for edition, _ in seen] == crew.asked
    assert all(len(asked) == n + 2 for n, (_, asked) in enumerate(seen[:-1]))
    assert crew.asked.index("handout") < crew.asked.index("slides") < crew.asked.index("guide")


def test_word_files_are_made_where_they_are_asked_for_and_nowhere_else() -> None:
    course = Course(CourseFile(title="A course"), ("m",), {"m": "m"})
    assert not [job for job in jobs(course, OutputOptions()) if job.format == "docx"]
    assert [job.edition for job in jobs(course, OutputOptions(editions=("review",)))] == ["review"]
    rows = (Output(edition="handout", format="docx", ink="grey"), Output(edition="review"))
    asked = Course(CourseFile(title="A course", outputs=rows), ("m",), {"m": "m"})
    more = set(jobs(asked, OutputOptions())) - set(jobs(course, OutputOptions()))
    assert {(job.edition, job.format, job.variant.grey) for job in more} == {("handout", "docx", False), ("review", "docx", False)}  # fmt: skip
