"""Keys of one-time passwords (`otpauth:`, the Key URI Format of Google Authenticator)."""

import re
from urllib.parse import unquote

from qr.payloads.address import parameters
from qr.payloads.kinds import Payload, PayloadKind, fields

_KEY = re.compile(r"(?i)otpauth://(totp|hotp)/([^?#]*)\?([^#]*)(?:#.*)?", re.DOTALL)
_EXPORT = re.compile(r"(?i)otpauth-migration://offline\?data=.+", re.DOTALL)
_SECRET = re.compile(r"(?i)[a-z2-7 -]{8,512}=*")
_MASK = "secret=***"


def parse_otp(text: str) -> Payload | None:
    """A key; `value` is its type and label, the secret masked. Fields: `type`, `issuer`, `account`,
    `algorithm`, `digits`, `period`. An app's export of all its keys shows that it is one, and no more."""
    if _EXPORT.fullmatch(text):
        return Payload(kind=PayloadKind.OTP, text=text, value="export", fields=fields(type="export"))
    key = _KEY.fullmatch(text)
    if key is None:
        return None
    kind, said = key[1].lower(), parameters(key[3])
    if not _SECRET.fullmatch(said.get("secret", "")):
        return None
    prefix, colon, account = unquote(key[2]).rpartition(":")
    details = fields(
        type=kind,
        issuer=said.get("issuer", prefix),
        account=account,
        algorithm=said.get("algorithm", "").upper(),
        digits=said.get("digits", ""),
        period=said.get("period", ""),
    )
    label = f"{prefix.strip()}{colon}{account.strip()}"
    return Payload(kind=PayloadKind.OTP, text=text, value=f"{kind}/{label}?{_MASK}", fields=details)
