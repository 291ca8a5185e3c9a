"""Payment forms of Russian banks (GOST R 56042-2014): `ST0001`, a digit for the character set, a separator,
and `Name=value` pairs."""

import re

from qr.payloads.kinds import Payload, PayloadKind, fields

_BEGIN = re.compile(r"ST0001[123]([^A-Za-z0-9=])")
_ACCOUNT = re.compile(r"\d{20}")
_BANK = re.compile(r"\d{9}")


def parse_bank_form(text: str) -> Payload | None:
    """A transfer; `value` is the bank's number (BIC) and the account. Fields: `scheme`, `name`, `bank`,
    `amount` (in kopecks), `message`."""
    begin = _BEGIN.match(text)
    if begin is None:
        return None
    pairs = (part.partition("=") for part in text[begin.end() :].split(begin[1]))
    said = {name.strip().lower(): value.strip() for name, _, value in pairs}
    bank, account = said.get("bic", ""), said.get("personalacc", "")
    if not _BANK.fullmatch(bank) or not _ACCOUNT.fullmatch(account):
        return None
    details = fields(
        scheme="gost",
        name=said.get("name", ""),
        bank=said.get("bankname", ""),
        amount=said.get("sum", ""),
        message=said.get("purpose", ""),
    )
    return Payload(kind=PayloadKind.PAYMENT, text=text, value=f"{bank}:{account}", fields=details)
