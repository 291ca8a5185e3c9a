"""Requests to pay: bank transfers, merchants' codes, and links of payment services."""

import re

from qr.payloads.address import Address, address_of
from qr.payloads.bank_form import parse_bank_form
from qr.payloads.emv import parse_emv
from qr.payloads.epc import parse_epc
from qr.payloads.iban import iban_of
from qr.payloads.kinds import Payload, PayloadKind, fields

_FORMS = (parse_epc, parse_emv, parse_bank_form)
_BARE_IBAN = re.compile(r"(?i)KZ\d\d[A-Z0-9 ]{16,24}")
_INVOICE = re.compile(r"(?i)tg:(?://)?invoice/?\?slug=([A-Za-z0-9_-]{5,64})")
# Service, hosts, and the part of the path that names who is paid. None of these services publishes a
# specification: they are the addresses that their own applications share.
_SERVICES = (
    ("kaspi", ("pay.kaspi.kz",), re.compile(r"/(?:pay/)?([A-Za-z0-9_-]{4,64})/?")),
    ("kaspi", ("kaspi.kz",), re.compile(r"/pay/([^/]{2,64})(?:/.*)?")),
    ("sbp", ("qr.nspk.ru", "sub.nspk.ru"), re.compile(r"/([A-Z0-9]{16,40})/?")),
    ("telegram", ("t.me", "telegram.me"), re.compile(r"/(?:invoice/|\$)([A-Za-z0-9_-]{5,64})/?")),
)


def parse_payment(text: str) -> Payload | None:
    """A payment; `value` says who is paid: an IBAN, a bank and an account, a payment system and an account, a
    payment service and its code. There is no `url`: nobody opens it by machine. Fields: `scheme`, and what
    the form says of `name`, `amount` and `message`."""
    for form in _FORMS:
        payload = form(text)
        if payload is not None:
            return payload
    if _BARE_IBAN.fullmatch(text):
        iban = iban_of(text)
        return _paid(text, iban, "iban") if iban else None
    if invoice := _INVOICE.fullmatch(text):
        return _paid(text, f"telegram:{invoice[1]}", "telegram")
    address = address_of(text)
    return _linked(text, address) if address else None


def _linked(text: str, address: Address) -> Payload | None:
    host = address.host.removeprefix("www.")
    for service, hosts, form in _SERVICES:
        payee = form.fullmatch(address.path) if host in hosts else None
        if payee:
            said = address.parameters
            return _paid(text, f"{service}:{payee[1]}", service, said.get("amount", said.get("sum", "")))
    return None


def _paid(text: str, payee: str, scheme: str, amount: str = "") -> Payload:
    details = fields(scheme=scheme, amount=amount)
    return Payload(kind=PayloadKind.PAYMENT, text=text, value=payee, fields=details)
