"""Showing a page from top to bottom once, so that what loads only when it is seen is loaded."""

import asyncio
from contextlib import suppress

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

HEIGHT_LIMIT = 12_000  # pixels: as high as a screenshot
SECONDS = 7.0
STEP_MS = 60
# Gives how far down it came, in pixels, and how many images were loaded by then that had not been before.
UNROLL = """async ([limit, step, until]) => {
  const height = () => Math.max(...[document.documentElement, document.body].map(e => e?.scrollHeight || 0));
  const images = () => [...document.images].slice(0, 500);
  const there = image => image.complete && image.naturalWidth > 1;
  const before = images().filter(there).length;
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const end = performance.now() + until;
  for (const image of images()) if (image.loading === 'lazy') image.loading = 'eager';
  let y = 0;
  while (y + innerHeight < Math.min(limit, height()) && performance.now() < end) {
    y += Math.max(innerHeight, 200); scrollTo(0, y); await wait(step);
  }
  for (const image of images()) {
    const d = image.dataset, named = d.src || d.lazySrc || d.original || d.lazy;
    if (named && !there(image) && !/^(?:javascript|data):/i.test(named)) image.src = named;
  }
  const open = images().filter(image => !image.complete);
  const ends = open.map(image => new Promise(done => { image.onload = image.onerror = done; }));
  await Promise.race([Promise.all(ends), wait(Math.max(0, end - performance.now()))]);
  scrollTo(0, 0); await wait(step);
  return [Math.min(limit, height(), y + innerHeight), images().filter(there).length - before];
}"""


async def unroll(page: Page) -> tuple[int, int]:
    """Scroll down in steps, as far as a screenshot reaches, wait for the images, and go back to the top.
    Gives how far it came, in pixels, and how many images were loaded on the way."""
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(SECONDS):
            found = await page.evaluate(UNROLL, [HEIGHT_LIMIT, STEP_MS, (SECONDS - 2) * 1000])
            match found:
                case [int(scrolled), int(woken)]:
                    return max(0, min(scrolled, HEIGHT_LIMIT)), max(0, min(woken, 500))
    return 0, 0
