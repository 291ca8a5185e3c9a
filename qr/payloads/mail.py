"""E-mail addresses: bare, `mailto:` (RFC 6068) and `MATMSG:` (NTT DoCoMo)."""

import re
from urllib.parse import unquote

from qr.payloads.address import ascii_host, has_public_suffix
from qr.payloads.kinds import Payload, PayloadKind

_MAILTO = re.compile(r"(?i)mailto:([^?]{1,400})(?:\?.*)?", re.DOTALL)
_MATMSG = re.compile(r"(?i)MATMSG:TO:([^;]{1,400});")
_LOCAL = re.compile(r"[^\W_](?:[\w.+%'-]{0,62}[\w+-])?|_[\w.+-]{0,63}")


def parse_mail(text: str) -> Payload | None:
    """One e-mail address; of several recipients the first. The part before the @ is folded to lower case:
    providers do not tell the cases apart."""
    link = _MAILTO.fullmatch(text) or _MATMSG.match(text)
    address = unquote(link[1]).split(",")[0].strip() if link else text
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    host = ascii_host(domain)
    if host is None or not has_public_suffix(host):
        return None
    return Payload(kind=PayloadKind.EMAIL, text=text, value=f"{local.lower()}@{host}")
