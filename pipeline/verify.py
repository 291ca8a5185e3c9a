"""Is everything that was stored still there, byte for byte?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Blob, Capture, Revisit
from pipeline.blobs import BlobStore
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.warc import WarcPosition, payload_digest, read_payload, read_revisit

Holds = Callable[[Path, WarcPosition, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One thing that was checked. `fault` is None where it is as it was stored."""

    kind: str
    name: str
    fault: str | None = None


def verify(session: Session, blobs: BlobStore, warc_folder: Path) -> Iterator[Checked]:
    """Recompute the digest of every blob and of every WARC record that a row points to."""
    for digest in session.scalars(select(Blob.sha256).order_by(Blob.sha256)).yield_per(1000):
        yield _check_blob(blobs, digest)
    place = (Capture.warc_file, Capture.warc_offset, Capture.warc_length)
    query = select(*place, Capture.sha256, Revisit.earlier_id).outerjoin(
        Revisit, Revisit.capture_id == Capture.id
    )
    rows = session.execute(query.order_by(Capture.warc_file, Capture.warc_offset)).yield_per(1000)
    for file, offset, length, digest, earlier_id in rows:
        position = WarcPosition(file=file, offset=offset, length=length)
        holds = _names_blob(blobs) if earlier_id else _has_payload
        yield _check_record(warc_folder, position, digest, holds)


def _check_blob(blobs: BlobStore, digest: str) -> Checked:
    try:
        blobs.get(digest)
    except (EvidenceUnavailable, EvidenceDamaged) as error:
        return Checked(kind="blob", name=digest, fault=str(error))
    return Checked(kind="blob", name=digest)


def _has_payload(folder: Path, position: WarcPosition, digest: str) -> bool:
    return sha256(read_payload(folder, position)).hexdigest() == digest


def _names_blob(blobs: BlobStore) -> Holds:
    """A record without a body names the digest of one that is stored."""

    def holds(folder: Path, position: WarcPosition, digest: str) -> bool:
        return read_revisit(folder, position) == payload_digest(blobs.get(digest))

    return holds


def _check_record(folder: Path, position: WarcPosition, digest: str, holds: Holds) -> Checked:
    name = f"{position.file}:{position.offset}"
    try:
        sound = holds(folder, position, digest)
    except (EvidenceUnavailable, EvidenceDamaged) as error:
        return Checked(kind="record", name=name, fault=str(error))
    if not sound:
        return Checked(
            kind="record", name=name, fault=f"WARC record {name} does not have the digest {digest}"
        )
    return Checked(kind="record", name=name)
