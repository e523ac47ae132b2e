"""Sheets in a script that no font has."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import run

MODULE = """---
title: 倾听
description: 关于倾听。
lang: zh-CN
objectives: [先倾听。]
---

## 欢迎 {time=10}

先倾听，再提问，然后一起讨论。
"""


def test_no_sheets_of_boxes_are_made_for_want_of_a_font(tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "listen"
    folder.mkdir(parents=True)
    (folder.parent / "course.yml").write_text("title: 课程\nlang: zh-CN\n", encoding="utf-8")
    (folder / "module.md").write_text(MODULE, encoding="utf-8")
    for command in (("pack", "listen", "--people", "3", "--date", "2026-12-10"), ("review", "listen")):
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.count("error[unreadable-script]: no font has the Chinese script") == 1
    assert not [*tmp_path.rglob("*.pdf")]
