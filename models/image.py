"""Images, photos, the symbols in them and the payloads these carry."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Image(Base):
    """One distinct image, looked at once by `reader`. `error` says why it could not be; the other lists are
    those of `qr.symbol.Reading`. `lines` are objects with text, latin, confidence and corners (see
    `classifiers.image_text.TextLine`)."""

    __tablename__ = "images"

    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    reader: Mapped[str] = mapped_column(Text, comment="what decoded it, with versions")
    read_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(Text, default=None)
    text: Mapped[str] = mapped_column(Text, default="", comment="text recognised in the picture")
    lines: Mapped[list[Any]] = mapped_column(default_factory=list, comment="its text, line by line")
    unread: Mapped[list[Any]] = mapped_column(default_factory=list, comment="places of codes nobody read")
    failures: Mapped[list[Any]] = mapped_column(default_factory=list, comment="decoders that gave up")
    hints: Mapped[list[Any]] = mapped_column(default_factory=list, comment="why nothing was read")


class Photo(Base):
    """A photo that a person sent. Its positions are restricted: no export holds them, and only who decides
    sees them. What the camera wrote (EXIF) and what the sender says (`latitude`, `longitude`) stand
    apart; neither overwrites the other. `phash` and `dhash` are perceptual hashes in hex, and `near` the
    digests of the photos that it looked like when it came (see `pipeline.near`)."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    sha256: Mapped[str] = mapped_column(ForeignKey("images.sha256"), unique=True)
    file_name: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    taken_at: Mapped[str | None] = mapped_column(default=None, comment="local time as the camera wrote it")
    taken_offset: Mapped[str | None] = mapped_column(default=None, comment="its UTC offset, as +05:00")
    camera_latitude: Mapped[float | None] = mapped_column(default=None, comment="degrees, WGS 84")
    camera_longitude: Mapped[float | None] = mapped_column(default=None, comment="degrees, WGS 84")
    latitude: Mapped[float | None] = mapped_column(default=None, comment="degrees, WGS 84")
    longitude: Mapped[float | None] = mapped_column(default=None, comment="degrees, WGS 84")
    note: Mapped[str] = mapped_column(Text, default="")
    sender: Mapped[str] = mapped_column(Text, default="")
    phash: Mapped[str | None] = mapped_column(default=None)
    dhash: Mapped[str | None] = mapped_column(default=None)
    near: Mapped[list[Any]] = mapped_column(default_factory=list)
    working_sha256: Mapped[str | None] = mapped_column(
        ForeignKey("blobs.sha256"), default=None, comment="the copy that is shown: no EXIF, faces hidden"
    )


class PhotoScore(Base):
    """What the text that was read in a photo came to, by the last scorer. `text` is what was scored, and
    `signals` the signs in it: objects with family, kind, quote, start, end (code points of `text`) and
    weight."""

    __tablename__ = "photo_scores"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    score: Mapped[float]
    sale: Mapped[float]
    recruitment: Mapped[float]
    label: Mapped[str] = mapped_column(comment="sale, recruitment, unsure or benign")
    scorer: Mapped[str] = mapped_column(Text)
    scored_at: Mapped[datetime]
    signals: Mapped[list[Any]] = mapped_column(default_factory=list)


class PhotoBand(Base):
    """A key by which photos that look alike are found without reading all of them (see `pipeline.near`)."""

    __tablename__ = "photo_bands"

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photos.id"), primary_key=True)


class Payload(Base):
    """What a code or a contact says, once for all its spellings (see `qr.payload`)."""

    __tablename__ = "payloads"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]
    value: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text, default=None)


class Symbol(Base):
    """One symbol in one image; `position` is four [x, y] in the image's pixels. `disputed` are decoders that
    read another text there. `crop_sha256` is the part of the image that holds it, as PNG."""

    __tablename__ = "symbols"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    image_sha256: Mapped[str] = mapped_column(ForeignKey("images.sha256"), index=True)
    payload_id: Mapped[int] = mapped_column(ForeignKey("payloads.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    format: Mapped[str]
    decoder: Mapped[str]
    variant: Mapped[str]
    agreed: Mapped[list[Any]] = mapped_column(default_factory=list)
    disputed: Mapped[list[Any]] = mapped_column(default_factory=list)
    position: Mapped[list[Any]] = mapped_column(default_factory=list)
    frame: Mapped[int] = mapped_column(default=0)
    crop_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), default=None)


class Sighting(Base):
    """A payload seen on a page: as a contact in its text or links, or in a code in one of its images."""

    __tablename__ = "sightings"
    __table_args__ = (
        UniqueConstraint("capture_id", "payload_id", "source"),
        Index("ix_sightings_payload", "payload_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"))
    payload_id: Mapped[int] = mapped_column(ForeignKey("payloads.id"))
    source: Mapped[str] = mapped_column(comment="contact or code")
    text: Mapped[str] = mapped_column(Text, comment="as it stood on the page")
