"""The command line as a person meets it: what it prints, what it returns, what it leaves."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from builder.theme.folder import themes_folder
from tests.support.commands import FRONT, ROOT, run

LOOKS = themes_folder() / "base" / "looks"


def test_check_names_file_line_and_cure_and_fails(course: Path) -> None:
    done = run("check", cwd=course)
    assert done.returncode == 1
    assert "modules/bad/module.md:9:1: error[image-without-alt]" in done.stdout
    assert "modules/bad/module.md:11:1: error[unclosed-div]" in done.stdout
    assert "hint: close it with a line of `:::`" in done.stdout
    assert "Checked 2 modules: 3 errors" in done.stderr


def test_check_as_data(course: Path) -> None:
    problems = json.loads(run("check", "--format", "json", cwd=course).stdout)
    assert {p["code"] for p in problems} >= {"image-without-alt", "unclosed-div", "missing-asset"}
    assert set(problems[0]) == {
        "code",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "hint",
    }
    assert "::error file=modules/bad/module.md,line=9," in run("check", "--format", "github", cwd=course).stdout


def test_a_module_with_errors_stops_its_own_outputs_alone(course: Path) -> None:
    done = run("build", "--edition", "handout", cwd=course)
    assert done.returncode == 1
    assert "left out for errors: bad" in done.stderr
    manifest = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert {row["module"] for row in manifest["artifacts"]} == {"good"}
    for row in manifest["artifacts"]:
        data = (course / "output" / row["path"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    sums = (course / "output" / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(f"{row['sha256']}  {row['path']}" in sums for row in manifest["artifacts"])
    assert not list(course.rglob(".coursewright-*")), "a temporary file was left"


def test_a_partial_build_keeps_the_other_rows(course: Path) -> None:
    run("build", "good", "--edition", "handout", cwd=course)
    run("build", "good", "--edition", "slides", cwd=course)
    rows = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert {(row["edition"], row["format"], row["variant"]) for row in rows} == {
        ("handout", "pdf", ""),
        ("handout", "html", ""),
        ("handout", "pdf", "large"),
        ("slides", "pptx", ""),
        ("slides", "pdf", ""),
    }
    assert run("clean", cwd=course).returncode == 0
    assert not list((course / "output").rglob("*.p*"))


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"course.yml": "title: [broken"}, 2, "modules/course.yml:1:8: error[broken-yaml]"),
        ({"course.yml": "titel: A course"}, 2, "did you mean `title`?"),
        ({"course.yml": "title: A\ntheme: plane"}, 2, "did you mean `plain`?"),
        ({"course.yml": "title: A\nmodules: [good, bda]"}, 2, "modules/course.yml:2:17: error[missing-module]"),
        ({"good/module.md": ""}, 1, "modules/good/module.md:1:1: error[empty-module]"),
        ({"good/module.md": "\ufeff---\ntitle: T\n---\n"}, 1, "`description` is missing"),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_its_place(course: Path, change: dict[str, str], code: int, said: str) -> None:
    for name, text in change.items():
        (course / "modules" / name).write_text(text, encoding="utf-8")
    done = run("check", cwd=course)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_two_modules_with_one_id_are_an_error(course: Path) -> None:
    for name in ("good", "bad"):
        text = FRONT.format(title=name, more="id: same\n") + "## T\n"
        (course / "modules" / name / "module.md").write_text(text, encoding="utf-8")
    done = run("check", cwd=course)
    assert done.returncode == 1
    assert "error[duplicate-module]" in done.stdout


def test_what_cannot_be_printed_is_a_warning(course: Path) -> None:
    bad, good = (course / "modules" / name / "module.md" for name in ("bad", "good"))
    bad.write_text(
        FRONT.format(title="T", more="lang: xx\n") + '## T\n\n- \U00020000\n\n::: {.chart data="d.csv" alt="x"}\n:::\n',
        encoding="utf-8",
    )
    (bad.parent / "d.csv").write_text("Year,Cases\n2020,ten\n", encoding="utf-8")
    good.write_text(
        FRONT.format(title="T", more="lang: xx\n") + "## T {.facilitator}\n\n- \U00020000\n", encoding="utf-8"
    )
    assert "modules/bad/d.csv:2:6: error[broken-data]: `ten` is not a number" in run("check", "bad", cwd=course).stdout
    done = run("build", "good", "--edition", "handout", cwd=course)
    assert done.returncode == 0
    assert "warning[missing-label]" in done.stderr
    assert "warning[missing-glyph]" in done.stderr
    assert "warning[empty-edition]" in done.stderr


@pytest.mark.parametrize("data", [b"---\ntitle: \xff\n---\n", b"x" * 5_000_000])
def test_bytes_that_are_no_text(course: Path, data: bytes) -> None:
    (course / "modules" / "good" / "module.md").write_bytes(data)
    done = run("check", "good", cwd=course)
    assert done.returncode == 1
    assert "error[unreadable-source]" in done.stdout
    assert "hint" in done.stdout


def test_wrong_usage(course: Path, tmp_path: Path) -> None:
    assert run("build", "goood", cwd=course).returncode == 2
    assert "did you mean `good`?" in run("build", "goood", cwd=course).stderr
    assert run("build", "--nonsense", cwd=course).returncode == 2
    assert run("build", cwd=tmp_path).returncode == 2
    assert "coursewright init" in run("build", cwd=tmp_path).stderr


THEMES = {
    "missing": ("name: X\nextends: base\n", "error[broken-theme]: token `color` is missing"),
    "faint": (None, "error[low-contrast]"),
    "wrong": (None, "`mudd` is not a color"),
}


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_that_cannot_be_used(course: Path, name: str) -> None:
    text, said = THEMES[name]
    plain = (ROOT / "themes" / "plain" / "theme.yml").read_text(encoding="utf-8")
    changed = {
        "faint": plain.replace('soft: "#4a5a60"', 'soft: "#9aa5aa"'),
        "wrong": plain.replace("caution: warm", "caution: mudd"),
    }
    folder = course / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.yml").write_text(text or changed[name], encoding="utf-8")
    done = run("check", "--theme", name, cwd=course)
    assert done.returncode == 2
    assert said in done.stderr
    assert re.search(rf"themes/{name}/theme\.yml:\d+:\d+: error", done.stderr)


def test_a_symlinked_course_a_missing_home_and_a_hostile_yaml_py(course: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(course, target_is_directory=True)
    (course / "yaml.py").write_text("raise SystemExit('hijacked')", encoding="utf-8")
    done = run("build", "good", "--edition", "handout", cwd=link, HOME="/nonexistent")
    assert done.returncode == 0, done.stderr
    assert "hijacked" not in done.stderr


def test_an_asset_outside_the_course_is_refused(course: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8"
    )
    (course / "modules" / "good" / "inside.svg").symlink_to(tmp_path / "secret.svg")
    (course / "modules" / "good" / "module.md").write_text(
        FRONT.format(title="T", more="")
        + "## T\n\n![](../../../secret.svg){alt=x}\n\n![](inside.svg){alt=x}\n\n![](http://x/y.png){alt=x}\n",
        encoding="utf-8",
    )
    done = run("check", "good", cwd=course)
    assert done.stdout.count("error[unsafe-asset]") == 3


def test_next_steps_are_named_as_they_can_be_typed(tmp_path: Path) -> None:
    clone = tmp_path / "a clone"
    clone.mkdir()
    made = run("init", "demo", cwd=clone, COURSEWRIGHT_CALLED=f"{clone}/coursewright")
    assert "Next: cd demo && ../coursewright build" in made.stderr
    assert "Next: cd on-path && coursewright build" in run("init", "on-path", cwd=clone).stderr
    assert (
        "`../coursewright check one`"
        in run("new", "module", "one", cwd=clone / "demo", COURSEWRIGHT_CALLED=f"{clone}/coursewright").stderr
    )
    guide = run("check", "modules/authors-guide/", "--strict", cwd=clone / "demo")
    assert (guide.returncode, guide.stdout) == (0, "")
    assert "\n\n## " in (clone / "demo" / "LANGUAGE.md").read_text(encoding="utf-8")


def test_themes_say_what_they_are_for(course: Path) -> None:
    lines = run("themes", cwd=course).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["bold", "contrast", "formal", "plain", "warm"]
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.slow
def test_the_gallery_shows_every_theme_on_one_page_and_the_catalogue_shows_the_same(course: Path) -> None:
    done = run("themes", "--gallery", "drawn", cwd=course)
    assert (done.returncode, done.stdout) == (0, "")
    made = {path.name: path.read_bytes() for path in (course / "drawn").iterdir()}
    themes = ("bold", "contrast", "formal", "plain", "warm")
    both = [name for theme in themes for name in (f"gallery-{theme}.pdf", f"sheet-{theme}.webp")]
    assert set(made) == {"gallery.html", *both}
    page = made["gallery.html"].decode()
    assert all(f'<h2 id="{theme}">' in page for theme in themes)
    assert ("Facilitator guide" in page, "4.5:1" in page, "https://" in page) == (True, False, False)
    for theme in themes:  # what the catalogue shows is what the theme looks like now
        with Image.open(LOOKS / f"{theme}.webp") as shown, Image.open(io.BytesIO(made[f"sheet-{theme}.webp"])) as drawn:
            assert shown.size == drawn.size, f"copy sheet-{theme}.webp to themes/base/looks/{theme}.webp"
            differing = ImageStat.Stat(ImageChops.difference(shown.convert("L"), drawn.convert("L"))).mean[0]
        assert differing < 4, f"copy sheet-{theme}.webp to themes/base/looks/{theme}.webp"
    again = run("themes", "--gallery", "drawn", cwd=course)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


def test_init_builds_cleanly_outside_the_repository(tmp_path: Path) -> None:
    assert run("init", "demo", cwd=tmp_path).returncode == 0
    done = run("build", "--strict", cwd=tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert "(0 errors, 0 warnings)" in done.stderr
    assert run("init", "demo", cwd=tmp_path).returncode == 2


@pytest.mark.slow
def test_same_source_same_bytes_anywhere(tmp_path: Path) -> None:
    sums = []
    for place, zone in (("one", "UTC"), ("two/deep er", "Asia/Kathmandu")):
        root = tmp_path / place
        others = {path.name for path in (ROOT / "modules").iterdir() if path.is_dir()} - {
            "course",
            "shared",
            "two-terms",
        }
        shutil.copytree(ROOT / "modules", root / "modules", ignore=lambda _, names, others=others: others & {*names})
        settings = root / "modules" / "course.yml"
        listed = settings.read_text(encoding="utf-8").split("\nmodules:\n")[0]
        settings.write_text(f"{listed}\nmodules: [two-terms]\n", encoding="utf-8")
        done = run(
            "build", cwd=root, TZ=zone, PYTHONHASHSEED=str(len(place)), LANG="C" if place == "one" else "de_DE.UTF-8"
        )
        assert done.returncode == 0, done.stderr
        sums.append((root / "output" / "SHA256SUMS").read_text(encoding="utf-8"))
    assert sums[0] == sums[1]


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["source", "module", "edition", "deck", "html", "slides-png"])
def test_every_stage_can_be_shown(stage: str, tmp_path: Path) -> None:
    done = run(
        "show",
        "two-terms",
        "--stage",
        stage,
        "--edition",
        "slides" if stage == "edition" else "handout",
        "--output",
        str(tmp_path),
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_size > 500 for path in tmp_path.iterdir())


def test_a_new_module_and_a_new_theme_build_as_they_are(course: Path) -> None:
    (course / "modules" / "course.yml").write_text("title: A course\nlang: en-US\nmodules: [good]\n", encoding="utf-8")
    done = run("new", "module", "first-aid", cwd=course)
    assert done.returncode == 0
    assert "add `  - first-aid` under `modules:`" in done.stderr
    assert run("new", "theme", "ours", cwd=course).returncode == 0
    checked = run("check", "first-aid", "--theme", "ours", "--strict", cwd=course)
    assert checked.returncode == 0, checked.stdout
    assert "First aid" in run("show", "first-aid", "--stage", "edition", cwd=course).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("module", "good"), "is there already; nothing was changed"),
        (("module", "../out"), "is not a name"),
        (("module", "course"), "the course's own pages"),
        (("theme", "A Theme"), "is not a name"),
    ],
)
def test_what_cannot_be_made_anew_is_told(course: Path, words: tuple[str, str], told: str) -> None:
    before = (course / "modules" / "good" / "module.md").read_text(encoding="utf-8")
    done = run("new", *words, cwd=course)
    assert done.returncode == 2
    assert told in done.stderr
    assert (course / "modules" / "good" / "module.md").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("how", [("--booklet", "--edition", "cards"), ("--booklet", "--two-up")])
def test_what_is_cut_up_is_not_folded(course: Path, how: tuple[str, ...]) -> None:
    assert run("build", "good", *how, cwd=course).returncode == 2


@pytest.mark.slow
def test_a_booklet_is_a_variant_beside_the_plain_file(course: Path) -> None:
    for how in ((), ("--booklet", "--large-print")):
        assert run("build", "good", "--edition", "handout", *how, cwd=course).returncode == 0
    rows = json.loads((course / "output" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    names = {row["path"].rpartition("/")[2]: (row["variant"], row["pages"] % 2) for row in rows if "pages" in row}
    assert names["good-handout-large-booklet-en-US.pdf"] == ("large-booklet", 0)
    assert set(names) >= {"good-handout-en-US.pdf", "good-handout-large-en-US.pdf"}
    page = (course / "output" / "en-US" / "good" / "index.html").read_text(encoding="utf-8")
    assert "large print, booklet to print and fold" in page
