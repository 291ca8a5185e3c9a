"""Where a deep look for codes pays on a crawl, and how much of it one page may cost."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from crawler.page import ImageRef
from pipeline.pictures import Picture

# A deep look takes a tenth of a second on most images and three seconds at worst, and the crawl waits for it.
DEEP_IMAGES = 6
DEEP_SECONDS = 3
# Two pixels for each of the 21 modules of the smallest QR code: below that there is nothing to look for.
LEAST_SIDE = 42

# English, Russian, Kazakh: the code itself, the act of scanning, the camera held up to it.
_CODE_WORDS = re.compile(
    r"(?<![^\W_])qr|(?<!\w)(?:scan(?!d)|barcode|bar code|data ?matrix"
    r"|ку-?ар|кью-?ар|куэр|(?:от|про)?скан(?!д)|штрих-?код|наведите? камер|камера(?:ны|ңызды) )"
)


class DeepBudget:
    """What one page may still spend on deep looks."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._left = DEEP_IMAGES
        self._until = clock() + timedelta(seconds=DEEP_SECONDS)

    def take(self) -> bool:
        """Whether one more image may be looked at deeply; counts it."""
        if self._left <= 0 or self._clock() >= self._until:
            return False
        self._left -= 1
        return True


def worth_a_deep_look(picture: Picture, ref: ImageRef, *, flagged: bool) -> bool:
    """Whether an image that was seen at a glance deserves every method: a code was located and not read, or
    none was seen and its page is flagged or the words around it speak of a code."""
    reading = picture.reading
    if picture.deep or reading.error is not None or min(reading.width, reading.height) < LEAST_SIDE:
        return False
    if reading.unread:
        return True
    return not reading.symbols and (flagged or speaks_of_a_code(ref))


def speaks_of_a_code(ref: ImageRef) -> bool:
    """Whether the image's file name, its alternative text or the text beside it names a code to scan."""
    file_name = "" if ref.url.startswith("data:") else unquote(urlsplit(ref.url).path.rpartition("/")[2])
    return any(_CODE_WORDS.search(text.casefold()) for text in (file_name, ref.alt, ref.near))
