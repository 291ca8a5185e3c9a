"""Text messages: `sms:` (RFC 5724, and as telephones write it), `smsto:`, `mms:` and `mmsto:`."""

import re
from urllib.parse import unquote

from qr.payloads.address import parameters
from qr.payloads.kinds import Payload, PayloadKind, fields
from qr.payloads.phone import e164

_SMS = re.compile(r"(?i)([sm]ms)(?:to)?:(?://)?([^;,?:&]{2,40})([^?:&]{0,400})(?:([?:&])(.*))?", re.DOTALL)
_SHORT = re.compile(r"\d{3,6}")


def parse_sms(text: str) -> Payload | None:
    """A message to be sent; `value` is the number, of several the first: in E.164, a service's short number
    as it is. Fields: `service` (`sms`, `mms`), `subject`, `body`."""
    message = _SMS.fullmatch(text)
    if message is None:
        return None
    given = unquote(message[2]).strip()
    number = given if _SHORT.fullmatch(given) else e164(given)
    if number is None:
        return None
    service, rest = message[1].lower(), message[5] or ""
    if message[4] == ":":
        subject, body = _in_colons(service, rest)
    else:
        said = parameters(rest)
        subject, body = said.get("subject", ""), said.get("body", "")
    details = fields(service=service, subject=subject, body=body)
    return Payload(kind=PayloadKind.SMS, text=text, value=number, fields=details)


def _in_colons(service: str, rest: str) -> tuple[str, str]:
    """Subject and body. An SMS has no subject, so that a colon belongs to its body."""
    if service == "sms":
        return "", rest
    subject, colon, body = rest.partition(":")
    return (subject, body) if colon else ("", rest)
