"""Photos that people send: kept as they came, read thoroughly, and followed like any other lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.score import Score, Scorer
from crawler.request import Origin, Provenance
from models.database import Database
from models.image import Photo
from pipeline.blobs import BlobStore
from pipeline.errors import PipelineError
from pipeline.events import record
from pipeline.evidence import add_blob
from pipeline.exif import Camera, camera_of
from pipeline.leads import Leads
from pipeline.near import add_look, look_of, near_photos, same_code_beside
from pipeline.photo_scores import keep_score, score_of
from pipeline.pictures import Picture, Pictures, keep_crops
from pipeline.privacy import WorkingCopy, working_copy
from pipeline.storing_pictures import add_payload, add_picture
from pipeline.targets import Watch, add_target
from pipeline.written import Written, written
from qr.payload import Payload
from qr.picture import media_type


class NoPhoto(PipelineError):
    """The file is not an image that Mergen can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What comes with a photo, in its sender's words. Latitude and longitude in degrees (WGS 84). What the
    camera says is kept apart (`pipeline.exif`): neither overwrites the other. `token` is that of the program
    which sends it for `sender`."""

    file_name: str
    note: str = ""
    sender: str = ""
    latitude: float | None = None
    longitude: float | None = None
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What a photo came to: digest, what was read, the payloads, and which of the addresses are
    watched now: not those that a person stopped watching. `written` is what was read by OCR;
    what is doubtful of it is a lead for a person and not among the payloads. `score` is what the text in it
    came to, None where none was read. `near` are the digests of
    earlier photos that it looks like, `beside` of those that show the same code at the same place; nothing
    is merged for it."""

    sha256: str
    known: bool
    picture: Picture
    payloads: tuple[Payload, ...]
    targets: tuple[str, ...]
    written: tuple[Written, ...] = ()
    score: Score | None = None
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class PhotoDesk:
    """Takes photos in."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        pictures: Pictures,
        leads: Leads,
        scorer: Scorer,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._pictures = pictures
        self._leads = leads
        self._scorer = scorer
        self._clock = clock

    def take(self, data: bytes, sent: Sent) -> TakenIn:
        """Keep a photo, read its codes and its text, score the text, and watch what they point to.

        Raises NoPhoto for what is no readable image; nothing is stored then.
        """
        picture = self._pictures.look(data, deep=True, text=True)
        if picture.reading.error is not None:
            raise NoPhoto(picture.reading.error)
        leads = _written_only(picture)
        certain = tuple(each.payload for each in leads if not each.doubts)
        payloads = picture.payloads + picture.inner_payloads + certain
        self._blobs.put(data)
        keep_crops(self._blobs, picture)
        camera, look, now = camera_of(data), look_of(data), self._clock()
        score = score_of(picture, self._scorer, now.date())
        copy = working_copy(data, [symbol.position for symbol in picture.reading.symbols])
        if copy is not None:
            self._blobs.put(copy.data)
        with self._database.write(token=sent.token) as session:
            add_blob(session, picture.sha256, len(data), media_type=media_type(data), kind="photo", now=now)
            add_picture(session, picture, now)
            photo, fresh = _store(session, picture.sha256, sent, camera, now)
            if copy is not None and photo.working_sha256 is None:
                photo.working_sha256 = _add_copy(session, photo, copy, now)
            if score is not None:
                keep_score(session, photo, picture.text, score, now)
            if look is not None and photo.phash is None:
                photo.near = list(near_photos(session, look, but=photo.sha256))
                add_look(session, photo, look)
            return TakenIn(
                sha256=picture.sha256,
                known=not fresh,
                picture=picture,
                payloads=payloads,
                targets=tuple(self._watch(session, picture.sha256, payloads, sent, now)),
                written=leads,
                score=score,
                near=tuple(photo.near),
                beside=same_code_beside(session, photo),
            )

    def _watch(
        self, session: Session, sha256: str, payloads: tuple[Payload, ...], sent: Sent, now: datetime
    ) -> list[str]:
        provenance = Provenance(origin=Origin.PHOTO, reference=sha256)
        addresses = dict.fromkeys(filter(None, (self._leads.address(payload) for payload in payloads)))
        for payload in payloads:
            add_payload(session, payload)
        watched = []
        for url in addresses:
            watch, actor = Watch(note=sent.note), sent.sender or "mergen"
            target, fresh = add_target(session, url, watch, provenance=provenance, actor=actor, now=now)
            if not fresh:
                record(session, "named", ("target", target.id), actor=actor, at=now, photo=sha256)
            if target.removed_at is None:
                watched.append(url)
        return watched


def _written_only(picture: Picture) -> tuple[Written, ...]:
    """What no code of the picture says too."""
    read = {(payload.kind, payload.value) for payload in picture.payloads}
    return tuple(
        each for each in written(picture.lines) if (each.payload.kind, each.payload.value) not in read
    )


def _add_copy(session: Session, photo: Photo, copy: WorkingCopy, now: datetime) -> str:
    digest, size = sha256(copy.data).hexdigest(), len(copy.data)
    made = {"derived_from": photo.sha256, "made_by": copy.made_by}
    add_blob(session, digest, size, media_type="image/jpeg", kind="working", now=now, **made)
    return digest


def _store(session: Session, digest: str, sent: Sent, camera: Camera, now: datetime) -> tuple[Photo, bool]:
    """The photo's row and whether it is new."""
    known = session.scalars(select(Photo).where(Photo.sha256 == digest)).first()
    if known is not None:
        _sent_again(session, known, sent, now)
        return known, False
    photo = Photo(
        sha256=digest,
        file_name=Path(sent.file_name).name,
        received_at=now,
        taken_at=camera.taken_at,
        taken_offset=camera.offset,
        camera_latitude=camera.latitude,
        camera_longitude=camera.longitude,
        latitude=sent.latitude,
        longitude=sent.longitude,
        note=sent.note,
        sender=sent.sender,
    )
    session.add(photo)
    session.flush()
    actor = sent.sender or "mergen"
    record(session, "received", ("photo", photo.id), actor=actor, at=now, sha256=digest)
    return photo, True


def _sent_again(session: Session, photo: Photo, sent: Sent, now: datetime) -> None:
    """A photo that came before: what its sender knows is added, nothing is overwritten."""
    if photo.latitude is None and sent.latitude is not None:
        photo.latitude, photo.longitude = sent.latitude, sent.longitude
    actor = sent.sender or "mergen"
    record(session, "received_again", ("photo", photo.id), actor=actor, at=now, note=sent.note)
