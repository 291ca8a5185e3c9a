"""Pages of long lists. A cursor is the place of the last thing on a page, opaque to programs; every text that
has the form of one leads somewhere."""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from math import isfinite
from typing import Annotated

from pydantic import Field

from review.api.shape import LARGEST_ID
from review.shop_row import EPOCH, LAST_MOMENT, Place

PLACE = struct.Struct(">dIQI2x?")
NUMBER = struct.Struct(">2xI")
MOST = 100
TOLD = "`next` of the page before"

PlaceCursor = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{36}$", description=TOLD)]
NumberCursor = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8}$", description=TOLD)]
Limit = Annotated[int, Field(ge=1, le=MOST, description="how many at most")]


def place_cursor(place: Place) -> str:
    """The cursor of a shop's place in every order."""
    moment = (place.found_at - EPOCH) // timedelta(microseconds=1)
    return urlsafe_b64encode(PLACE.pack(place.score, place.size, moment, place.shop_id, place.back)).decode()


def read_place(cursor: str) -> Place:
    """The place of a cursor, moved into the bounds that shops have."""
    score, size, moment, shop_id, back = PLACE.unpack(urlsafe_b64decode(cursor))
    return Place(
        back=back,
        score=score if isfinite(score) else 0.0,
        size=min(size, LARGEST_ID),
        found_at=EPOCH + timedelta(microseconds=min(moment, LAST_MOMENT)),
        shop_id=min(shop_id, LARGEST_ID),
    )


def number_cursor(number: int) -> str:
    """The cursor of something that is listed by its number."""
    return urlsafe_b64encode(NUMBER.pack(number)).decode()


def read_number(cursor: str) -> int:
    """The number of a cursor."""
    number: int = NUMBER.unpack(urlsafe_b64decode(cursor))[0]
    return min(number, LARGEST_ID)
