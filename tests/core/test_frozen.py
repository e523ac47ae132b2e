"""Our quick `dataclass` is the standard library's in all that anybody sees of it."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest

from builder.core import frozen
from builder.core.source import Span
from builder.model import module as model

WAYS = [{"slots": True, "kw_only": True}, {"slots": True}, {}]


def pair(dataclass: Any, how: dict[str, bool]) -> tuple[type[Any], type[Any]]:  # noqa: ANN401  # one of two
    """Return a class and one that inherits from it, made by a decorator."""

    @dataclass(frozen=True, **how)
    class Shape:
        name: str
        at: int = dataclasses.field(default=1, repr=False)

    @dataclass(frozen=True, **how)
    class Square(Shape):
        side: float = 2.0
        marks: list[str] = dataclasses.field(default_factory=list, compare=False)

    return Shape, Square


def seen(square: type[Any], shape: type[Any]) -> list[object]:
    """Return what can be told of the classes from outside."""
    one, same, other = square(name="a"), square(name="a", marks=["x"]), square(name="a", side=3.0)
    faults = []
    for wrong in (
        square,
        lambda: square(name="a", color="red"),
        lambda: setattr(one, "name", "b"),
        lambda: delattr(one, "name"),
        lambda: setattr(shape(name="b"), "name", "c"),
    ):
        with pytest.raises((TypeError, AttributeError)) as raised:
            wrong()
        faults.append(raised.type)
    match = square.__match_args__
    changed = dataclasses.replace(one, side=4.0)
    return [
        repr(one), repr(other), repr(shape(name="q")), one == same, hash(one) == hash(same), one == other,
        one == shape(name="a"), one != 3, faults, match, repr(changed), dataclasses.asdict(one),
        one.marks is not same.marks, copy.deepcopy(one) == one, [field.name for field in dataclasses.fields(square)],
    ]  # fmt: skip


@pytest.mark.parametrize("how", WAYS, ids=str)
def test_nobody_can_tell_it_from_the_standard_one(how: dict[str, bool]) -> None:
    shape, square = pair(frozen.dataclass, how)
    standard_shape, standard = pair(dataclasses.dataclass, how)
    assert seen(square, shape) == seen(standard, standard_shape)
    if not how.get("kw_only"):
        assert square("a", 3, 1.5) == square(name="a", at=3, side=1.5)


def test_nodes_travel_between_processes_and_stay_frozen() -> None:
    node = model.Paragraph(content=(model.Text(text="x", at=Span("m.md", 3, 1, 3, 2)),))
    there = pickle.loads(pickle.dumps(node))  # noqa: S301  # our own bytes
    assert there == node
    assert there.content[0].at.line == 3
    with pytest.raises(dataclasses.FrozenInstanceError, match="content"):
        there.content = ()


def test_a_compiled_init_has_a_source_that_debuggers_can_show() -> None:
    span = Span("module.md", 1)
    source = inspect.getsource(type(span).__init__)
    assert source.startswith("def __init__(self, path"), "linecache holds it"
