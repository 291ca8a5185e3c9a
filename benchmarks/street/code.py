"""The codes of the invented photos: payloads with reserved names, and their modules."""

from dataclasses import dataclass

import numpy as np
import segno
from numpy.typing import NDArray
from segno import consts

Dice = np.random.Generator
Modules = NDArray[np.bool_]

WORDS = ("qala", "kitap", "nan", "mektep", "aula", "gorod", "kniga", "hleb", "poezd", "bazar")
DATA = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code: its text, its dark modules, and which modules carry data, both of shape (side, side)."""

    text: str
    dark: Modules
    data: Modules

    @property
    def side(self) -> int:
        """Modules on a side."""
        return len(self.dark)


def make_code(dice: Dice, *, error: str = "M", versions: tuple[int, int] = (1, 10)) -> Code:
    """A code with a text of our own, of a version within `versions` if the text fits it, else the next."""
    text = payload(dice)
    wanted = int(dice.integers(versions[0], versions[1] + 1))
    smallest = segno.make(text, error=error, boost_error=False, micro=False)
    qr = segno.make(
        text, error=error, version=max(wanted, int(smallest.version)), boost_error=False, micro=False
    )
    kinds = np.array([list(row) for row in qr.matrix_iter(border=0, verbose=True)])
    return Code(text=text, dark=np.array(qr.matrix, dtype=bool), data=np.isin(kinds, DATA))


def payload(dice: Dice) -> str:
    """What a code of the street may say, with reserved names only."""
    word = WORDS[int(dice.integers(len(WORDS)))]
    number = int(dice.integers(1000, 100_000))
    return (
        f"https://{word}.example/{number}",
        f"https://{word}{number}.test/?s={number % 97}",
        f"https://t.me/{word}_{number}_",
        f"tg://resolve?domain={word}_{number}_",
        f"HTTPS://{word.upper()}.EXAMPLE/{number}",
        f"Қала аялдамасы {number}",
        f"WIFI:T:WPA;S:{word};P:{number};;",
        f"tel:+70000000000;{number}",
        f"{number:012d}",
        f"https://{word}.example/{word}/{number}?utm_source={word}&n={number}",
    )[int(dice.integers(10))]
