"""A code found in an image."""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[int, int]
Quad = tuple[Point, Point, Point, Point]


class SymbolFormat(StrEnum):
    """The symbologies that Mergen reads, by their ISO/AIM names in lower case."""

    QR = "qr"
    MICRO_QR = "micro_qr"
    RMQR = "rmqr"
    DATA_MATRIX = "data_matrix"
    AZTEC = "aztec"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One symbol: its text, its bytes before any character set was assumed, and its corners in the
    original image's pixels, clockwise from the symbol's own top left. `decoder` and `variant` name what
    read it; `agreed` are the other decoders that read the same text there."""

    text: str
    raw: bytes
    format: SymbolFormat
    position: Quad
    decoder: str
    variant: str = "plain"
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one image. `error` says, for a person, why it could not be looked at; then
    there are no symbols, and width and height are 0 unless the header told them."""

    width: int = 0
    height: int = 0
    symbols: tuple[Symbol, ...] = ()
    error: str | None = None
