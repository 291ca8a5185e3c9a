"""Making a backup: the rows of one moment first, then the bytes that they point to, which were there before
them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.database import Database
from models.dump import Snapshot, snapshot
from pipeline.backups.manifest import Manifest, Stored, write_manifest
from pipeline.backups.shelf import Shelf
from pipeline.blobs import FolderBlobs
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.members import whole_members
from pipeline.witness import SUFFIX

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a store keeps its files; `folders` are further ones that are kept whole, by name."""

    evidence: Path
    folders: Mapping[str, Path]

    @property
    def blobs(self) -> Path:
        return self.evidence / "blobs"

    @property
    def warc(self) -> Path:
        return self.evidence / "warc"

    @property
    def custody(self) -> Path:
        return self.evidence / "custody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made: how many bytes of it were new, and what the store had not as it should."""

    name: str
    files: int
    size: int
    copied: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Named:
    """What the rows of a snapshot point to, but for what was removed on purpose."""

    blobs: set[str]
    warc: dict[str, int]


def back_up(database: Database, places: Places, folder: Path, software: str, now: datetime) -> Made:
    """Add a backup to `folder`; what is in there already is not copied again. Others may go on writing.

    What the store has not as it should (a blob that was altered, a record that is cut off) is left out and
    told: everything else is kept. Raises EvidenceUnavailable, StoreError.
    """
    shelf = Shelf(folder)
    with shelf.alone():
        return _add(shelf, database, places, software, now)


def _add(shelf: Shelf, database: Database, places: Places, software: str, now: datetime) -> Made:
    earlier = shelf.newest()
    witnesses = list(_witnesses(shelf, places.custody))
    with snapshot(database) as rows:
        revision = database.revision() or ""
        tables = [shelf.store(f"database/{name}", rows.lines(name)) for name in rows.tables]
        named = _named(rows)
    faults: list[str] = []
    files = [
        *tables,
        *witnesses,
        *_blobs(shelf, places.blobs, named, faults),
        *_archives(shelf, places.warc, earlier.of("warc") if earlier else {}, named, faults),
        *_folders(shelf, places.folders),
    ]
    moment = now.astimezone(UTC)
    manifest = Manifest(
        name=f"{moment:%Y%m%dT%H%M%S%fZ}",
        made_at=moment.isoformat(),
        software=software,
        revision=revision,
        files=tuple(files),
        faults=tuple(faults),
    )
    write_manifest(shelf.lists, manifest)
    size = sum(each.size for each in files)
    return Made(name=manifest.name, files=len(files), size=size, copied=shelf.copied, faults=manifest.faults)


def _named(rows: Snapshot) -> _Named:
    ends: dict[str, int] = {}
    for file, offset, length in rows.values("captures", "warc_file", "warc_offset", "warc_length"):
        ends[file] = max(ends.get(file, 0), offset + length)
    removed = {"", *(name for (name,) in rows.values("removals", "name"))}
    blobs = {digest for (digest,) in rows.values("blobs", "sha256")}
    return _Named(
        blobs=blobs - removed, warc={file: end for file, end in ends.items() if file not in removed}
    )


def _blobs(shelf: Shelf, folder: Path, named: _Named, faults: list[str]) -> Iterator[Stored]:
    source = FolderBlobs(folder)
    missing = set(named.blobs)
    for digest in source.digests():
        missing.discard(digest)
        try:
            if not shelf.has(digest):
                shelf.put(source.get(digest))
        except (EvidenceDamaged, EvidenceUnavailable) as error:
            faults.append(str(error))
            continue
        yield Stored(name=f"blobs/{digest}", size=shelf.size(digest), pieces=(digest,))
    faults += (f"Blob {digest} is missing" for digest in sorted(missing))


def _archives(
    shelf: Shelf, folder: Path, earlier: Mapping[str, Stored], named: _Named, faults: list[str]
) -> Iterator[Stored]:
    """Archives only grow: what came to one since the backup before is copied, up to its last whole record."""
    paths = {path.name: path for path in sorted(folder.glob("*.warc.gz"))}
    for name, path in paths.items():
        known = earlier.get(name, Stored(name=f"warc/{name}", size=0, pieces=()))
        try:
            end, fault = whole_members(path, known.size)
            yield (stored := shelf.extend(known, _part(path, known.size, end)))
        except (EvidenceDamaged, EvidenceUnavailable) as error:
            faults.append(str(error))
            continue
        faults += [fault] if fault else []
        if stored.size < named.warc.get(name, 0):
            faults.append(f"WARC file {name} is cut off at {stored.size}, before a record that is stored")
    faults += (f"WARC file {name} is missing" for name in sorted(named.warc.keys() - paths.keys()))


def _witnesses(shelf: Shelf, folder: Path) -> Iterator[Stored]:
    """The witness files, up to their last whole line. They are read before the rows: whatever they know of is
    in the log of the backup."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        lines = b"".join(_part(path, 0, path.stat().st_size))
        yield shelf.store(f"custody/{path.name}", [lines[: lines.rfind(b"\n") + 1]])


def _folders(shelf: Shelf, folders: Mapping[str, Path]) -> Iterator[Stored]:
    for kind, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{kind}/{path.relative_to(folder).as_posix()}"
                yield shelf.store(name, _part(path, 0, path.stat().st_size))


def _part(path: Path, start: int, end: int) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            file.seek(start)
            while (left := end - file.tell()) > 0 and (block := file.read(min(BLOCK, left))):
                yield block
    except OSError as error:
        raise EvidenceUnavailable(f"{path} cannot be read: {error.strerror}") from error
