"""The list of what a delivery holds, with digests that `sha256sum -c SHA256SUMS` checks."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exports.context import ExportContext
from exports.errors import ExportUnwritable
from exports.shop import ConfirmedShop
from exports.text import instant

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
SCHEMA = "mergen.manifest/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A delivered file: its name, size in bytes and SHA-256, and which export made it."""

    name: str
    size: int
    sha256: str
    format: str
    shops: tuple[int, ...]
    exported_at: str
    exported_by: str


def entries(
    files: Sequence[Path], format_name: str, shops: Sequence[ConfirmedShop], context: ExportContext
) -> list[Entry]:
    """What the manifest says on freshly written `files`."""
    return [
        Entry(
            name=path.name,
            size=path.stat().st_size,
            sha256=digest(path),
            format=format_name,
            shops=tuple(shop.id for shop in shops),
            exported_at=instant(context.now),
            exported_by=context.actor,
        )
        for path in files
    ]


def write_manifest(folder: Path, listed: Sequence[Entry], context: ExportContext) -> str:
    """Write `manifest.json` and `SHA256SUMS` into `folder`; give the digest of the manifest."""
    ordered = sorted(listed, key=lambda entry: entry.name)
    content = {
        "schema": SCHEMA,
        "case_number": context.case_number,
        "office": context.office,
        "software": context.software,
        "files": [asdict(entry) for entry in ordered],
    }
    manifest = folder / MANIFEST
    manifest.write_text(
        json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
    sealed = digest(manifest)
    lines = [*((entry.sha256, entry.name) for entry in ordered), (sealed, MANIFEST)]
    (folder / SUMS).write_text("".join(f"{sha256}  {name}\n" for sha256, name in lines), encoding="ascii")
    return sealed


def read_manifest(folder: Path) -> list[Entry]:
    """What an earlier delivery left in `folder`. Raises ExportUnwritable if that is not readable."""
    try:
        content: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return [Entry(**{**entry, "shops": tuple(entry["shops"])}) for entry in content["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExportUnwritable(
            f"{folder} is not empty and holds no earlier delivery: name a new folder"
        ) from error


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
