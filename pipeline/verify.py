"""Is everything that was stored still there, byte for byte, and does the custody log say the same?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Blob, Capture, Revisit, WarcSegment
from models.dossier import SPOILT
from models.keeping import Removal
from pipeline.blobs import BlobStore
from pipeline.checked import Checked
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.timestamps import Authorities
from pipeline.verify_log import check_log
from pipeline.verify_seals import check_seals, check_timestamps
from pipeline.warc import WarcPosition, payload_digest, read_payload, read_revisit, segment_digest

Holds = Callable[[Path, WarcPosition, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """What lies outside of the store and speaks for it: witness files and authorities' certificates."""

    witness_folder: Path | None = None
    authorities: Authorities = field(default_factory=lambda: Authorities((), None))


def verify(
    session: Session, blobs: BlobStore, warc_folder: Path, proofs: Proofs | None = None
) -> Iterator[Checked]:
    """Recompute the custody log's chain, the digest of every row, blob, WARC record and segment, and check
    every seal and time stamp. The first fault of the log comes first.

    `session` is one that has read nothing yet: what is stored meanwhile is left for the next time.
    """
    proofs = proofs or Proofs()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    yield from _steady("event", check_log(session, proofs.witness_folder))
    removed = set(session.scalars(sa.select(Removal.name)))
    yield from _steady("blob", _check_blobs(session, blobs, removed))
    yield from _steady("record", _check_records(session, blobs, warc_folder, removed))
    yield from _steady("segment", _check_segments(session, warc_folder, removed))
    yield from _steady("seal", check_seals(session, blobs, warc_folder))
    yield from _steady("timestamp", check_timestamps(session, proofs.authorities))


def _steady(kind: str, checked: Iterator[Checked]) -> Iterator[Checked]:
    """The same, with a fault in place of what has a value that no Mergen wrote, and of what comes behind it:
    which row it is, the log's check of rows says."""
    try:
        yield from checked
    except SPOILT as error:
        yield Checked(kind=kind, name="rows", fault=f"A {kind} has a value that cannot be read: {error}")


def _check_blobs(session: Session, blobs: BlobStore, removed: set[str]) -> Iterator[Checked]:
    for digest in session.scalars(sa.select(Blob.sha256).order_by(Blob.sha256)).yield_per(1000):
        if digest in removed:
            yield Checked(kind="blob", name=digest, note="removed on purpose: see the custody log")
        else:
            yield _check_blob(blobs, digest)


def _check_blob(blobs: BlobStore, digest: str) -> Checked:
    try:
        blobs.get(digest)
    except (EvidenceUnavailable, EvidenceDamaged) as error:
        return Checked(kind="blob", name=digest, fault=str(error))
    return Checked(kind="blob", name=digest)


def _check_records(
    session: Session, blobs: BlobStore, warc_folder: Path, removed: set[str]
) -> Iterator[Checked]:
    place = (Capture.warc_file, Capture.warc_offset, Capture.warc_length)
    query = sa.select(*place, Capture.sha256, Revisit.earlier_id).outerjoin(
        Revisit, Revisit.capture_id == Capture.id
    )
    rows = session.execute(query.order_by(Capture.warc_file, Capture.warc_offset)).yield_per(1000)
    for file, offset, length, digest, earlier_id in rows:
        if file in removed:
            continue
        position = WarcPosition(file=file, offset=offset, length=length)
        holds = _names_blob(blobs) if earlier_id else _has_payload
        yield _check_record(warc_folder, position, digest, holds)


def _check_segments(session: Session, warc_folder: Path, removed: set[str]) -> Iterator[Checked]:
    """Every byte of a WARC file that was stored for a capture, also of the records about it."""
    query = sa.select(WarcSegment).order_by(WarcSegment.file, WarcSegment.offset)
    for segment in session.scalars(query.execution_options(yield_per=1000)):
        if segment.file in removed:
            yield Checked(kind="segment", name=segment.file, note="removed on purpose: see the custody log")
            continue
        name, fault = f"{segment.file}:{segment.offset}", None
        try:
            digest = segment_digest(warc_folder / segment.file, segment.offset, segment.length)
        except EvidenceUnavailable as error:
            fault = str(error)
        else:
            if digest != segment.sha256:
                fault = f"The {segment.length} bytes of {segment.file} from {segment.offset} on were altered"
        yield Checked(kind="segment", name=name, fault=fault)


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
