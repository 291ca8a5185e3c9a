"""From an address to the unit that is decided on: a host, or one account on a shared host."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from models.hosting import is_shared
from models.shop import Resource, ResourceKind
from pipeline.rows import ensure, index_key

TELEGRAM = "t.me"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceName:
    """A resource before it has a row. `key` is `shop.example` or `t.me/handle`."""

    key: str
    kind: ResourceKind
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramPreview:
    """Where public channel previews are read: `https://t.me/s/`, unless settings say otherwise."""

    base: str = "https://t.me/s/"

    def address(self, handle: str) -> str:
        return self.base + handle

    def handle(self, url: str) -> str | None:
        """The channel whose preview `url` is, or None."""
        if not url.startswith(self.base):
            return None
        return urlsplit(url[len(self.base) :]).path.partition("/")[0].lower() or None


def name_resource(url: str, preview: TelegramPreview) -> ResourceName:
    """Which resource an address belongs to."""
    handle = preview.handle(url)
    if handle is not None:
        return ResourceName(key=f"{TELEGRAM}/{handle}", kind=ResourceKind.ACCOUNT, host=TELEGRAM)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    first = next((part for part in parts.path.split("/") if part and part != "s"), "")
    if is_shared(host) and first:
        account = first.lower() if host == TELEGRAM else first
        return ResourceName(key=f"{host}/{account}", kind=ResourceKind.ACCOUNT, host=host)
    key = host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
    return ResourceName(key=key, kind=ResourceKind.SITE, host=host)


def ensure_resource(session: Session, name: ResourceName, now: datetime) -> Resource:
    """The resource's row, added at its first sight."""
    return ensure(
        session, Resource, {"key": index_key(name.key)}, kind=name.kind, host=name.host, first_seen_at=now
    )
