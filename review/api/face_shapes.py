"""A face of a shop as the API tells it, and the photo that led to it."""

from datetime import datetime
from typing import Self

from pydantic import Field

from pipeline.faces import FaceState
from review.api.quote_shape import QuoteShape
from review.api.shape import Id, Shape
from review.shop_view import EntryView, FaceView, PhotoView


class Position(Shape):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float

    @classmethod
    def of(cls, place: tuple[float, float] | None) -> Self | None:
        return None if place is None else cls(latitude=place[0], longitude=place[1])


class PhotoWords(Shape):
    """The text that was read in a photo, and what it came to."""

    text: str
    score: float
    label: str = Field(description="sale, recruitment, unsure or benign", examples=["sale"])
    scorer: str
    signals: tuple[QuoteShape, ...]


class PhotoShape(Shape):
    """The photo that a face was found in. Its positions are told to a token with `places:read` only."""

    sha256: str
    received_at: datetime
    taken: str = Field(
        description="the camera's clock (ISO 8601), with an offset where it wrote one; empty for none",
        examples=["2026-03-02T11:00:00"],
    )
    note: str
    near: tuple[str, ...] = Field(description="earlier photos that it looks like")
    unread: int = Field(description="codes that nobody could read")
    hints: tuple[str, ...]
    words: PhotoWords | None
    said_at: Position | None = Field(description="by its sender")
    camera_at: Position | None = Field(description="by its camera")

    @classmethod
    def of(cls, photo: PhotoView, places: bool) -> Self:
        names = ("sha256", "received_at", "note", "near", "unread", "hints")
        said_at, camera_at = (photo.said_at, photo.camera_at) if places else (None, None)
        return cls(
            **{name: getattr(photo, name) for name in names},
            taken=photo.taken.isoformat() if photo.taken else "",
            words=PhotoWords.model_validate(photo.words) if photo.words else None,
            said_at=Position.of(said_at),
            camera_at=Position.of(camera_at),
        )


class Entry(Shape):
    """How a face was first reached."""

    url: str
    origin: str = Field(description="seed, link, contact, code or photo")
    reference: str = Field(description="the page or photo that led there")
    at: datetime
    photo: PhotoShape | None

    @classmethod
    def of(cls, entry: EntryView, places: bool) -> Self:
        photo = PhotoShape.of(entry.photo, places) if entry.photo else None
        return cls(url=entry.url, origin=entry.origin, reference=entry.reference, at=entry.at, photo=photo)


class MetShape(Shape):
    """What last stood in the way at a face."""

    kind: str
    service: str
    sign: str
    url: str
    at: datetime


class SentShape(Shape):
    """What became of a face since it was handed over."""

    state: FaceState = Field(
        description="sent: answers, or not looked at yet; away: not reached once; blocked; back: it answers"
    )
    since: datetime = Field(description="when this state began")
    sent_at: datetime
    outcome: str = Field(description="of the last look: up, changed, notice, gone, silent, unclear, or empty")
    looked_at: datetime | None
    next_at: datetime = Field(description="when it is looked at again")


class Face(Shape):
    """A resource of the shop and why it was joined. `covered` tells whether the last decision saw it."""

    id: Id = Field(description="as `leave_out` of a decision names it")
    key: str = Field(examples=["t.me/qala_vitrina_"])
    kind: str = Field(description="site or account")
    host: str
    reason: str = Field(description="first, contact, payload, text, favicon or leads_to")
    detail: str
    joined_at: datetime
    covered: bool
    entry: Entry | None
    met: MetShape | None
    sent: SentShape | None = Field(description="null: it was not handed over")

    @classmethod
    def of(cls, face: FaceView, places: bool) -> Self:
        names = ("key", "kind", "host", "reason", "detail", "joined_at", "covered")
        met = MetShape.model_validate(face.met) if face.met else None
        sent = SentShape.model_validate(face.sent) if face.sent else None
        entry = Entry.of(face.entry, places) if face.entry else None
        facts = {name: getattr(face, name) for name in names}
        return cls(id=face.resource_id, entry=entry, met=met, sent=sent, **facts)
