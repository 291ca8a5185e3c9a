"""Is everything that was stored still there, byte for byte?"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Blob, Capture
from pipeline.blobs import BlobStore
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.warc import WarcPosition, read_payload


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
    query = select(Capture.warc_file, Capture.warc_offset, Capture.warc_length, Capture.sha256).order_by(
        Capture.warc_file, Capture.warc_offset
    )
    for file, offset, length, digest in session.execute(query).yield_per(1000):
        yield _check_record(warc_folder, WarcPosition(file=file, offset=offset, length=length), digest)


def _check_blob(blobs: BlobStore, digest: str) -> Checked:
    try:
        blobs.get(digest)
    except (EvidenceUnavailable, EvidenceDamaged) as error:
        return Checked(kind="blob", name=digest, fault=str(error))
    return Checked(kind="blob", name=digest)


def _check_record(folder: Path, position: WarcPosition, digest: str) -> Checked:
    name = f"{position.file}:{position.offset}"
    try:
        payload = read_payload(folder, position)
    except (EvidenceUnavailable, EvidenceDamaged) as error:
        return Checked(kind="record", name=name, fault=str(error))
    if sha256(payload).hexdigest() != digest:
        return Checked(
            kind="record", name=name, fault=f"WARC record {name} does not have the digest {digest}"
        )
    return Checked(kind="record", name=name)
