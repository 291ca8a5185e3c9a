"""Doing dry runs of lexicons: at once for the command, in a process of its own for the review pages."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from datetime import datetime

import structlog

from mergen.composition import Workshop
from mergen.settings import Settings
from models.database import Database
from models.dry_run import DryRun, DryRunState
from models.errors import StoreError
from pipeline.dry_runs import SILENCE, Pair, carry_out, finish, next_waiting, take

LONGEST = 30 * 60.0
"""Seconds that a dry run beside the review pages may take."""
NICENESS = 10


def do(workshop: Workshop, run: DryRun) -> None:
    """Do a dry run that was taken; how it ended is written down, whatever happens."""
    try:
        pair = Pair(before=workshop.scorer, after=workshop.scorer_with({run.name: run.lexicon.encode()}))
        carry_out(workshop.database, workshop.blobs, run, pair, workshop.clock)
    except BaseException as error:
        reason = str(error) or type(error).__name__
        finish(workshop.database, run.id, DryRunState.FAILED, reason, workshop.clock())
        raise


def work(settings: Settings, number: int) -> None:
    """Do a dry run that was taken for this process, which leaves the processors to others."""
    os.nice(NICENESS)
    with Workshop(settings) as workshop:
        with workshop.database.read() as session:
            run = session.get_one(DryRun, number)
        do(workshop, run)


class DryRunner:
    """Does the dry runs that wait, one after the other, each in a process of its own that is ended when it
    takes too long. `wake` begins; it starts no second worker beside the first. Safe for several threads."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Callable[[], datetime],
        longest: float = LONGEST,
    ) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._longest = longest
        self._turn = threading.Lock()
        self._worker: threading.Thread | None = None

    def wake(self) -> None:
        """See to what waits."""
        with self._turn:
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._all, name="dry runs", daemon=True)
                self._worker.start()

    def begin(self) -> None:
        """See to what waits, and, once it is certain that nobody does it, to what a server left that died."""
        self.wake()
        later = threading.Timer(SILENCE.total_seconds() + 1, self.wake)
        later.daemon = True
        later.start()

    def wait(self, seconds: float) -> None:
        """Give the worker time to come to its end."""
        if self._worker is not None:
            self._worker.join(seconds)

    def _all(self) -> None:
        try:
            while (number := self._waiting()) is not None:
                if self._taken(number):
                    self._one(number)
        except StoreError as error:
            structlog.get_logger().warning("dry runs wait", reason=str(error))

    def _waiting(self) -> int | None:
        with self._database.read() as session:
            return next_waiting(session, self._clock())

    def _taken(self, number: int) -> bool:
        with self._database.write() as session:
            return take(session, number, self._clock()) is not None

    def _one(self, number: int) -> None:
        # Spawned: a server's threads and locks are not to be copied in the middle of their work.
        process = multiprocessing.get_context("spawn").Process(
            target=work, args=(self._settings, number), daemon=True
        )
        process.start()
        process.join(self._longest)
        reason = f"the process ended with status {process.exitcode}"
        if process.is_alive():
            process.kill()
            process.join()
            reason = f"it took more than {self._longest / 60:.0f} minutes: look at fewer pages"
        finish(self._database, number, DryRunState.FAILED, reason, self._clock())
