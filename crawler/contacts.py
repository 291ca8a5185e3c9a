"""Strings that may lead to a person or a shop, as they stand in a page."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

CONTACT_SCHEMES = frozenset(
    [
        "tg",
        "tel",
        "mailto",
        "sms",
        "smsto",
        "vk",
        "viber",
        "whatsapp",
        "skype",
        "xmpp",
        "wickr",
        "threema",
        "bitcoin",
        "ethereum",
        "tron",
        "monero",
        "litecoin",
        "bitcoincash",
        "dogecoin",
        "solana",
        "ton",
    ]
)
CONTACT_HOSTS = frozenset(
    [
        "t.me",
        "telegram.me",
        "telegram.dog",
        "wa.me",
        "api.whatsapp.com",
        "chat.whatsapp.com",
        "instagram.com",
        "www.instagram.com",
        "vk.me",
        "vk.com",
        "m.vk.com",
        "vk.ru",
        "m.vk.ru",
        "signal.me",
        "discord.gg",
    ]
)
CONTACTS_LIMIT = 500
TEXT_LIMIT = 1_000_000
PATTERNS = (
    re.compile(r"(?<![\w@./-])@[A-Za-z][A-Za-z0-9_]{4,31}(?!\w)"),
    re.compile(r"(?<![\w.-])(?:https?://)?(?:t\.me|telegram\.me|wa\.me)/[\w+/?=&.-]{2,80}", re.IGNORECASE),
    re.compile(r"(?<![\w.-])(?:https?://)?[a-z2-7]{56}\.onion\b(?:/[^\s\"'<>]{0,200})?", re.IGNORECASE),
    re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?!\w)"),
    re.compile(
        r"(?<![\w+])(?:\+7|8)[ \u00a0(-]{0,3}7\d{2}[ \u00a0)-]{0,3}"
        r"\d{3}[ \u00a0-]?\d{2}[ \u00a0-]?\d{2}(?!\d)"
    ),
    re.compile(
        r"(?<!\w)(?:T[1-9A-HJ-NP-Za-km-z]{33}|bc1[a-z0-9]{25,60}|0x[0-9a-fA-F]{40}"
        r"|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
    ),
)


def contacts(hrefs: Iterable[str], text: str) -> tuple[str, ...]:
    """The raw strings, each once, links before text. `qr.payload.parse` tells what they are."""
    found = dict.fromkeys(href for href in hrefs if is_contact(href))
    for pattern in PATTERNS:
        for match in pattern.finditer(text[:TEXT_LIMIT]):
            found.setdefault(match[0].rstrip(".,;:!?"))
            if len(found) >= CONTACTS_LIMIT:
                return tuple(found)[:CONTACTS_LIMIT]
    return tuple(found)[:CONTACTS_LIMIT]


def is_contact(href: str) -> bool:
    """Whether an address leads to a messenger, a mailbox, a telephone or a wallet rather than to a page."""
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme in CONTACT_SCHEMES:
        return bool(parts.path or parts.netloc or parts.query)
    return host in CONTACT_HOSTS and len(parts.path) + len(parts.query) > 1
