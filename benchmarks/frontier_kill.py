"""Whether crawls that are killed again and again reach every page, and store none twice."""

import math
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil

from benchmarks.command import Mergen
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, progress, versions
from benchmarks.processes import command_of, descendants
from benchmarks.tree_site import TreeSite

PAGES, HOSTS, KILLS = 600, 12, 24
QUICK_PAGES, QUICK_HOSTS, QUICK_KILLS = 60, 6, 3
SCRIPTED = 20
"""Every so manieth page needs the browser."""
BROWSER_SHARE, BROWSER_SECONDS, GRACE_SECONDS = 0.25, 30.0, 5.0
PATIENCE_SECONDS = 600.0
FINISHED = "is finished"
"""What a crawl of a run says that another has brought to its end."""


@dataclass(slots=True)
class Toll:
    """What was killed, and what became of the pages."""

    kills: int = 0
    browsers: int = 0
    lost: int = 0
    doubled: int = 0
    fetched: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Crawl:
    """One process, and what it says of faults."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def at_work(self) -> bool:
        return self.process.poll() is None

    def check(self) -> None:
        """Raise if it gave up by itself. One that is started when another has just come to the end may: it is
        told so."""
        said = self.log.read_text("utf-8", "replace") if self.process.poll() else FINISHED
        if FINISHED not in said:
            status = self.process.returncode
            raise BenchmarkError(f"mergen crawl ended by itself with {status}:\n{said[-2000:]}")

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass(slots=True)
class Crawls:
    """The processes that share one run, and who kills them. The first begins the run."""

    mergen: Mergen
    site: TreeSite
    processes: int
    dice: random.Random
    living: list[Crawl] = field(default_factory=list)
    _names: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        """As many processes as there should be."""
        if not self.living:
            words = ("--depth", "20", "--offsite", "20", "--max-pages", str(10 * self.site.pages))
            self.living.append(self._started(self.site.url(0), *words))
            while not self.site.hits:
                self._look()
        while len(self.living) < self.processes:
            self.living.append(self._started("--run", "1"))

    def wait_for_answers(self, count: int) -> None:
        """Until the site has answered `count` times in all, and a moment longer. It does not answer further
        before it is allowed to, so that a crawl is never over before its time."""
        self.site.allow(count)
        until = time.monotonic() + PATIENCE_SECONDS
        while self.site.hits.total() < count:
            self._look()
            if time.monotonic() > until:
                raise BenchmarkError(f"no progress in {PATIENCE_SECONDS:.0f} s")
        time.sleep(self.dice.uniform(0, 0.4))

    def kill(self) -> None:
        """One of the processes, which is started again."""
        victim = self.dice.choice(self.living)
        victim.kill()
        self.living[self.living.index(victim)] = self._started("--run", "1")

    def kill_browser(self, answers: int) -> bool:
        """The browser of one of them, as soon as one is running; False if none comes while the site answers
        so many times more."""
        allowed = self.site.hits.total() + answers
        self.site.allow(allowed)
        until = time.monotonic() + BROWSER_SECONDS
        while (now := time.monotonic()) < until:
            self._look()
            if self.site.hits.total() >= allowed:
                until = min(until, now + GRACE_SECONDS)
            for crawl in self.living:
                for browser in filter(_is_browser, descendants(crawl.process.pid)):
                    os.kill(browser.pid, signal.SIGKILL)
                    return True
        return False

    def end(self) -> None:
        """Let them come to the end of the site."""
        self.site.allow(math.inf)
        for crawl in self.living:
            crawl.process.wait(PATIENCE_SECONDS)
        self._look()

    def abandon(self) -> None:
        """Nothing is left running, whatever went wrong."""
        self.site.allow(math.inf)
        for crawl in self.living:
            if crawl.at_work:
                crawl.kill()

    def _started(self, *words: str) -> Crawl:
        log = Path(self.mergen.folder, f"crawl-{next(self._names)}.log")
        return Crawl(self.mergen.start("crawl", *words, log=log), log)

    def _look(self) -> None:
        time.sleep(0.02)
        for crawl in self.living:
            crawl.check()


def run(options: Options) -> Figures:
    """Once with one process and once with two that share the frontier; each time as many kills, at moments
    drawn by lot while the crawl makes progress, and besides of a browser now and then."""
    sizes = (QUICK_PAGES, QUICK_HOSTS, QUICK_KILLS) if options.quick else (PAGES, HOSTS, KILLS)
    alone, shared = (toll_of(*sizes, processes=processes) for processes in (1, 2))
    return Figures(
        values={
            "kills": min(alone.kills, shared.kills),
            "lost": alone.lost + shared.lost,
            "doubled": alone.doubled + shared.doubled,
            "browser_kills": alone.browsers + shared.browsers,
            "not_seen_by_browser": alone.unseen + shared.unseen,
            "fetched_alone": alone.fetched,
            "fetched_shared": shared.fetched,
        },
        sizes={"pages": sizes[0], "hosts": sizes[1]},
        versions=versions("scrapy", "sqlalchemy"),
        data="generated",
    )


def toll_of(pages: int, hosts: int, kills: int, *, processes: int, scripted: int = SCRIPTED) -> Toll:
    """Crawl `pages` pages with so many `processes`, and kill one of them `kills` times before the end."""
    toll = Toll()
    with (
        TreeSite(pages, hosts, scripted) as site,
        tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder,
    ):
        mergen = Mergen(folder=folder, site=",".join(site.addresses))
        mergen("init")
        with _crawls(mergen, site, processes) as crawls:
            # However long a browser is waited for, the end of the site is not reached before the last moment.
            for moment in sorted(crawls.dice.sample(range(2, pages * 9 // 10), kills)):
                crawls.wait_for_answers(moment)
                if crawls.dice.random() < BROWSER_SHARE:
                    toll.browsers += crawls.kill_browser(pages // 20)
                crawls.kill()
                toll.kills += 1
            crawls.end()
        _count(toll, site, f"{folder}/mergen.db")
    progress(f"{processes} at work, {toll}")
    return toll


@contextmanager
def _crawls(mergen: Mergen, site: TreeSite, processes: int) -> Iterator[Crawls]:
    dice = random.Random(processes)  # noqa: S311 - repeatable, not secret
    crawls = Crawls(mergen=mergen, site=site, processes=processes, dice=dice)
    try:
        crawls.start()
        yield crawls
    finally:
        crawls.abandon()


def _count(toll: Toll, site: TreeSite, store: str) -> None:
    with closing(sqlite3.connect(store)) as database:
        stored = dict(database.execute("select url, count(*) from captures group by url"))
        seen = database.execute("select count(*) from captures where via = 'browser'").fetchone()[0]
    urls = [site.url(number) for number in range(site.pages)]
    toll.lost = sum(url not in stored for url in urls)
    toll.doubled = sum(count - 1 for count in stored.values())
    toll.fetched = site.hits.total()
    toll.unseen = site.scripted_pages - seen


def _is_browser(process: psutil.Process) -> bool:
    """Whether it is a browser's main process."""
    words = command_of(process)
    return "--remote-debugging-pipe" in words and not any(word.startswith("--type=") for word in words)


FRONTIER_KILL = Benchmark(
    name="frontier_kill",
    summary="pages lost and stored twice when crawls are killed at random, one process and two on one run",
    run=run,
)
