"""From an address to the unit that is decided on: a host, or one account on a shared host."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from urllib.parse import SplitResult, urlsplit

from sqlalchemy.orm import Session

from models.hosting import is_shared
from models.shop import Resource, ResourceKind
from pipeline.rows import ensure, index_key

TELEGRAM = "t.me"
# First parts of a path that many users of a shared host have in common.
ROUTES = frozenset(
    {"c", "channel", "d", "document", "drive", "e", "explore", "file", "folders", "forms", "group", "groups"}
    | {"joinchat", "p", "pages", "people", "presentation", "profile", "profile.php", "public", "r", "reel"}
    | {"reels", "share", "spreadsheets", "stories", "u", "user", "view", "watch"}
)


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
    account = _account(host, parts) if is_shared(host) else ""
    if account:
        return ResourceName(key=f"{host}/{account}", kind=ResourceKind.ACCOUNT, host=host)
    key = host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
    return ResourceName(key=key, kind=ResourceKind.SITE, host=host)


def _account(host: str, parts: SplitResult) -> str:
    """The part of a shared host's address that names one user: what strangers have in common (`view`,
    `p`, `watch`) with the first thing that tells them apart."""
    steps = [step for step in parts.path.split("/") if step]
    if host == TELEGRAM:
        steps = steps[1:] if steps[:1] == ["s"] else steps
        steps = [step if step in ROUTES or steps[0] in ROUTES else step.lower() for step in steps]
    common = list(takewhile(ROUTES.__contains__, steps))
    own = steps[len(common) : len(common) + 1]
    if not own and common and parts.query:
        return f"{'/'.join(common)}?{parts.query}"
    return "/".join(common + own)


def ensure_resource(session: Session, name: ResourceName, now: datetime) -> Resource:
    """The resource's row, added at its first sight."""
    return ensure(
        session, Resource, {"key": index_key(name.key)}, kind=name.kind, host=name.host, first_seen_at=now
    )
