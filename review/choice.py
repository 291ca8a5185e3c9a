"""What the queue is asked for, as an address that can be shared and kept."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request

from review.shop_row import Order, Place, Shelf, ShopFilter

LABELS = ("sale", "recruitment", "unsure")
FACES = ("site", "account")
WORD = re.compile("[a-z_]{2,12}")
LONGEST = 200

Kind = TypeVar("Kind", bound=StrEnum)


def read_choice(fields: Mapping[str, str]) -> ShopFilter:
    """The filter that fields of an address name; what they do not know they leave open."""

    def one_of(name: str, known: Callable[[str], bool]) -> str | None:
        value = fields.get(name, "")
        return value if value and known(value) else None

    return ShopFilter(
        shelf=_member(Shelf, fields.get("state", ""), Shelf.WAITING),
        label=one_of("label", LABELS.__contains__),
        language=one_of("language", _is_word),
        district=one_of("district", _is_name),
        source=one_of("source", _is_word),
        face=one_of("face", FACES.__contains__),
        case=int(one_of("case", _is_number) or 0) or None,
        after=Place.parse(fields.get("after", "")),
        order=_member(Order, fields.get("order", ""), Order.STRONGEST),
    )


def parse_choice(query: str) -> ShopFilter:
    """The filter that `filter_query` wrote."""
    return read_choice({name: values[0] for name, values in parse_qs(query).items()})


def wanted_shops(request: Request) -> ShopFilter:
    """The filter that a request's address names."""
    return read_choice(request.query_params)


def filter_query(wanted: ShopFilter, **more: object) -> str:
    """The filter as an address, without its place."""
    fields = {
        "state": wanted.shelf.value,
        "label": wanted.label,
        "language": wanted.language,
        "district": wanted.district,
        "source": wanted.source,
        "face": wanted.face,
        "case": wanted.case,
        "order": wanted.order.value,
        **more,
    }
    left_open = (None, "", Shelf.WAITING.value, Order.STRONGEST.value)
    return urlencode({name: value for name, value in fields.items() if value not in left_open})


def _member(kind: type[Kind], value: str, default: Kind) -> Kind:
    return kind(value) if value in list(kind) else default


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 11 and int(value) < 2**31


def _is_word(value: str) -> bool:
    return WORD.fullmatch(value) is not None


def _is_name(value: str) -> bool:
    return len(value) <= LONGEST and value.isprintable()
