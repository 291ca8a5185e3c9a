"""`python -m benchmarks.street save DIR`: photos to look at. `… unread DIR`: photos that no reader reads."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.street.conditions import CONDITIONS
from benchmarks.street.photo import SEVERITIES, photo
from benchmarks.street.unread import Unread, unread_photos


def main(arguments: Sequence[str] | None = None) -> int:
    """Gives the exit status."""
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.what == "save":
        _save(options.folder, options.only, options.photos)
    else:
        _write(options.folder, unread_photos(options.count, seeds=options.seeds))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.street", description=__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    save = kinds.add_parser("save", help="every condition and severity as JPEG")
    save.add_argument("folder", type=Path)
    save.add_argument("--only", nargs="*", choices=[condition.name for condition in CONDITIONS])
    save.add_argument("--photos", type=int, default=1, help="seeds for each (default 1)")
    unread = kinds.add_parser("unread", help="photos that neither Mergen nor any peer reads, and why")
    unread.add_argument("folder", type=Path)
    unread.add_argument("--count", type=int, default=20)
    unread.add_argument("--seeds", type=int, default=12, help="how many to try for each (default 12)")
    return parser


def _save(folder: Path, only: Sequence[str] | None, photos: int) -> None:
    for condition in CONDITIONS:
        if only and condition.name not in only:
            continue
        for severity in SEVERITIES:
            for seed in range(photos):
                taken = photo(condition.name, severity, seed)
                (folder / f"{condition.name}-{severity}-{seed}.jpg").write_bytes(taken.image)


def _write(folder: Path, photos: Sequence[Unread]) -> None:
    """The pictures, an index for programs and a table for people."""
    for each in photos:
        (folder / each.file).write_bytes(each.small)
    rows = [each.as_row() for each in photos]
    (folder / "index.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    lines = [
        f"| ![{row['condition']}]({row['file']}) | {row['condition']} {row['severity']}, seed {row['seed']}"
        f" | {row['reason']} |"
        for row in rows
    ]
    head = ["| picture | condition, severity | reason |", "|---|---|---|"]
    (folder / "table.md").write_text("\n".join([*head, *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
