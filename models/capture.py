"""What was captured and where its bytes lie."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

OF_PHOTO = text("origin = 'photo'")


class Blob(Base):
    """A file of the evidence store, named by its SHA-256. `kind` says what it is for a person
    (`body`, `screenshot`, `rendered`, `photo`, `crop`, `certificate`); `derived_from` is the original of a
    derivative, and `made_by` the tool that made it with its version and what it was told."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    media_type: Mapped[str] = mapped_column(Text)
    kind: Mapped[str]
    stored_at: Mapped[datetime]
    derived_from: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), default=None)
    made_by: Mapped[str] = mapped_column(Text, default="")


class Capture(Base):
    """One response: a page or an image. Its bytes stand in `warc_file` at `warc_offset` and under
    `sha256` among the blobs. The same address with the same bytes is stored once a run."""

    __tablename__ = "captures"
    __table_args__ = (
        UniqueConstraint("run_id", "url", "sha256"),
        Index("ix_captures_url", "url"),
        Index("ix_captures_photo", "reference", sqlite_where=OF_PHOTO, postgresql_where=OF_PHOTO),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    url: Mapped[str] = mapped_column(Text)
    final_url: Mapped[str] = mapped_column(Text)
    status: Mapped[int]
    media_type: Mapped[str] = mapped_column(Text)
    via: Mapped[str] = mapped_column(comment="http or browser")
    fetched_at: Mapped[datetime] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    headers: Mapped[list[Any]] = mapped_column(default_factory=list)
    request_headers: Mapped[list[Any]] = mapped_column(default_factory=list)
    hops: Mapped[list[Any]] = mapped_column(default_factory=list, comment="redirects: url, status, location")
    origin: Mapped[str] = mapped_column(default="seed")
    reference: Mapped[str] = mapped_column(Text, default="")
    depth: Mapped[int] = mapped_column(default=0)
    profile: Mapped[str] = mapped_column(
        default="", comment="the visitor who asked; empty: the crawler itself"
    )
    ip_address: Mapped[str | None] = mapped_column(default=None)
    protocol: Mapped[str] = mapped_column(default="", comment="HTTP/1.1 or HTTP/2.0; empty: not known")
    certificate_sha256: Mapped[str | None] = mapped_column(default=None)
    certificates: Mapped[list[Any]] = mapped_column(
        default_factory=list, comment="the chain, its leaf first: sha256, subject, issuer, validity"
    )
    tls_error: Mapped[str | None] = mapped_column(Text, default=None)
    screenshot_sha256: Mapped[str | None] = mapped_column(
        ForeignKey("blobs.sha256"), default=None, index=True
    )
    rendered_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"), default=None)
    handling: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, comment="what was done before it was pictured"
    )
    unseen: Mapped[str] = mapped_column(
        Text,
        default="",
        comment="why the browser, which was to show it, did not; empty: it did, or was not to",
    )
    warc_file: Mapped[str] = mapped_column(Text, default="")
    warc_offset: Mapped[int] = mapped_column(BigInteger, default=0)
    warc_length: Mapped[int] = mapped_column(BigInteger, default=0)


class WarcSegment(Base):
    """The bytes that one capture added to a WARC file: its records, and the file's first one in front of the
    first. The segments of a file follow one another without a gap, but for what a crash left behind."""

    __tablename__ = "warc_segments"
    __table_args__ = (UniqueConstraint("file", "offset"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    file: Mapped[str] = mapped_column(Text)
    offset: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    length: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    sha256: Mapped[str]


class Revisit(Base):
    """Says that a capture told what was known already: a 304, or the bytes of an earlier capture. What was
    read, seen and found there stands with that one."""

    __tablename__ = "revisits"

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), primary_key=True, autoincrement=False)
    earlier_id: Mapped[int] = mapped_column(
        ForeignKey("captures.id"), index=True, comment="the capture that has the body"
    )


class Obstacle(Base):
    """What stood where a capture's page should have been, of the kinds of `crawler.obstacle.ObstacleKind`.
    Its text was not scored. `service` is who put it there, where that can be told."""

    __tablename__ = "obstacles"

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), primary_key=True, autoincrement=False)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    kind: Mapped[str]
    sign: Mapped[str] = mapped_column(Text, comment="words, header or markup that it was told by")
    service: Mapped[str] = mapped_column(default="")


class Page(Base):
    """The readable view of a capture, with its score. `image_text` is what stood in its images;
    `fingerprint` a MinHash signature of the text (little-endian 32-bit words)."""

    __tablename__ = "pages"

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    main_text: Mapped[str] = mapped_column(Text)
    score: Mapped[float]
    sale: Mapped[float]
    recruitment: Mapped[float]
    label: Mapped[str] = mapped_column(comment="sale, recruitment, unsure or benign")
    scorer: Mapped[str] = mapped_column(Text)
    image_text: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    favicon_sha256: Mapped[str | None] = mapped_column(default=None)


class PageImage(Base):
    """An image as a page shows it. `image_sha256` is None where it could not be fetched."""

    __tablename__ = "page_images"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    source: Mapped[str]
    alt: Mapped[str] = mapped_column(Text, default="")
    image_sha256: Mapped[str | None] = mapped_column(ForeignKey("images.sha256"), default=None, index=True)
    failure: Mapped[str | None] = mapped_column(Text, default=None)
