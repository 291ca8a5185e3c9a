"""Photos by condition, severity and seed: the same bytes for the same three."""

import hashlib
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.street.conditions import CONDITIONS, Condition
from benchmarks.street.shot import take

SEVERITIES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetPhoto:
    """An invented photo (JPEG) and the texts of the codes in it."""

    image: bytes
    texts: frozenset[str]
    condition: str
    severity: int


def photo(condition: str, severity: int, seed: int) -> StreetPhoto:
    """The photo of that condition (a name in `CONDITIONS`), severity (1 to 5) and seed. Raises ValueError."""
    chosen = _condition(condition)
    if severity not in SEVERITIES:
        raise ValueError(f"Severities are 1 to 5, not {severity}.")
    name = f"{condition} {severity} {seed}".encode()
    dice = np.random.default_rng(int.from_bytes(hashlib.sha256(name).digest()[:8], "big"))
    shot = chosen.shot(severity, dice)
    taken = take(shot, dice)
    pixels = cv2.cvtColor(taken.picture.clip(0, 255).astype(np.uint8), cv2.COLOR_RGB2BGR)
    _, file = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, shot.quality))
    return StreetPhoto(
        image=file.tobytes(),
        texts=frozenset(code.text for code in taken.codes),
        condition=condition,
        severity=severity,
    )


def _condition(name: str) -> Condition:
    for condition in CONDITIONS:
        if condition.name == name:
            return condition
    known = ", ".join(condition.name for condition in CONDITIONS)
    raise ValueError(f"There is no condition {name}; there are {known}.")
