"""Handing over: files written aside, listed with digests, logged, and moved into place as a whole."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from exports.confirmed import confirmed_shops
from exports.context import ExportContext
from exports.errors import (
    BadExportOption,
    EvidenceMismatch,
    ExportUnwritable,
    NotAssigned,
    NothingConfirmed,
    NothingStored,
)
from exports.exporter import Exporter
from exports.handed import hand_over
from exports.manifest import MANIFEST, SUMS, Entry, digest, entries, read_manifest, write_manifest
from exports.proof import is_proof, write_proof
from exports.shop import ConfirmedShop
from exports.wacz.exporter import WaczExporter
from exports.wacz.package import write_package
from exports.wacz.run import Captures
from models.case import Sight
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
    commits; what left is looked at again from then on.

    Raises NothingConfirmed, ExportUnwritable for a folder that cannot be written or holds other things,
    EvidenceMismatch, and what `context.read_blob` raises.
    """
    shops = confirmed_shops(session, Sight(context.actor), only, context.people)
    if not shops:
        raise NothingConfirmed(
            f"No shop stands confirmed by {_people(context.people)}, so there is nothing to export."
            " Decide first: mergen decide SHOP confirm --reason … --by NAME"
        )
    with _parcel(folder, exporter.name, context) as parcel:
        sealed = parcel.seal(exporter.export(shops, parcel.aside, context), shops)
        for shop in shops:
            detail = {"resources": [member.key for member in shop.resources]}
            _log(session, ("shop", shop.id), exporter.name, sealed, context, **detail)
        hand_over(session, [member.key for shop in shops for member in shop.resources], context.now)
    return parcel.delivery(shops)


def deliver_captures(
    session: Session, captures: Captures, folder: Path, context: ExportContext, *, reason: str
) -> Delivery:
    """Write the captures of a run or a target into `folder`, as a WACZ package, and log it with the `reason`:
    the work or the request that they are needed for. Nobody has decided on them: they are for the office
    itself and for those who ask in their office.

    Raises BadExportOption without a reason, NotAssigned, NothingStored, ExportUnwritable, and what
    `context.read_records` raises.
    """
    if not reason.strip():
        raise BadExportOption(
            "Nobody has decided on the captures of a run: say with --reason what they are needed for"
        )
    if captures.hidden_from(session, Sight(context.actor)):
        raise NotAssigned(
            f"{captures.noun.capitalize()} {captures.number} has captures of a shop in a restricted case,"
            f" to which {context.actor} is not assigned. Somebody who is can export it: mergen case assign"
        )
    content = captures.read(session)
    if not content.held:
        raise NothingStored(f"{captures.noun.capitalize()} {captures.number} has no captures to export")
    with _parcel(folder, WaczExporter.name, context) as parcel:
        path = parcel.aside / f"{captures.noun}-{captures.number:06d}.wacz"
        write_package(path, content, context)
        sealed = parcel.seal([path], ())
        _log(
            session,
            (captures.noun, captures.number),
            WaczExporter.name,
            sealed,
            context,
            reason=reason.strip(),
        )
    return parcel.delivery(())


@dataclass(slots=True)
class _Parcel:
    """A delivery that is being made `aside`, with what the folder keeps of earlier ones."""

    folder: Path
    aside: Path
    format: str
    context: ExportContext
    listed: list[Entry]
    sealed: str = ""
    proofs: Sequence[str] = ()

    def seal(self, files: Sequence[Path], shops: Sequence[ConfirmedShop]) -> str:
        """List the files that were written; gives the digest of the manifest."""
        self.listed += entries(files, self.format, shops, self.context)
        self.sealed = write_manifest(self.aside, self.listed, self.context)
        self.proofs = write_proof(self.aside, self.context.prove((self.aside / MANIFEST).read_bytes()))
        return self.sealed

    def delivery(self, shops: Sequence[ConfirmedShop]) -> Delivery:
        names = sorted({entry.name for entry in self.listed} | {MANIFEST, SUMS} | set(self.proofs))
        files = tuple(self.folder / name for name in names)
        return Delivery(folder=self.folder, files=files, shops=tuple(shops), manifest_sha256=self.sealed)


@contextmanager
def _parcel(folder: Path, format_name: str, context: ExportContext) -> Iterator[_Parcel]:
    """A delivery that is moved into place when the block ends without a fault."""
    folder = folder.absolute()
    with _written_aside(folder) as aside:
        kept = _keep_other_formats(folder, aside, format_name)
        yield _Parcel(folder, aside, format_name, context, kept)
        _move_into_place(aside, folder)


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
    present = {name for name in present if not is_proof(name)}
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
    subject: tuple[str, int],
    format_name: str,
    manifest_sha256: str,
    context: ExportContext,
    **detail: Any,
) -> None:
    noun, number = subject
    known = {"format": format_name, "manifest_sha256": manifest_sha256}
    event = Event(
        at=context.now,
        actor=context.actor,
        kind="exported",
        subject=noun,
        subject_id=str(number),
        detail={**known, **detail},
    )
    session.add(event)
    session.flush()
