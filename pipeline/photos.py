"""Photos that people send: kept as they came, read thoroughly, and followed like any other lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import ExifTags
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.request import Origin, Provenance
from models.database import Database
from models.image import Photo
from pipeline.blobs import BlobStore
from pipeline.errors import PipelineError
from pipeline.events import record
from pipeline.evidence import add_blob
from pipeline.leads import Leads
from pipeline.pictures import Picture, Pictures, add_payload, add_picture
from pipeline.targets import Watch, add_target
from qr.errors import PictureError
from qr.payload import Payload, find
from qr.picture import exif, media_type

# Text on a wall is read with mistakes: only what is meant to be followed counts as an address.
FROM_TEXT = ("telegram", "url", "onion", "i2p", "whatsapp", "instagram", "vk", "phone")


class NoPhoto(PipelineError):
    """The file is not an image that Mergen can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What comes with a photo. Latitude and longitude in degrees (WGS 84); those of the photo's own
    EXIF block are used where the sender gave none."""

    file_name: str
    note: str = ""
    sender: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What a photo came to: digest, what was read, the payloads, and which of the addresses are
    watched now: not those that a person stopped watching."""

    sha256: str
    known: bool
    picture: Picture
    payloads: tuple[Payload, ...]
    targets: tuple[str, ...]


class PhotoDesk:
    """Takes photos in."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        pictures: Pictures,
        leads: Leads,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._pictures = pictures
        self._leads = leads
        self._clock = clock

    def take(self, data: bytes, sent: Sent) -> TakenIn:
        """Keep a photo, read its codes and its text, and watch what they point to.

        Raises NoPhoto for what is no readable image; nothing is stored then.
        """
        picture = self._pictures.look(data, deep=True, text=True)
        if picture.reading.error is not None:
            raise NoPhoto(picture.reading.error)
        payloads = picture.payloads + picture.inner_payloads + tuple(self._from_text(picture))
        self._blobs.put(data)
        now = self._clock()
        with self._database.write() as session:
            known = self._store(session, data, picture, sent, now)
            targets = self._watch(session, picture.sha256, payloads, sent, now)
        return TakenIn(
            sha256=picture.sha256, known=known, picture=picture, payloads=payloads, targets=tuple(targets)
        )

    def _from_text(self, picture: Picture) -> list[Payload]:
        read = {(payload.kind, payload.value) for payload in picture.payloads}
        return [
            payload
            for payload in find(picture.text)
            if payload.kind.value in FROM_TEXT and (payload.kind, payload.value) not in read
        ]

    def _store(self, session: Session, data: bytes, picture: Picture, sent: Sent, now: datetime) -> bool:
        add_blob(session, picture.sha256, len(data), media_type=media_type(data), kind="photo", now=now)
        add_picture(session, picture, now)
        known = session.scalars(select(Photo).where(Photo.sha256 == picture.sha256)).first()
        if known is not None:
            _sent_again(session, known, sent, now)
            return True
        taken_at, position = _exif(data)
        latitude, longitude = (sent.latitude, sent.longitude) if sent.latitude is not None else position
        photo = Photo(
            sha256=picture.sha256,
            file_name=Path(sent.file_name).name,
            received_at=now,
            taken_at=taken_at,
            latitude=latitude,
            longitude=longitude,
            note=sent.note,
            sender=sent.sender,
        )
        session.add(photo)
        session.flush()
        record(
            session,
            "received",
            ("photo", photo.id),
            actor=sent.sender or "mergen",
            at=now,
            sha256=picture.sha256,
        )
        return False

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


def _sent_again(session: Session, photo: Photo, sent: Sent, now: datetime) -> None:
    """A photo that came before: what its sender knows is added, nothing is overwritten."""
    if photo.latitude is None and sent.latitude is not None:
        photo.latitude, photo.longitude = sent.latitude, sent.longitude
    actor = sent.sender or "mergen"
    record(session, "received_again", ("photo", photo.id), actor=actor, at=now, note=sent.note)


def _exif(data: bytes) -> tuple[str | None, tuple[float, float] | tuple[None, None]]:
    """When and where the camera says it was; None where it does not, or says it wrongly."""
    try:
        block = exif(data)
        taken = block.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or block.get(
            ExifTags.Base.DateTime
        )
        return (str(taken) if taken else None), _position(block.get_ifd(ExifTags.IFD.GPSInfo))
    except (PictureError, OSError, ValueError, SyntaxError, KeyError):
        return None, (None, None)


def _position(gps: dict[int, object]) -> tuple[float, float] | tuple[None, None]:
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef], "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef], "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else (None, None)


def _degrees(parts: object, reference: object, negative: str) -> float:
    if not isinstance(parts, tuple):
        raise TypeError("EXIF positions are three rational numbers")
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(reference).upper().startswith(negative) else value
