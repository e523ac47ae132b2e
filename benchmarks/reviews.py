"""Fifty scripted reviews of a copy for reviewers: what was done, and whether every deed comes home.

    .venv/bin/python benchmarks/reviews.py [COURSE MODULE [REVIEWS]]

Each review does eight things in different places. Every fifth copy goes through LibreOffice, where that is installed. Prints a line
for each review, and what was lost; ends with 1 when anything was.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from builder.build import imprint_of, read_module
from builder.core.disk.folder import Folder
from builder.core.problems import Problems
from builder.engine.module_build import ModuleBuild, ModuleInputs
from builder.engine.reading.opening import open_course
from builder.model.outputs import Variant
from builder.returning.review.home import bring_home
from tests.support.documents.reviews import Reviewer, lost

DEEDS, LIBREOFFICE = 8, 5


def resaved(data: bytes) -> bytes:
    """Return a file as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "in.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out"]
        command = ["soffice", profile, "--headless", "--norestore", *kind, f"{folder}/in.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # our own arguments
        return (Path(folder) / "out" / "in.docx").read_bytes()


def main(root: str = ".", name: str = "two-terms", reviews: str = "50") -> int:
    """Review, bring home, count."""
    folder = Folder(Path(root).resolve())
    course, theme, _ = open_course(folder, None)
    problems = Problems()
    module = read_module(folder, course, name, problems)
    if module is None:
        raise SystemExit(f"{name} cannot be read")
    build = ModuleBuild(ModuleInputs(module, theme, imprint_of(module, course), course.file.paper), problems)
    copy = build.render("review", "docx", Variant(course.file.paper)).data
    for what, data in (("as made", copy), ("through LibreOffice", resaved(copy))):
        found = bring_home(folder, course, theme, data, None, authors=False).findings
        print(f"unchanged, {what}: {len(found)} findings", *found[:3])  # a script
    total, gone, applied = 0, 0, 0
    for seed in range(int(reviews)):
        reviewer, began = Reviewer(copy, seed), time.perf_counter()
        data = reviewer.review(DEEDS)
        data = resaved(data) if seed % LIBREOFFICE == LIBREOFFICE - 1 else data
        home = bring_home(folder, course, theme, data, None, authors=False)
        missing = lost(reviewer.acts, home.findings)
        total, gone = total + len(reviewer.acts), gone + len(missing)
        applied += sum(one.state == "applied" for one in home.findings)
        print(f"{seed}: {len(reviewer.acts)} deeds, {len(home.findings)} findings, {time.perf_counter() - began:.1f} s")
        for act in missing:
            print(f"   LOST {act}")
    print(f"{total} deeds, {gone} lost, {applied} findings applied")
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
