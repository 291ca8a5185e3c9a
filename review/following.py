"""Following a run while it goes on: server-sent events (WHATWG HTML, 9.2), which a page reads with
EventSource."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from models.case import Sight
from pipeline.progress import Progress, progress_of
from pipeline.runs import seen_run
from review.defang import defang
from review.desk import Desk
from review.languages import Language
from review.run_list import ShownState
from review.watch_words import RUN_STATES

PAUSE = 1.0
SPARING = 20
"""A look that takes long, on a large crawl or a busy store, is followed by a pause so many times as long."""
TURNS = 60
"""After so many looks a stream ends and the page asks anew: who was signed out meanwhile is told then."""
RETRY = 2000
LONGEST_ADDRESS = 120
NUMBERS = ("queued", "leased", "done", "failed", "pages", "unchanged", "findings", "most")


async def follow(desk: Desk, run_id: int, sight: Sight, language: Language) -> AsyncIterator[str]:
    """The events of a run: how it stands, as often as that changes, and `ended` once it has. Raises
    BadRun."""
    told: Progress | None = None
    with desk.followers.one():
        yield f"retry: {RETRY}\n\n"
        for _ in range(TURNS):
            began = time.monotonic()
            progress = await run_in_threadpool(_look, desk, run_id, sight)
            took = time.monotonic() - began
            if progress != told:
                yield f"data: {json.dumps(in_words(progress, language), ensure_ascii=False)}\n\n"
                told = progress
            else:
                yield ": nothing new\n\n"
            if not progress.running:
                yield "event: ended\ndata: \n\n"
                return
            await asyncio.sleep(max(PAUSE, took * SPARING))


def in_words(progress: Progress, language: Language) -> dict[str, str]:
    """A run's progress as the page shows it."""
    state = ShownState.SILENT if progress.silent else ShownState(progress.state)
    numbers = {name: language.number(getattr(progress, name)) for name in NUMBERS}
    return {
        **numbers,
        "state": language.translations.gettext(RUN_STATES[state]),
        "last": defang(progress.last)[:LONGEST_ADDRESS],
        "share": str(min(progress.pages + progress.unchanged, progress.most)),
    }


def _look(desk: Desk, run_id: int, sight: Sight) -> Progress:
    with desk.database.read() as session:
        return progress_of(session, seen_run(session, run_id, sight), desk.now())
