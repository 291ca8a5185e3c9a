"""Instagram: profiles and posts."""

import re

from qr.payloads.address import address_of, parameters
from qr.payloads.kinds import Payload, PayloadKind

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,64}")
_APP = re.compile(r"(?i)instagram://user/?\?(.*)", re.DOTALL)
_HOSTS = frozenset({"instagram.com", "m.instagram.com", "instagr.am"})
_NO_NAMES = frozenset(
    {"about", "accounts", "api", "ar", "challenge", "channel", "developer", "direct", "emails", "explore"}
    | {"legal", "p", "press", "reel", "reels", "s", "session", "share", "stories", "tv", "web"}
)


def parse_instagram(text: str) -> Payload | None:
    """A profile's `value` is its name in lower case, a post's is `p/CODE`; an invitation to a group is
    private: `+CODE`, no `url`."""
    app = _APP.fullmatch(text)
    if app:
        return _profile(text, parameters(app[1]).get("username", ""))
    address = address_of(text)
    if address is None:
        return None
    host, segments = address.host.removeprefix("www."), address.segments
    if host == "ig.me" and segments[:1] == ("m",):
        return _profile(text, segments[1] if len(segments) > 1 else "")
    if host == "ig.me" and segments[:1] == ("j",):
        return _invited(text, segments[-1])
    return _linked(text, segments) if host in _HOSTS else None


def _linked(text: str, segments: tuple[str, ...]) -> Payload | None:
    match segments:
        case ["p" | "reel" | "reels" | "tv", code, *_]:
            return _post(text, code)
        case ["stories" | "_u", name, *_] | [name, *_]:
            return _profile(text, name)
    return None


def _profile(text: str, name: str) -> Payload | None:
    name = name.lower().removeprefix("@")
    if not _NAME.fullmatch(name) or name in _NO_NAMES:
        return None
    return Payload(
        kind=PayloadKind.INSTAGRAM, text=text, value=name, url=f"https://www.instagram.com/{name}/"
    )


def _post(text: str, code: str) -> Payload | None:
    if not _CODE.fullmatch(code):
        return None
    url = f"https://www.instagram.com/p/{code}/"
    return Payload(kind=PayloadKind.INSTAGRAM, text=text, value=f"p/{code}", url=url)


def _invited(text: str, code: str) -> Payload | None:
    if not _CODE.fullmatch(code):
        return None
    return Payload(kind=PayloadKind.INSTAGRAM, text=text, value=f"+{code}")
