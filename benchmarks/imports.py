"""Imports each of a list of files, and prints its words in, out, reported and added, what is unaccounted for, and the time it took.

    .venv/bin/python benchmarks/imports.py [--output DIR] FILE…

A file that cannot be used prints why. A crash is printed as one, and the others still run. `--output` keeps module and report of each.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the clone: this is run as a script

from builder.core.disk.folder import Folder
from builder.importing.loss import losses_text
from builder.importing.readers import ImportSource, UnreadableImportError, import_files


def main() -> int:
    """Import the files that were named; exit 1 when one crashed or a word is unaccounted for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    print("|  | words in | out | reported | added | lost | invented | seconds |\n|---|---|---|---|---|---|---|---|")
    failed = False
    for path in given.files:
        began = time.perf_counter()
        try:
            made = import_files([ImportSource(Folder(path.parent), path.name)], "en-US")
        except UnreadableImportError as error:
            print(f"| {path.name} | refused: {error.reason} ({error.hint}) |")
            continue
        except Exception as error:  # noqa: BLE001  # a crash of one file must not hide the others
            failed = True
            print(f"| {path.name} | CRASH {error!r} |")
            traceback.print_exc()
            continue
        words, took = made.words, time.perf_counter() - began
        failed = failed or bool(words.lost or words.invented)
        print(
            f"| {path.name} | {words.came} | {words.went} | {words.left} | {words.added} "
            f"| {words.lost or 0} | {words.invented or 0} | {took:.2f} |"
        )
        if given.output:
            folder = given.output / path.stem
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in made.files.items():
                (folder / name).write_bytes(data)
            (folder / "report.txt").write_text("\n".join(losses_text(made.losses)) + "\n", encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
