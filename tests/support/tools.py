"""External tools that check our outputs, one typed function each.

On a user's machine a tool that is missing is a skip with its reason; under `--all` it is a failure.
`.ci/run` installs every one of them.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any, Literal

import pytest

from builder import doctor

_FETCHED = Path(__file__).parents[1] / "tools"
_SDK_VALIDATOR = _FETCHED / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
_AXE = _FETCHED / "node_modules" / "axe-core" / "axe.min.js"
_GIFT = _FETCHED / "node_modules" / "gift-pegjs" / "pegjs-gift.js"
_VERAPDF = _FETCHED / "verapdf"

Flavour = Literal["ua1", "3a"]
"""The two PDF standards we promise: accessible (PDF/UA-1) and lasting (PDF/A-3a)."""


@dataclass(frozen=True, slots=True)
class Tool:
    """How to find a tool, and what to say when it is not there."""

    find: Callable[[], str | None]
    cure: str


def _file(path: Path) -> str | None:
    return str(path) if path.is_file() else None


def _java_with_verapdf() -> str | None:
    return shutil.which("java") if any(_VERAPDF.glob("greenfield-apps-*.jar")) else None


def _writer() -> str | None:
    """Debian packs Writer apart from Impress, with a program of its own; elsewhere the two come together."""
    return doctor.libreoffice() if shutil.which("lowriter") or not sys.platform.startswith("linux") else None


TOOLS = {
    "LibreOffice": Tool(doctor.libreoffice, "install LibreOffice Impress"),
    "LibreOffice Writer": Tool(_writer, "install LibreOffice Writer"),
    "pdftoppm": Tool(lambda: shutil.which("pdftoppm"), "install poppler-utils"),
    "pdftotext": Tool(lambda: shutil.which("pdftotext"), "install poppler-utils"),
    "Open XML SDK validator": Tool(lambda: _file(_SDK_VALIDATOR), "run: npm ci --prefix tests/tools (Linux on x86-64)"),
    "veraPDF": Tool(_java_with_verapdf, "install Java, then run: mvn -f tests/tools/pom.xml package"),
    "Chromium": Tool(lambda: shutil.which("chromium") or shutil.which("google-chrome"), "install chromium"),
    "Playwright": Tool(
        lambda: "playwright" if util.find_spec("playwright") else None,
        "run: .venv/bin/python -m pip install --require-hashes -r locks/browser.txt",
    ),
    "axe": Tool(lambda: _file(_AXE), "run: npm ci --prefix tests/tools"),
    "gift-pegjs": Tool(
        lambda: shutil.which("node") if _GIFT.is_file() else None, "install Node.js, then: npm ci --prefix tests/tools"
    ),
    "openxml-audit": Tool(
        lambda: "openxml_audit" if util.find_spec("openxml_audit") else None, "pip install openxml-audit"
    ),
}

_everything = False


def demand(*, everything: bool) -> None:
    """Say once, for the whole run, whether a missing tool is a failure. `conftest.py` does."""
    global _everything  # one switch a run, set before the first test
    _everything = everything


def need(tool: str) -> str:
    """Where the tool is; or end the test, with the reason and the cure."""
    found = TOOLS[tool].find()
    if found:
        return found
    reason = f"{tool} is not here: {TOOLS[tool].cure}"
    if _everything:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def gift_questions(text: str) -> list[dict[str, Any]]:
    """What another program reads in a GIFT file: its questions, each as gift-pegjs says them; the category is left out."""
    node = need("gift-pegjs")
    script = f"process.stdout.write(JSON.stringify(require({json.dumps(str(_GIFT))}).parse(require('fs').readFileSync(0, 'utf8'))))"
    done = subprocess.run(
        [node, "-e", script], input=text, capture_output=True, text=True, timeout=60, check=False
    )  # our script
    assert done.returncode == 0, done.stderr
    return [one for one in json.loads(done.stdout) if one["type"] != "Category"]


def libreoffice_pdf(document: Path, folder: Path, *, seconds: float = 120) -> Path:
    """The document as LibreOffice prints it, a PDF in `folder`."""
    office = need("LibreOffice")
    # A profile of its own: never the user's settings, never another office that is already open.
    with tempfile.TemporaryDirectory(prefix="coursewright-office-") as profile:
        ended = _run(
            [
                office,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                str(document),
            ],
            seconds,
        )
    pdf = folder / f"{document.stem}.pdf"
    # It ends with 0 also when it could not read the file.
    assert pdf.is_file(), f"LibreOffice made no PDF of {document.name}:\n{ended.stdout}{ended.stderr}"
    return pdf


def page_pictures(pdf: Path, folder: Path, *, dpi: int = 60, seconds: float = 120) -> list[Path]:
    """Each page as a PNG in `folder`, in order."""
    _run([need("pdftoppm"), "-png", "-r", str(dpi), str(pdf), str(folder / pdf.stem)], seconds, check=True)
    # pdftoppm pads the numbers of one run to one width, so names sort like pages.
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def page_texts(pdf: Path, *, seconds: float = 60) -> list[str]:
    """The words of each page, as a program that copies text sees them."""
    command = [need("pdftotext"), "-enc", "UTF-8", "-layout", str(pdf), "-"]
    # Every page ends with a form feed, the last one too.
    return _run(command, seconds, check=True).stdout.split("\f")[:-1]


def sdk_errors(document: Path, *, seconds: float = 60) -> list[str]:
    """What Microsoft's Open XML SDK finds wrong with a .pptx (or .docx, .xlsx)."""
    ended = _run([need("Open XML SDK validator"), str(document)], seconds, check=True)
    verdict: dict[str, Any] = json.loads(ended.stdout)
    errors = [f"{error['path']}:{error['xPath']}: {error['id']}: {error['description']}" for error in verdict["errors"]]
    # Belt and braces: "not ok" without a reason must not read as valid.
    return errors or ([] if verdict["ok"] else [f"{document.name}: not valid, and no reason given"])


