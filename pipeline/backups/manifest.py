"""What a backup holds: every file by name, with the digests of its pieces."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.blobs import sync_folder
from pipeline.errors import BackupDamaged, EvidenceUnavailable

SCHEMA = "mergen.backup/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file: its name (`blobs/…`, `warc/…`, `custody/…`, `database/…`, `models/…`), its size in bytes, and
    the SHA-256 of its pieces in their order."""

    name: str
    size: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup. `revision` is the form of its tables, `faults` what the store had not as it should."""

    name: str
    made_at: str
    software: str
    revision: str
    files: tuple[Stored, ...]
    faults: tuple[str, ...] = ()

    def of(self, kind: str) -> dict[str, Stored]:
        """The files of one kind, by their names without it."""
        start = f"{kind}/"
        return {each.name.removeprefix(start): each for each in self.files if each.name.startswith(start)}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all. Raises EvidenceUnavailable."""
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "made_at": manifest.made_at,
        "software": manifest.software,
        "revision": manifest.revision,
        "faults": manifest.faults,
    }
    files = ({"name": each.name, "size": each.size, "pieces": each.pieces} for each in manifest.files)
    lines = [_line(each) for each in (head, *files)]
    end = _line({"files": len(manifest.files), "sha256": sha256(b"".join(lines)).hexdigest()})
    path = folder / f"{manifest.name}.jsonl"
    aside = folder / f".{manifest.name}.new"
    try:
        with aside.open("xb") as file:
            file.writelines((*lines, end))
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
        sync_folder(folder)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise EvidenceUnavailable(f"{path} cannot be written: {error.strerror}") from error


def read_manifest(path: Path) -> Manifest:
    """A manifest. Raises BackupDamaged for one that is torn or was altered."""
    try:
        *lines, end = path.read_bytes().splitlines(keepends=True)
        closing = json.loads(end)
        if closing["sha256"] != sha256(b"".join(lines)).hexdigest():
            raise ValueError("its digest is another")
        head, *files = map(json.loads, lines)
        return Manifest(
            name=path.stem,
            made_at=head["made_at"],
            software=head["software"],
            revision=head["revision"],
            faults=tuple(head["faults"]),
            files=tuple(_files(files)),
        )
    except OSError as error:
        raise BackupDamaged(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(f"{path} is torn or was altered: {error}. Name another backup") from error


def manifests(folder: Path) -> list[Path]:
    """The manifests in a folder of backups, the newest last."""
    return sorted(folder.glob("*.jsonl"))


def _files(listed: Iterable[dict[str, Any]]) -> Iterator[Stored]:
    for each in listed:
        name = PurePosixPath(each["name"])
        if name.is_absolute() or ".." in name.parts or len(name.parts) < 2:
            raise ValueError(f"{each['name']!r} is no name of a file in a backup")
        yield Stored(name=each["name"], size=each["size"], pieces=tuple(each["pieces"]))


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"
