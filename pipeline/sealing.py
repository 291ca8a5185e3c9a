"""Seals: signed manifests, each naming the one before it, of all that came to the store since then."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Blob, WarcSegment
from models.custody import Link
from models.database import Database
from models.decision import Event
from models.portions import portions
from models.seal import Seal, Timestamp
from pipeline.blobs import BlobStore
from pipeline.errors import EvidenceUnavailable
from pipeline.events import record
from pipeline.evidence import add_blob
from pipeline.signing import SigningKey
from pipeline.timestamps import Authorities, NoToken, Token

SCHEMA = "mergen.seal/1"
MEDIA_TYPE = "application/json"
CHUNK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who seals, and when: `software` with its version, `actor` the person or `mergen`."""

    name: str
    software: str
    actor: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A seal that was made: its manifest's digest, what it covers, and what the authorities said."""

    manifest_sha256: str
    first_event: int
    last_event: int
    blobs: int
    warc_files: int
    tokens: tuple[Token, ...] = ()
    refused: tuple[NoToken, ...] = ()


def is_due(session: Session, now: datetime, zone: tzinfo) -> bool:
    """Whether no seal was made yet on this day, as days are counted in the office."""
    last = session.scalar(sa.select(sa.func.max(Seal.sealed_at)))
    return last is None or last.astimezone(zone).date() < now.astimezone(zone).date()


class Sealer:
    """Makes seals of one store."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        warc_folder: Path,
        key: SigningKey,
        authorities: Authorities,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._warc_folder = warc_folder
        self._key = key
        self._authorities = authorities

    def seal(self, office: Office) -> Sealed | None:
        """Seal what is new; None where nothing is. Raises EvidenceUnavailable.

        The files are read outside of any transaction: who stores meanwhile is not held up, and what comes
        meanwhile is for the next seal.
        """
        with self._database.read() as session:
            covered = _covered(session)
        if covered is None:
            return None
        content = self._content(covered, office)
        manifest = (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        digest = self._blobs.put(manifest)
        answers = tuple(self._authorities.stamp(manifest))
        tokens = tuple(answer for answer in answers if isinstance(answer, Token))
        refused = tuple(answer for answer in answers if isinstance(answer, NoToken))
        self._store(digest, manifest, covered, office, answers)
        return Sealed(
            manifest_sha256=digest,
            first_event=covered.first,
            last_event=covered.head.number,
            blobs=len(covered.blobs),
            warc_files=len(covered.warc),
            tokens=tokens,
            refused=refused,
        )

    def _content(self, covered: "_Covered", office: Office) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "office": office.name,
            "software": office.software,
            "sealed_at": office.now.isoformat(),
            "public_key": self._key.public,
            "previous": covered.previous,
            "events": {
                "first": covered.first,
                "last": covered.head.number,
                "before": covered.before,
                "head": covered.head.digest,
            },
            "blobs": [{"sha256": digest, "size": size} for digest, size in covered.blobs],
            "warc": [
                {"file": name, "size": size, "sha256": beginning_digest(self._warc_folder / name, size)}
                for name, size in covered.warc
            ],
        }

    def _store(
        self,
        digest: str,
        manifest: bytes,
        covered: "_Covered",
        office: Office,
        answers: Iterable[Token | NoToken],
    ) -> None:
        with self._database.write() as session:
            add_blob(session, digest, len(manifest), media_type=MEDIA_TYPE, kind="seal", now=office.now)
            seal = Seal(
                sealed_at=office.now,
                first_event=covered.first,
                last_event=covered.head.number,
                head=covered.head.digest,
                manifest_sha256=digest,
                public_key=self._key.public,
                signature=self._key.sign(manifest).hex(),
            )
            session.add(seal)
            session.flush()
            record(session, "sealed", ("seal", seal.id), actor=office.actor, at=office.now, manifest=digest)
            store_tokens(session, digest, answers, actor=office.actor, now=office.now)


def store_tokens(
    session: Session, digest: str, answers: Iterable[Token | NoToken], *, actor: str, now: datetime
) -> None:
    """Keep the tokens over the manifest with this digest, and say which authority gave none."""
    for answer in answers:
        subject, authority = ("manifest", digest), answer.authority
        if isinstance(answer, NoToken):
            reason = answer.reason[:500]
            record(session, "not_stamped", subject, actor=actor, at=now, authority=authority, reason=reason)
            continue
        session.add(
            Timestamp(
                manifest_sha256=digest,
                authority=authority,
                stamped_at=answer.stamped_at,
                token=answer.data,
            )
        )
        stamped_at = answer.stamped_at.isoformat()
        record(session, "stamped", subject, actor=actor, at=now, by=authority, stamped_at=stamped_at)


def beginning_digest(path: Path, size: int) -> str:
    """The SHA-256 of a file's first `size` bytes. Raises EvidenceUnavailable, also for a shorter file."""
    digest, left = sha256(), size
    try:
        with path.open("rb") as file:
            while left and (chunk := file.read(min(CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
    except OSError as error:
        raise EvidenceUnavailable(f"WARC file {path.name} cannot be read: {error.strerror}") from error
    if left:
        raise EvidenceUnavailable(f"WARC file {path.name} is {left} bytes shorter than it was")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Covered:
    """What a seal is to cover: events from `first` on, whose predecessor has the digest `before`."""

    previous: str
    first: int
    before: str
    head: Link
    blobs: tuple[tuple[str, int], ...]
    warc: tuple[tuple[str, int], ...]


def _covered(session: Session) -> _Covered | None:
    last = session.scalars(sa.select(Seal).order_by(Seal.last_event.desc()).limit(1)).first()
    first = last.last_event + 1 if last is not None else 1
    events = sa.select(Event).where(Event.number >= first).order_by(Event.number)
    digests: set[str] = set()
    segments: set[int] = set()
    head, before, worth = Link(), "", False
    for event in session.scalars(events.execution_options(yield_per=500)):
        before = before or event.previous
        head = Link(event.number, event.digest)
        digests |= set(event.rows.get(Blob.__tablename__, {}))
        segments |= {int(key) for key in event.rows.get(WarcSegment.__tablename__, {})}
        # The log of the last seal itself is no reason for another.
        worth = worth or event.kind not in ("sealed", "stamped", "not_stamped", "stored")
        worth = worth or bool(set(event.rows) - {"seals", "timestamps", "blobs"})
    if not worth:
        return None
    return _Covered(
        previous=last.manifest_sha256 if last is not None else "",
        first=first,
        before=before,
        head=head,
        blobs=tuple(_sizes(session, digests)),
        warc=tuple(_ends(session, segments)),
    )


def _sizes(session: Session, digests: set[str]) -> Iterable[tuple[str, int]]:
    for some in portions(sorted(digests)):
        query = sa.select(Blob.sha256, Blob.size).where(Blob.sha256.in_(some))
        yield from ((digest, size) for digest, size in session.execute(query.order_by(Blob.sha256)))


def _ends(session: Session, segments: set[int]) -> Iterable[tuple[str, int]]:
    """The WARC files that were written to, and up to where."""
    ends = dict[str, int]()
    for some in portions(sorted(segments)):
        end = sa.func.max(WarcSegment.offset + WarcSegment.length)
        chosen = WarcSegment.id.in_(some)
        for name, size in session.execute(
            sa.select(WarcSegment.file, end).where(chosen).group_by(WarcSegment.file)
        ):
            ends[name] = max(size, ends.get(name, 0))
    return sorted(ends.items())
