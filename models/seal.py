"""What proves, without Mergen, that the store is what it was: seals and trusted time."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Seal(Base):
    """A signed manifest of everything that came to the store since the last one. The manifest is the blob
    `manifest_sha256` and names its predecessor; `head` is the digest of the last event that it covers."""

    __tablename__ = "seals"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    sealed_at: Mapped[datetime]
    first_event: Mapped[int] = mapped_column(unique=True, comment="number of the first event it covers")
    last_event: Mapped[int]
    head: Mapped[str] = mapped_column(comment="digest of the last event it covers")
    manifest_sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), unique=True)
    public_key: Mapped[str] = mapped_column(comment="Ed25519, 32 bytes in hex")
    signature: Mapped[str] = mapped_column(comment="Ed25519 over the manifest, 64 bytes in hex")


class Timestamp(Base):
    """An RFC 3161 token over a manifest: `token` is the authority's whole answer (TimeStampResp, DER)."""

    __tablename__ = "timestamps"
    __table_args__ = (UniqueConstraint("manifest_sha256", "authority"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    manifest_sha256: Mapped[str] = mapped_column(index=True, comment="SHA-256 of the stamped manifest")
    authority: Mapped[str] = mapped_column(Text, comment="its address")
    stamped_at: Mapped[datetime] = mapped_column(comment="the authority's own time")
    token: Mapped[bytes] = mapped_column(LargeBinary)
