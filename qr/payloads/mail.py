"""E-mail addresses: bare, `mailto:` (RFC 6068), `MATMSG:` (NTT DoCoMo) and `SMTP:`."""

import re
from urllib.parse import unquote

from qr.payloads.address import ascii_host, has_public_suffix, parameters
from qr.payloads.fields import fields_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_MAILTO = re.compile(r"(?i)mailto:(?://)?([^?]{0,400})(?:\?(.*))?", re.DOTALL)
_SMTP = re.compile(r"(?i)smtp:([^:]{1,400})(?::([^:]*))?(?::(.*))?", re.DOTALL)
_LOCAL = re.compile(r"[^\W_](?:[\w.+%'-]{0,62}[\w+-])?|_[\w.+-]{0,63}")


def parse_mail(text: str) -> Payload | None:
    """One e-mail address; of several recipients the first. The part before the @ is folded to lower case:
    providers do not tell the cases apart. Fields: `subject`, `body`."""
    to, subject, body = _message(text)
    local, at, domain = to.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    host = ascii_host(domain)
    if host is None or not has_public_suffix(host):
        return None
    details = fields(subject=subject, body=body)
    return Payload(kind=PayloadKind.EMAIL, text=text, value=f"{local.lower()}@{host}", fields=details)


def _message(text: str) -> tuple[str, str, str]:
    """The first recipient, the subject, the body."""
    if link := _MAILTO.fullmatch(text):
        said = parameters((link[2] or "").replace("+", "%2B"))  # a plus is no space here (RFC 6068, §5)
        return _first(unquote(link[1]) or said.get("to", "")), said.get("subject", ""), said.get("body", "")
    if text[:7].upper() == "MATMSG:":
        noted = dict(reversed(fields_of(text[7:])))
        return _first(noted.get("TO", "")), noted.get("SUB", ""), noted.get("BODY", "")
    if link := _SMTP.fullmatch(text):
        return _first(link[1]), link[2] or "", link[3] or ""
    return text, "", ""


def _first(recipients: str) -> str:
    return recipients.split(",", maxsplit=1)[0].strip()
