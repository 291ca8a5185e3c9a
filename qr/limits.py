"""How much one image may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Limits for one image.

    `max_pixels` is held against the header before anything is decoded, and against the sum of an
    animation's frames while it is read. `deep_seconds` is when no further attempt of the deep pass and no
    further frame is begun, for the whole image; a decoder that does not come back is the business of
    `qr.worker`.
    """

    max_bytes: int = 64_000_000
    max_pixels: int = 40_000_000
    max_frames: int = 16
    deep_seconds: float = 10.0
