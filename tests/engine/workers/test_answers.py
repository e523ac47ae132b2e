"""What processes under limits hand back, with each Python that may run them."""

from __future__ import annotations

import pytest

from builder.core.problems import ProblemCode
from builder.core.reports.problem_codes import Severity
from builder.engine.workers.wire import pack, unpack


@pytest.mark.parametrize("member", [Severity.ERROR, ProblemCode.BROKEN_YAML])
def test_a_member_of_an_enum_is_made_again_where_python_names_getattr(
    member: Severity | ProblemCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(member), "__reduce_ex__", lambda one, _: (getattr, (type(one), one.name)))  # Python 3.11.2
    assert unpack(pack({"found": [member]})) == {"found": [member]}
