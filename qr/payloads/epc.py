"""The European Payments Council's code for a credit transfer (EPC069-12, also known as GiroCode)."""

from qr.payloads.iban import iban_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_VERSIONS = ("001", "002")
_SERVICES = ("SCT", "INST")


def parse_epc(text: str) -> Payload | None:
    """A transfer; `value` is the receiver's IBAN. Fields: `scheme`, `name`, `bank`, `amount`, `message`."""
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) < 7 or lines[0] != "BCD" or lines[1] not in _VERSIONS or lines[3] not in _SERVICES:
        return None
    iban = iban_of(lines[6])
    if iban is None:
        return None
    bank, name, amount, purpose, reference, message = (lines[4], lines[5], *(lines + [""] * 4)[7:11])
    details = fields(
        scheme="epc",
        name=name,
        bank=bank,
        amount=amount,
        purpose=purpose,
        message=reference or message,
    )
    return Payload(kind=PayloadKind.PAYMENT, text=text, value=iban, fields=details)