def audit_errors(document: Path) -> list[str]:
    """What openxml-audit finds wrong with a .pptx: a second opinion, in Python."""
    need("openxml-audit")
    from openxml_audit import validate_pptx  # asked for above

    result = validate_pptx(str(document))
    errors = [str(error) for error in result.errors]
    return errors or ([] if result.is_valid else [f"{document.name}: not valid, and no reason given"])


def verapdf_failures(pdf: Path, flavour: Flavour, *, seconds: float = 120) -> list[str]:
    """The rules of the standard that veraPDF sees broken: clause, how often, what, and the first place."""
    [job] = _verapdf(["--flavour", flavour, str(pdf)], seconds)
    return list(_verdict(job).failures)


def verapdf_verdicts(folder: Path, *, seconds: float = 900) -> dict[Path, Verdict]:
    """What veraPDF says of every PDF in a folder and below it, each held to the standards that it claims.

    One Java machine reads them all: starting one costs more than most files do.
    """
    jobs = _verapdf(["--flavour", "0", "--recurse", str(folder)], seconds)
    return {Path(job["itemDetails"]["name"]): _verdict(job) for job in jobs}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standards that a file was held to, as veraPDF calls them, and the rules that it breaks."""

    standards: frozenset[str]
    failures: tuple[str, ...]


def _verapdf(arguments: Sequence[str], seconds: float) -> list[dict[str, Any]]:
    """Run veraPDF. A file that it cannot read is a job too."""
    java = need("veraPDF")
    # It writes its settings to the home folder: give it one that goes away.
    with tempfile.TemporaryDirectory(prefix="coursewright-verapdf-") as home:
        start = [java, f"-Duser.home={home}", "-cp", str(_VERAPDF / "*"), "org.verapdf.apps.GreenfieldCliWrapper"]
        ended = _run([*start, "--format", "json", *arguments], seconds)
    try:
        jobs: list[dict[str, Any]] = json.loads(ended.stdout)["report"]["jobs"]
    except (ValueError, LookupError):
        jobs = []
    if not jobs:
        pytest.fail(f"veraPDF gave no report on {arguments[-1]}:\n{ended.stdout}{ended.stderr}", pytrace=False)
    return jobs


def _verdict(job: dict[str, Any]) -> Verdict:
    name = Path(job["itemDetails"]["name"]).name
    if "validationResult" not in job:
        return Verdict(frozenset(), (f"{name} cannot be read: {job['taskException']['exceptionMessage']}",))
    results: list[dict[str, Any]] = job["validationResult"]
    failures = [
        f"{rule['specification']} {rule['clause']}-{rule['testNumber']} ({rule['failedChecks']}x): "
        f"{rule['description']} [{rule['checks'][0]['context']}]"
        for result in results
        for rule in result["details"]["ruleSummaries"]
    ]
    # Belt and braces: "not compliant" without a reason must not read as valid.
    silent = [f"{name}: {result['statement']}" for result in results if not (failures or result["compliant"])]
    standards = frozenset(result["profileName"].removesuffix(" validation profile") for result in results)
    return Verdict(standards, (*failures, *silent))


def _run(command: Sequence[str], seconds: float, *, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a tool that may neither hang nor ask."""
    name = Path(command[0]).name
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            # The whole group: what starts LibreOffice is a script, and its child would hold our pipes.
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"{name} gave no answer in {seconds:g} s", pytrace=False)
    if check and process.returncode != 0:
        pytest.fail(f"{name} ended with {process.returncode}:\n{out}{err}", pytrace=False)
    return subprocess.CompletedProcess(command, process.returncode, out, err)
