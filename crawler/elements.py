"""Pictures of the elements of a page that may be codes drawn by scripts or by markup."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from math import isfinite

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import FloatRect, Page

MOST_ELEMENTS = 4
LARGEST = 2000  # pixels of a side
SECONDS = 10.0
MARGIN = 16  # pixels around it: a code's quiet zone may be the page's ground
# A canvas, a picture that a script made, or the innermost element of many small ones without a word.
FIND = """() => {
  const box = element => {
    const r = element.getBoundingClientRect();
    const square = r.width >= 40 && r.height >= 40 && r.width < 1.6 * r.height && r.height < 1.6 * r.width;
    return square && r.width <= 2000 ? [r.left + scrollX, r.top + scrollY, r.width, r.height] : null;
  };
  const grids = [...document.querySelectorAll('tbody, div, span, p, pre, ul, section, figure')]
    .filter(e => e.childElementCount >= 11).slice(0, 500)
    .filter(e => e.getElementsByTagName('*').length >= 200 && !e.textContent.trim() && box(e));
  const inner = grids.filter(e => !grids.some(other => other !== e && e.contains(other)));
  const drawn = [...document.querySelectorAll('canvas, img[src^="blob:"]')].slice(0, 100);
  return [...drawn, ...inner].map(box).filter(Boolean).slice(0, 4);
}"""


async def pictures_of_elements(page: Page) -> tuple[bytes, ...]:
    """At most four, as PNG, with a margin; fewer where the browser makes none in time."""
    pictures: list[bytes] = []
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(SECONDS):
            for clip in _clips(await page.evaluate(FIND)):
                pictures.append(await page.screenshot(full_page=True, clip=clip, timeout=SECONDS * 1000))
    return tuple(pictures)


def _clips(found: object) -> Iterator[FloatRect]:
    """The places, from what the page said they are: its scripts may answer anything."""
    for place in found[:MOST_ELEMENTS] if isinstance(found, list) else []:
        if not (isinstance(place, list) and len(place) == 4 and all(map(_is_length, place))):
            continue
        x, y, width, height = map(float, place)
        left, top = max(0.0, x - MARGIN), max(0.0, y - MARGIN)
        if width <= LARGEST and height <= LARGEST:
            right, bottom = x + width + MARGIN, y + height + MARGIN
            yield {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _is_length(number: object) -> bool:
    return isinstance(number, int | float) and isfinite(number) and 0 <= number < 1_000_000
