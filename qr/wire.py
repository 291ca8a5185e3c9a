"""What a worker process and its parent say to each other.

The parent sends a request and the image's bytes; the child answers with any number of `STEP` messages (a
label), then one `READING` (JSON) or `FAULT` (what was raised). The first byte tells which.
Not pickle: the worker looks at hostile images, and its answer must not be able to run code in its parent.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from qr.symbol import Hint, Quad, Reading, Symbol, SymbolFormat

STEP, READING, FAULT = b"s", b"r", b"f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How to read the image that follows: the pass, and the steps and decoders to leave out."""

    deep: bool = False
    skipped: frozenset[str] = frozenset()


def encode_request(request: Request) -> bytes:
    """UTF-8 JSON."""
    return json.dumps({"deep": request.deep, "skipped": sorted(request.skipped)}).encode()


def decode_request(message: bytes) -> Request:
    """The request of `encode_request`."""
    fields = json.loads(message)
    return Request(deep=fields["deep"], skipped=frozenset(fields["skipped"]))


def encode_reading(reading: Reading) -> bytes:
    """UTF-8 JSON; the symbols' bytes in Base64."""
    return json.dumps(asdict(reading), default=lambda raw: b64encode(raw).decode("ascii")).encode()


def decode_reading(message: bytes) -> Reading:
    """The reading of `encode_reading`. Raises ValueError, KeyError, TypeError,
    OverflowError or RecursionError for anything else."""
    fields = json.loads(message)
    return Reading(
        width=int(fields["width"]),
        height=int(fields["height"]),
        symbols=tuple(_symbol(symbol) for symbol in fields["symbols"]),
        error=None if fields["error"] is None else str(fields["error"]),
        unread=tuple(_quad(place) for place in fields["unread"]),
        failures=tuple(str(failure) for failure in fields["failures"]),
        hints=tuple(Hint(hint) for hint in fields["hints"]),
    )


def _symbol(fields: dict[str, Any]) -> Symbol:
    return Symbol(
        text=str(fields["text"]),
        raw=b64decode(fields["raw"], validate=True),
        format=SymbolFormat(fields["format"]),
        position=_quad(fields["position"]),
        decoder=str(fields["decoder"]),
        variant=str(fields["variant"]),
        agreed=tuple(map(str, fields["agreed"])),
        disputed=tuple(map(str, fields["disputed"])),
        frame=int(fields["frame"]),
    )


def _quad(points: list[list[int]]) -> Quad:
    one, two, three, four = ((int(x), int(y)) for x, y in points)
    return (one, two, three, four)
