"""Telegram's links that act on the reader's own account or application (core.telegram.org/api/links)."""

import re
from collections.abc import Mapping

from qr.payloads.address import address_of, parameters
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.phone import e164

_HOSTS = ("t.me", "telegram.me", "telegram.dog")
_ON_THE_WEB = frozenset({"confirmphone", "giftcode", "login", "proxy", "setlanguage", "socks"})
_IN_THE_APP = _ON_THE_WEB | frozenset(
    {"addemoji", "addstickers", "addtheme", "bg", "msg", "msg_url", "nft", "oauth", "passport"}
    | {"premium_multigift", "premium_offer", "restore_purchases", "settings", "share", "stars_topup"}
)
_TG = re.compile(r"(?i)tg:(?://)?([a-z_]+)(?:/[^?]*)?(?:\?(.*))?", re.DOTALL)
_SERVER = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_PORT = re.compile(r"[0-9]{1,5}")


def parse_telegram_action(text: str) -> Payload | None:
    """A link that signs in, proves a phone, redeems a gift, sets a proxy or a language, or opens a dialogue.

    `value` is the action, of a proxy with its server and port. There is no `url`: such a link is a key to
    somebody's account, and nobody opens it by machine. Fields: `action`, `server`, `port`, `phone`, and of a
    message that is to be sent its `text` and `link`. Codes, tokens and a proxy's secret stay in `text`.
    """
    link = _TG.fullmatch(text)
    if link:
        action = link[1].lower()
        return _action(text, action, parameters(link[2] or "")) if action in _IN_THE_APP else None
    address = address_of(text)
    if address is None:
        return None
    host, steps = address.host.removeprefix("www."), address.segments
    name, _, parent = host.partition(".")
    if host in _HOSTS:
        name = next(iter(steps[1:] if steps[:1] == ("s",) else steps), "")
    elif parent not in _HOSTS:
        return None
    return _action(text, name.lower(), address.parameters) if name.lower() in _ON_THE_WEB else None


def _action(text: str, action: str, said: Mapping[str, str]) -> Payload:
    server, port = said.get("server", ""), said.get("port", "")
    is_proxy = action in ("proxy", "socks") and _SERVER.fullmatch(server) and _PORT.fullmatch(port)
    phone = said.get("phone", "").strip().lstrip("+")
    details = fields(
        action=action,
        server=server.lower() if is_proxy else "",
        port=port if is_proxy else "",
        phone=(e164(f"+{phone}") or "") if action == "confirmphone" else "",
        text=said.get("text", "") if action in ("msg", "msg_url", "share") else "",
        link=said.get("url", "") if action in ("msg_url", "share") else "",
    )
    value = f"{action}/{server.lower()}:{port}" if is_proxy else action
    return Payload(kind=PayloadKind.TELEGRAM_ACTION, text=text, value=value, fields=details)
