"""VK: people, communities and what they post (dev.vk.com, "Links"; vk.me opens a chat)."""

import re

from qr.payloads.address import Address, address_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_HOSTS = frozenset({"vk.com", "m.vk.com", "new.vk.com", "vk.ru", "m.vk.ru", "vkontakte.ru"})
_CHATS = frozenset({"vk.me", "m.vk.me"})
_APP = re.compile(r"(?i)(?:vk|vkontakte)://(?:(?:www\.|m\.)?vk\.(?:com|ru)/)?(.*)", re.DOTALL)
_PERSON = re.compile(r"id([1-9]\d{0,11})")
_COMMUNITY = re.compile(r"(?:club|public|event)([1-9]\d{0,11})")
_THING = re.compile(
    r"(?:wall|topic|photo|video|clip|album|market|product|audio_playlist|article|story|doc|write|im)"
    r"(-?)([1-9]\d{0,11})(?:_(\w{1,40}))?"
)
_NAME = re.compile(r"(?=[^.]*[a-z])[a-z0-9_](?:[a-z0-9_.]{1,62}[a-z0-9_])")
_INVITE = re.compile(r"[A-Za-z0-9_/+=-]{8,100}")
_NO_NAMES = frozenset(
    {"about", "ads", "al_feed", "albums", "app", "apps", "audio", "audios", "away", "badbrowser", "blog"}
    | {"bugs", "call", "calls", "clips", "dev", "docs", "donut", "edit", "events", "fave", "feed", "feedback"}
    | {"friends", "games", "gifts", "groups", "help", "im", "invite", "jobs", "join", "legal", "login"}
    | {"mail", "market", "menu", "music", "notifications", "photos", "places", "press", "privacy", "profile"}
    | {"restore", "search", "services", "settings", "share", "stickers", "stories", "support", "terms"}
    | {"verify", "video", "videos", "widget", "write"}
)


def parse_vk(text: str) -> Payload | None:
    """A person (`id1`), a community (`club1`, also of `public1` and `event1`) or a page's own name in lower
    case; `url` is its public page. Fields: `post`, the thing on that page; `ref`, where its owner says that
    the link came from. An invitation to a chat or a call is private: `+CODE`, no `url`."""
    app = _APP.fullmatch(text)
    address = address_of("https://vk.com/" + app[1].lstrip("/") if app else text)
    if address is None:
        return None
    host, segments = address.host.removeprefix("www."), address.segments
    if host in _CHATS or host in _HOSTS:
        match segments:
            case ["join", *code] | ["call", "join", *code] if _INVITE.fullmatch("/".join(code)):
                return Payload(kind=PayloadKind.VK, text=text, value=f"+{'/'.join(code)}")
            case ["profile" | "id", number, *_] if app:
                return _page(text, address, f"id{number}")
            case ["group" | "club" | "public", number, *_] if app:
                return _page(text, address, f"club{number}")
            case [page, *_]:
                return _page(text, address, page)
    return None


def _page(text: str, address: Address, page: str) -> Payload | None:
    said = address.parameters
    shown = said.get("w", said.get("z", "")).partition("/")[0]
    owner, post = _owner(page.lower())
    if owner is None and page in ("feed", "im", "wall"):
        owner, post = _owner(f"im{said['sel']}" if "sel" in said else shown)
    if owner is None:
        return None
    details = fields(post=post or shown, ref=said.get("ref", ""), source=said.get("ref_source", ""))
    return Payload(kind=PayloadKind.VK, text=text, value=owner, url=f"https://vk.com/{owner}", fields=details)


def _owner(page: str) -> tuple[str | None, str]:
    """Whose page it is, and the thing on it."""
    if person := _PERSON.fullmatch(page):
        return f"id{person[1]}", ""
    if community := _COMMUNITY.fullmatch(page):
        return f"club{community[1]}", ""
    if thing := _THING.fullmatch(page):
        return f"{'club' if thing[1] else 'id'}{thing[2]}", page if thing[3] else ""
    name = page[1:].partition("-")[0] if page.startswith("@") else page  # an article behind its author's name
    if _NAME.fullmatch(name) and name not in _NO_NAMES and not name.endswith(".php"):
        return name, page if page.startswith("@") else ""
    return None, ""
