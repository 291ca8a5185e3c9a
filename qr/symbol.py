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
    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    UPC_A = "upc_a"
    UPC_E = "upc_e"
    CODE_128 = "code_128"
    CODE_39 = "code_39"
    CODE_93 = "code_93"
    CODABAR = "codabar"
    ITF = "itf"


LINEAR = tuple(SymbolFormat)[tuple(SymbolFormat).index(SymbolFormat.EAN_13) :]
"""The one-dimensional ones."""


class Hint(StrEnum):
    """What the next photo of a code should do better (see `qr.hint`)."""

    NO_CODE_SEEN = "no_code_seen"
    WHOLE_CODE = "whole_code"
    CLOSER = "closer"
    SHARPER = "sharper"
    LESS_GLARE = "less_glare"
    MORE_LIGHT = "more_light"
    STRAIGHT_ON = "straight_on"
    CODE_DAMAGED = "code_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """One symbol: its text, its bytes before any character set was assumed, and its corners in the
    image's pixels as displayed (after its EXIF orientation), clockwise from the symbol's own top left.

    `decoder` and `variant` name the attempt that read it first; `agreed` are the other attempts
    (`decoder/variant`) that read the same there. `disputed` are the decoders that read another text at
    the same place: then each text is a symbol of its own, none is dropped, and a person has to look.
    `frame` counts an animation's frames or a file's pages from 0.
    """

    text: str
    raw: bytes
    format: SymbolFormat
    position: Quad
    decoder: str
    variant: str = "plain"
    agreed: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    frame: int = 0

    @property
    def attempt(self) -> str:
        """What read it, as one label."""
        return f"{self.decoder}/{self.variant}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one image. `error` says, for a person, why it could not be looked at; then
    there are no symbols, and width and height are 0 unless the header told them.

    `unread` are places where a code stands that nobody could read; `failures` are the attempts that gave
    up on this image or were stopped on it, each with its reason. `hints` say what to do better, most
    helpful first, where a deep pass read nothing.
    """

    width: int = 0
    height: int = 0
    symbols: tuple[Symbol, ...] = ()
    error: str | None = None
    unread: tuple[Quad, ...] = ()
    failures: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
