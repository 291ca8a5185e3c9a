"""Handing over: files written aside, listed with digests, logged, and moved into place as a whole."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from exports.confirmed import confirmed_shops
from exports.context import ExportContext
from exports.errors import EvidenceMismatch, ExportUnwritable, NothingConfirmed
from exports.exporter import Exporter
from exports.manifest import MANIFEST, SUMS, Entry, digest, entries, read_manifest, write_manifest
from exports.shop import ConfirmedShop
from models.decision import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was delivered: every file of the folder with the manifest, the shops that left, and the
    digest of the manifest under which the log knows the delivery."""

    folder: Path
    files: tuple[Path, ...]
    shops: tuple[ConfirmedShop, ...]
    manifest_sha256: str


def deliver(
    session: Session,
    exporter: Exporter,
    folder: Path,
    context: ExportContext,
    only: Collection[int] | None = None,
) -> Delivery:
    """Export the shops that stand confirmed (with `only`, those of them) by `context.people` into `folder`.

    `folder` is new, empty or an earlier delivery, whose files of other formats stay; it is whole or
    untouched. An event `exported` is added for each shop to `session`, a writing one that the caller
    commits.

    Raises NothingConfirmed, ExportUnwritable for a folder that cannot be written or holds other things,
    EvidenceMismatch, and what `context.read_blob` raises.
    """
    shops = confirmed_shops(session, only, context.people)
    if not shops:
        raise NothingConfirmed(
            f"No shop stands confirmed by {_people(context.people)}, so there is nothing to export."
            " Decide first: mergen decide SHOP confirm --reason … --by NAME"
        )
    folder = folder.absolute()
    with _written_aside(folder) as aside:
        kept = _keep_other_formats(folder, aside, exporter.name)
        files = exporter.export(shops, aside, context)
        listed = [*kept, *entries(files, exporter.name, shops, context)]
        sealed = write_manifest(aside, listed, context)
        _log(session, shops, exporter.name, sealed, context)
        _move_into_place(aside, folder)
    names = sorted({entry.name for entry in listed} | {MANIFEST, SUMS})
    return Delivery(
        folder=folder,
        files=tuple(folder / name for name in names),
        shops=tuple(shops),
        manifest_sha256=sealed,
    )


def _people(count: int) -> str:
    return "a person" if count == 1 else f"{count} people"


@contextmanager
def _written_aside(folder: Path) -> Iterator[Path]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=folder.parent, prefix=".mergen-export-", ignore_cleanup_errors=True
        ) as parent:
            aside = Path(parent) / "delivery"
            aside.mkdir()
            yield aside
    except OSError as error:
        raise ExportUnwritable(
            f"The export cannot be written to {folder}: {error.strerror or error}."
            " Check free space and permissions, or name another folder; nothing was changed."
        ) from error


def _keep_other_formats(folder: Path, aside: Path, format_name: str) -> list[Entry]:
    if folder.exists() and not folder.is_dir():
        raise ExportUnwritable(f"{folder} is a file: name a folder")
    present = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if not present:
        return []
    listed = read_manifest(folder)
    if foreign := present - {entry.name for entry in listed} - {MANIFEST, SUMS}:
        raise ExportUnwritable(
            f"{folder} holds other files ({', '.join(sorted(foreign)[:3])}): name a new or empty folder"
        )
    kept = [entry for entry in listed if entry.format != format_name]
    if missing := {entry.name for entry in kept} - present:
        raise EvidenceMismatch(f"{folder} lacks {min(missing)}, which its manifest lists: name a new folder")
    for entry in kept:
        shutil.copy2(folder / entry.name, aside / entry.name)
        if digest(aside / entry.name) != entry.sha256:
            raise EvidenceMismatch(
                f"{folder / entry.name} was altered after it was exported: name a new folder"
            )
    return kept


def _move_into_place(aside: Path, folder: Path) -> None:
    if not folder.exists():
        aside.rename(folder)
        return
    earlier = aside.with_name("earlier")
    folder.rename(earlier)
    try:
        aside.rename(folder)
    except BaseException:
        earlier.rename(folder)
        raise


def _log(
    session: Session,
    shops: Sequence[ConfirmedShop],
    format_name: str,
    manifest_sha256: str,
    context: ExportContext,
) -> None:
    for shop in shops:
        session.add(
            Event(
                at=context.now,
                actor=context.actor,
                kind="exported",
                subject="shop",
                subject_id=str(shop.id),
                detail={
                    "format": format_name,
                    "manifest_sha256": manifest_sha256,
                    "resources": [member.key for member in shop.resources],
                },
            )
        )
    session.flush()
