"""The working day of each role in the review application, as a person in front of a real Chromium has it.

Nothing here reads words of the interface, so that each day runs in every language.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

WAIT = 60_000
"""Milliseconds until something counts as not happening at all."""
# How long after the last key another heading was painted, in milliseconds.
STOPWATCH = """() => {
  window.painted = null;
  const first = document.querySelector("h1").textContent;
  addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
  new MutationObserver((_, watcher) => {
    const heading = document.querySelector("h1");
    if (!window.pressed || !heading || heading.textContent === first) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() - window.pressed; }));
  }).observe(document.documentElement, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that was done: keys pressed, buttons and fields touched, seconds until it was answered, and,
    where another shop came, milliseconds until that was painted."""

    name: str
    keys: int = 0
    touches: int = 0
    seconds: float
    painted_ms: float | None = None


@dataclass(slots=True)
class Worker:
    """A person who is signed in, with what they have done so far."""

    page: Page
    base: str
    done: list[Task] = field(default_factory=list)
    keys: int = 0
    touches: int = 0

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        self.keys += len(keys)

    def touch(self, selector: str) -> None:
        self.page.click(selector)
        self.touches += 1

    def write(self, selector: str, text: str) -> None:
        """Fill a field in; the letters are not counted, for nobody can save them."""
        self.page.fill(selector, text)
        self.touches += 1

    def task(self, name: str, work: Callable[[], float | None]) -> None:
        """Do something and note what it took. `work` may give when the next shop was painted."""
        self.keys = self.touches = 0
        began = time.perf_counter()
        painted = work()
        seconds = round(time.perf_counter() - began, 3)
        keys, touches = self.keys, self.touches
        self.done.append(Task(name=name, keys=keys, touches=touches, seconds=seconds, painted_ms=painted))


def speak(worker: Worker, language: str) -> None:
    """Choose the language of the pages."""
    worker.touch(f".languages button[lang={language}]")
    expect(worker.page.locator("html")).to_have_attribute("lang", language, timeout=WAIT)


def volunteer(worker: Worker, photo: bytes) -> None:
    """Sends a photo and keeps the sheet of a raid."""

    def send() -> None:
        file = {"name": "wall.png", "mimeType": "image/png", "buffer": photo}
        worker.page.set_input_files("#photo", [file])  # type: ignore[arg-type]
        worker.write("#note", "49")
        worker.touch("form[data-photos] button.primary")
        expect(worker.page.locator(".answers li")).to_contain_text(re.compile(r": \D+ \d+\."), timeout=WAIT)

    def raid() -> None:
        fields = {"place": "Maikuduk", "day": "2026-02-20", "begun": "10:00", "people": "4", "found": "12"}
        for name, said in fields.items():
            worker.write(f"[name={name}]", said)
        worker.touch("main form button.primary")
        worker.page.wait_for_url(re.compile(r"/raids/\d+$"), timeout=WAIT)

    worker.open("/photos")
    worker.task("send a photo", send)
    worker.open("/raids")
    worker.task("keep the sheet of a raid", raid)


def reviewer(worker: Worker, cluster: int) -> None:
    """Rejects what is clear, confirms, and confirms a cluster of ten faces but for the seventh."""
    worker.open("/")
    worker.press("n")
    expect(worker.page.locator("#decision")).to_be_visible(timeout=WAIT)
    worker.task("a clear reject", lambda: _decide(worker, "6"))
    worker.task("a confirm", lambda: _decide(worker, "1", "a", "c"))
    worker.open(f"/shops/{cluster}")
    worker.task("ten mirrors, one left out", lambda: _decide(worker, "x", "7", "4", "a", "c"))


def second_reviewer(worker: Worker, confirmed: Sequence[int]) -> None:
    """Confirms what somebody else confirmed, for nothing leaves without that."""
    for shop in confirmed:
        worker.open(f"/shops/{shop}")
        worker.task("a second confirm", lambda: _decide(worker, "1", "a", "c"))


def analyst(worker: Worker, address: str) -> None:
    """Has an address watched, lets it rest, and looks how crawls went."""

    def watch() -> None:
        worker.touch("details summary >> nth=0")
        worker.write("#address", address)
        worker.touch("main form:has(#address) button.primary")
        worker.page.wait_for_url(re.compile(r"/targets/\d+$"), timeout=WAIT)

    def rest() -> None:
        worker.touch("form[action$='/pause'] button")
        expect(worker.page.locator(".target-paused")).to_be_visible(timeout=WAIT)
        worker.touch("form[action$='/resume'] button")
        expect(worker.page.locator("form[action$='/pause']")).to_be_visible(timeout=WAIT)

    worker.open("/targets")
    worker.task("watch an address", watch)
    worker.task("let it rest, and take it up again", rest)
    worker.open("/targets")
    worker.task("see how crawls went", lambda: _leaf(worker, ("/runs", "/failures", "/harvest", "/alarms")))


def exporter(worker: Worker, deliver: Callable[[], None]) -> None:
    """Looks at the month and delivers what stands confirmed, by the command."""
    worker.open("/overview")
    worker.task("deliver", deliver)


def admin(worker: Worker) -> None:
    """Looks at the month, tries a key of their own, and looks after the second factor."""

    def key() -> None:
        worker.write("main [name=next]", "w")
        worker.touch("main form button.primary")
        expect(worker.page.locator(".keys .notice")).to_be_visible(timeout=WAIT)

    worker.open("/keys")
    worker.task("choose a key", key)
    worker.task("see the office's pages", lambda: _leaf(worker, ("/overview", "/second-factor", "/raids")))


def _leaf(worker: Worker, paths: Sequence[str]) -> None:
    for path in paths:
        worker.touch(f"header a[href='{path}'], .tabs a[href='{path}']")
        worker.page.wait_for_url(f"**{path}", timeout=WAIT)


def _decide(worker: Worker, *keys: str) -> float | None:
    """Decide once the next shop is at hand, as it is after the seconds that a look takes."""
    page = worker.page
    before = page.url
    _until(page, "Boolean(ahead?.page) || !document.querySelector('form[data-ahead]')")
    page.evaluate(STOPWATCH)
    worker.press(*keys)
    _until(page, "window.painted !== null")
    painted: float = page.evaluate("window.painted")
    expect(page.locator(".toast")).to_be_visible(timeout=WAIT)
    assert page.url != before, "the decision was asked for again"  # noqa: S101 - else the figures would say nothing
    return round(painted, 1)


def _until(page: Page, condition: str) -> None:
    # Not wait_for_function: the pages' policy forbids to evaluate text.
    ends = time.monotonic() + WAIT / 1000
    while not page.evaluate(condition):
        if time.monotonic() > ends:
            raise TimeoutError(condition)
        page.wait_for_timeout(5)
