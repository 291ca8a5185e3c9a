"""Removing what is past its time. Rows, digests and the reason stay; the bytes go."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.capture import Blob, Page
from models.database import Database
from models.dry_run import DryRunChange
from models.image import Image, Photo, PhotoScore
from models.keeping import Removal
from models.portions import portions
from models.post import Post
from pipeline.blobs import FolderBlobs
from pipeline.errors import EvidenceUnavailable
from pipeline.events import record
from pipeline.keeping import Due, KeptKind, Policy, due
from pipeline.sealing import beginning_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Who removes, when and by which policy."""

    policy: Policy
    actor: str
    now: datetime

    @property
    def reason(self) -> str:
        """As the log has it."""
        days = ", ".join(f"{kind} {time.days} days" for kind, time in self.policy.items())
        return f"retention: {days}"


class Remover:
    """Takes bytes out of one store's evidence."""

    def __init__(self, database: Database, blobs: FolderBlobs, warc_folder: Path) -> None:
        self._database = database
        self._blobs = blobs
        self._warc_folder = warc_folder

    def remove(self, expiry: Expiry) -> Due:
        """Remove what is past its time; gives what that was.

        What is removed is written down first and removed then: after a crash between the two, the next
        time removes what was written down. Raises EvidenceUnavailable.
        """
        with self._database.read() as session:
            found = due(session, expiry.policy, expiry.now)
        for captures in portions(sorted(found.captures)):
            with self._database.write() as session:
                _blank(session, captures, found.captures, expiry)
        for photos in portions(sorted(found.photos)):
            with self._database.write() as session:
                _blank_photos(session, photos, expiry)
        for blobs in portions(sorted(found.blobs)):
            with self._database.write() as session:
                self._write_down_blobs(session, blobs, expiry)
        for name in sorted(found.warc_files):
            with self._database.write() as session:
                self._write_down_file(session, name, expiry)
        self._unlink()
        return found

    def _write_down_blobs(self, session: Session, digests: list[str], expiry: Expiry) -> None:
        for blob in session.scalars(sa.select(Blob).where(Blob.sha256.in_(digests))).all():
            session.add(_removal(expiry, kind="blob", name=blob.sha256, sha256=blob.sha256, size=blob.size))
        detail = {"reason": expiry.reason, "blobs": digests}
        record(session, "expired", ("blob", digests[0]), actor=expiry.actor, at=expiry.now, **detail)

    def _write_down_file(self, session: Session, name: str, expiry: Expiry) -> None:
        path = self._warc_folder / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise EvidenceUnavailable(f"WARC file {name} cannot be read: {error.strerror}") from error
        digest = beginning_digest(path, size)
        session.add(_removal(expiry, kind="warc", name=name, sha256=digest, size=size))
        record(session, "expired", ("warc", name), actor=expiry.actor, at=expiry.now, reason=expiry.reason)

    def _unlink(self) -> None:
        with self._database.read() as session:
            removals = session.execute(sa.select(Removal.kind, Removal.name)).all()
        for kind, name in removals:
            path = self._blobs.path(name) if kind == "blob" else self._warc_folder / name
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise EvidenceUnavailable(f"{path} cannot be removed: {error.strerror}") from error


def _blank(session: Session, captures: list[int], kinds: dict[int, KeptKind], expiry: Expiry) -> None:
    """Take the text out of the working copies."""
    blanked = []
    for page in session.scalars(sa.select(Page).where(Page.capture_id.in_(captures))):
        if page.text or page.main_text or page.image_text:
            page.title = page.text = page.main_text = page.image_text = ""
            blanked.append(page.capture_id)
    for post in session.scalars(sa.select(Post).where(Post.capture_id.in_(captures), Post.text != "")):
        post.text, post.links, post.buttons = "", [], []
    for change in session.scalars(sa.select(DryRunChange).where(DryRunChange.capture_id.in_(captures))):
        change.gained, change.lost = [], []
    if blanked:
        detail = {"reason": expiry.reason, "captures": {str(each): kinds[each].value for each in blanked}}
        record(session, "blanked", ("capture", blanked[0]), actor=expiry.actor, at=expiry.now, **detail)


def _blank_photos(session: Session, photos: list[int], expiry: Expiry) -> None:
    """Take the sender's words and the text that was read in them out of the photos' rows."""
    blanked = []
    query = sa.select(Photo, Image).join(Image, Image.sha256 == Photo.sha256).where(Photo.id.in_(photos))
    for photo, image in session.execute(query):
        if photo.note or image.text or image.lines:
            photo.note, image.text, image.lines = "", "", []
            blanked.append(photo.id)
    for score in session.scalars(sa.select(PhotoScore).where(PhotoScore.photo_id.in_(photos))):
        score.text, score.signals = "", []
    if blanked:
        detail = {"reason": expiry.reason, "photos": blanked}
        record(session, "blanked", ("photo", blanked[0]), actor=expiry.actor, at=expiry.now, **detail)


def _removal(expiry: Expiry, *, kind: str, name: str, sha256: str, size: int) -> Removal:
    return Removal(
        kind=kind,
        name=name,
        sha256=sha256,
        size=size,
        removed_at=expiry.now,
        removed_by=expiry.actor,
        reason=expiry.reason,
    )
