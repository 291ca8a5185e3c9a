"""Bringing a backup back: all of it is read and checked first, then bytes are written, then the rows."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from models.database import Database
from models.dump import load_rows, snapshot
from pipeline.backups.making import Places
from pipeline.backups.manifest import Manifest, Stored
from pipeline.backups.shelf import Shelf
from pipeline.blobs import FolderBlobs, sync_folder
from pipeline.errors import BackupDamaged, EvidenceUnavailable, StoreInUse

# What `mergen init` writes is none of it.
COUNTED = ("runs", "captures", "findings", "photos", "decisions", "targets", "users")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back. `aside` are the files and folders that it took the place of."""

    backup: str
    files: int
    size: int
    aside: tuple[Path, ...]


def restore(
    database: Database, places: Places, folder: Path, now: datetime, *, name: str | None = None, replace: bool
) -> Restored:
    """Bring the backup `name`, or the last one, back to an empty store.

    With `replace`, a store that has content is replaced: its folders and its SQLite file are moved aside,
    the tables of a PostgreSQL database are dropped. Raises BackupDamaged, before anything is changed;
    StoreInUse for a store with content without `replace`; EvidenceUnavailable, StoreError.
    """
    shelf = Shelf(folder)
    manifest = shelf.named(name)
    shelf.check(manifest)
    if (content := content_of(database, places)) and not replace:
        raise StoreInUse(
            f"The store has content: {content}. A restore would replace it with the backup {manifest.name}."
            " Say --replace if that is meant, or name an empty store"
        )
    aside = _moved_aside(database, places, f"before-{now:%Y%m%dT%H%M%SZ}")
    for stored in manifest.of("blobs").values():
        for piece in shelf.blocks(stored):
            FolderBlobs(places.blobs).put(piece)
    for kind, to in {"warc": places.warc, "custody": places.custody, **places.folders}.items():
        for file, stored in manifest.of(kind).items():
            _write(to / file, shelf.blocks(stored))
    _load(database, shelf, manifest)
    size = sum(each.size for each in manifest.files)
    return Restored(backup=manifest.name, files=len(manifest.files), size=size, aside=aside)


def content_of(database: Database, places: Places) -> str:
    """What a store has that a restore would replace, for a person to read; empty where it has nothing."""
    found = [f"{number} {name}" for name, number in _counts(database) if number]
    for folder in (places.blobs, places.warc, *places.folders.values()):
        if _has_files(folder):
            found.append(f"files in {folder}")
    return ", ".join(found)


def _counts(database: Database) -> Iterator[tuple[str, int]]:
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        return
    with database.snapshot() as connection:
        there = sa.inspect(connection).get_table_names()
        for name in COUNTED:
            if name in there:
                query = sa.select(sa.func.count()).select_from(sa.table(name))
                yield name, connection.execute(query).scalar_one()


def _moved_aside(database: Database, places: Places, mark: str) -> tuple[Path, ...]:
    moved = []
    database.close()
    files = []
    if database.is_sqlite:
        path = Path(str(database.url.database))
        files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")]
    for path in (*files, places.evidence, *places.folders.values()):
        if path.is_file() or _has_files(path):
            to = path.with_name(f"{path.name}.{mark}")
            path.rename(to)
            moved.append(to)
    if not database.is_sqlite:
        with database.rows() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    return tuple(moved)


def _has_files(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))


def _write(path: Path, blocks: Iterable[bytes]) -> None:
    aside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise EvidenceUnavailable(f"{path} cannot be written: {error.strerror}") from error


def _load(database: Database, shelf: Shelf, manifest: Manifest) -> None:
    """All rows in one transaction; then they are read again and must be those of the backup."""
    database.migrate(manifest.revision)
    tables = manifest.of("database")
    with database.rows() as connection:
        load_rows(connection, {name: _lines(shelf, stored) for name, stored in tables.items()})
    with snapshot(database) as rows:
        for name, stored in tables.items():
            if _digest(rows.lines(name)) != _digest(shelf.blocks(stored)):
                raise BackupDamaged(f"The rows of {name} are not those of the backup. Restore it again")


def _lines(shelf: Shelf, stored: Stored) -> Iterator[bytes]:
    rest = b""
    for block in shelf.blocks(stored):
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
    if rest:
        yield rest


def _digest(blocks: Iterable[bytes]) -> str:
    digest = sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
