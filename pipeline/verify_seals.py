"""Checking seals and time stamps: signatures, what they cover, and the chain from one to the next."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rfc3161_client import VerificationError
from sqlalchemy.orm import Session

from models.capture import Blob
from models.decision import Event
from models.keeping import Removal
from models.portions import portions
from models.seal import Seal, Timestamp
from pipeline.blobs import BlobStore
from pipeline.checked import Checked
from pipeline.errors import EvidenceDamaged, EvidenceUnavailable
from pipeline.sealing import beginning_digest
from pipeline.signing import is_signed
from pipeline.timestamps import Authorities


def check_seals(session: Session, blobs: BlobStore, warc_folder: Path) -> Iterator[Checked]:
    """Every seal in order: its manifest and signature, the events, files and predecessor that it names."""
    previous: Seal | None = None
    for seal in session.scalars(sa.select(Seal).order_by(Seal.first_event)):
        faults = list(_faults(session, seal, previous, blobs, warc_folder))
        fault = f"Seal {seal.id} of {seal.sealed_at:%Y-%m-%d}: {faults[0]}" if faults else None
        yield Checked(kind="seal", name=f"seal {seal.id}", fault=fault)
        previous = seal


def check_timestamps(session: Session, authorities: Authorities) -> Iterator[Checked]:
    """Every token, by the authorities' root certificates; without these it is said that none was checked."""
    for row in session.scalars(sa.select(Timestamp).order_by(Timestamp.id)):
        name = f"timestamp {row.id} by {row.authority}"
        if not authorities.roots:
            note = "not checked: MERGEN_TIMESTAMP_ROOTS names no certificates"
            yield Checked(kind="timestamp", name=name, note=note)
            continue
        yield Checked(kind="timestamp", name=name, fault=_token_fault(row, authorities))


def _token_fault(row: Timestamp, authorities: Authorities) -> str | None:
    try:
        stamped_at = authorities.check(row.token, row.manifest_sha256)
    except (VerificationError, ValueError) as error:
        return f"The time stamp {row.id} by {row.authority} does not hold: {error}"
    if stamped_at != row.stamped_at:
        return f"The time stamp {row.id} says {stamped_at}, its row {row.stamped_at}"
    return None


def _faults(
    session: Session, seal: Seal, previous: Seal | None, blobs: BlobStore, warc_folder: Path
) -> Iterator[str]:
    try:
        manifest = blobs.get(seal.manifest_sha256)
        content: dict[str, Any] = json.loads(manifest)
    except (EvidenceDamaged, EvidenceUnavailable, ValueError) as error:
        yield f"its manifest cannot be read: {error}"
        return
    if not is_signed(seal.public_key, seal.signature, manifest):
        yield "its signature is not the key's"
    if previous is not None and seal.public_key != previous.public_key:
        yield f"it was made with another key than seal {previous.id}"
    if content["previous"] != (previous.manifest_sha256 if previous is not None else ""):
        yield "it does not follow the seal before it: one was removed or added"
    yield from _event_faults(session, content["events"])
    yield from _blob_faults(session, content["blobs"])
    yield from _warc_faults(session, content["warc"], warc_folder)


def _event_faults(session: Session, events: dict[str, Any]) -> Iterator[str]:
    head = session.scalar(sa.select(Event.digest).where(Event.number == events["last"]))
    if head != events["head"]:
        yield f"event {events['last']} is not the one that was sealed"


def _blob_faults(session: Session, listed: list[dict[str, Any]]) -> Iterator[str]:
    """The digests themselves are checked with the blobs: here, that none was taken from the table."""
    for some in portions(listed):
        sealed = {each["sha256"] for each in some}
        there = set(session.scalars(sa.select(Blob.sha256).where(Blob.sha256.in_(sealed))))
        for gone in sorted(sealed - there):
            yield f"blob {gone} was sealed and is gone from the store"


def _warc_faults(session: Session, listed: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    removed = set(session.scalars(sa.select(Removal.name).where(Removal.kind == "warc")))
    for each in listed:
        if each["file"] in removed:
            continue
        try:
            digest = beginning_digest(folder / each["file"], each["size"])
        except EvidenceUnavailable as error:
            yield str(error)
            continue
        if digest != each["sha256"]:
            yield f"the first {each['size']} bytes of {each['file']} are not those that were sealed"
