"""Whether crawls that are killed again and again reach every page, and store none twice."""

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

import psutil

from benchmarks.command import Mergen
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, progress, versions
from benchmarks.processes import command_of, descendants
from benchmarks.tree_site import TreeSite

PAGES, HOSTS, KILLS = 600, 12, 24
QUICK_PAGES, QUICK_HOSTS, QUICK_KILLS = 60, 6, 3
SCRIPTED = 20
"""Every so manieth page needs the browser."""
BROWSER_SHARE, BROWSER_SECONDS = 0.25, 30.0
PATIENCE_SECONDS = 600.0


@dataclass(slots=True)
class Toll:
    """What was killed, and what became of the pages."""

    kills: int = 0
    browsers: int = 0
    lost: int = 0
    doubled: int = 0
    fetched: int = 0
    unseen: int = 0


@dataclass(slots=True)
class Crawls:
    """The processes that share one run, and who kills them. The first begins the run."""

    mergen: Mergen
    site: TreeSite
    processes: int
    dice: random.Random
    living: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self) -> None:
        """As many processes as there should be."""
        if not self.living:
            words = ("--depth", "20", "--offsite", "20", "--max-pages", str(10 * self.site.pages))
            self.living.append(self.mergen.start("crawl", self.site.url(0), *words))
            while not self.site.hits:
                _look(self.living)
        while len(self.living) < self.processes:
            self.living.append(self.mergen.start("crawl", "--run", "1"))

    def wait_for_answers(self, count: int) -> bool:
        """Until the site has answered `count` times more; False if the crawl came to its end before."""
        wanted = self.site.hits.total() + count
        until = time.monotonic() + PATIENCE_SECONDS
        while self.site.hits.total() < wanted:
            if not _look(self.living):
                return False
            if time.monotonic() > until:
                raise BenchmarkError(f"no progress in {PATIENCE_SECONDS:.0f} s")
        time.sleep(self.dice.uniform(0, 0.4))
        return _look(self.living)

    def kill(self) -> bool:
        """One of the processes that are at work, which is started again; False if all have ended."""
        victims = [crawl for crawl in self.living if crawl.poll() is None]
        if not victims:
            return False
        victim = self.dice.choice(victims)
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        self.living[self.living.index(victim)] = self.mergen.start("crawl", "--run", "1")
        return True

    def kill_browser(self) -> bool:
        """The browser of one of them, as soon as one is running; False if none comes."""
        until = time.monotonic() + BROWSER_SECONDS
        while _look(self.living) and time.monotonic() < until:
            for crawl in self.living:
                for browser in filter(_is_browser, descendants(crawl.pid)):
                    os.kill(browser.pid, signal.SIGKILL)
                    return True
        return False

    def end(self) -> None:
        """Wait for the end of all."""
        for crawl in self.living:
            crawl.wait(PATIENCE_SECONDS)
        _look(self.living)

    def abandon(self) -> None:
        """Nothing is left running, whatever went wrong."""
        for crawl in self.living:
            if crawl.poll() is None:
                os.kill(crawl.pid, signal.SIGKILL)
                crawl.wait()


def run(options: Options) -> Figures:
    """Once with one process and once with two that share the frontier; each time as many kills, at moments
    drawn by lot while the crawl makes progress, and besides of a browser now and then."""
    sizes = (QUICK_PAGES, QUICK_HOSTS, QUICK_KILLS) if options.quick else (PAGES, HOSTS, KILLS)
    alone, shared = (toll_of(*sizes, processes=processes) for processes in (1, 2))
    kills = min(alone.kills, shared.kills)
    if kills < sizes[2]:
        raise BenchmarkError(f"a crawl was over after {kills} of {sizes[2]} kills: run it again")
    return Figures(
        values={
            "kills": kills,
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
    """Crawl `pages` pages with so many `processes`, and kill one of them `kills` times, as long as there is
    something to crawl."""
    toll = Toll()
    with (
        TreeSite(pages, hosts, scripted) as site,
        tempfile.TemporaryDirectory(prefix="mergen-benchmark-") as folder,
    ):
        mergen = Mergen(folder=folder, site=",".join(site.addresses))
        mergen("init")
        with _crawls(mergen, site, processes) as crawls:
            while toll.kills < kills and crawls.wait_for_answers(
                crawls.dice.randrange(3 * pages // (2 * kills * processes))
            ):
                if crawls.dice.random() < BROWSER_SHARE and crawls.kill_browser():
                    toll.browsers += 1
                else:
                    toll.kills += crawls.kill()
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


def _look(crawls: list["subprocess.Popen[bytes]"]) -> bool:
    """Whether any is at work. Raises if all gave up: one that is started when another has just come to the
    end is told so and gives up."""
    time.sleep(0.02)
    statuses = [crawl.poll() for crawl in crawls]
    if all(statuses):
        raise BenchmarkError(f"mergen crawl ended by itself with status {statuses}")
    return None in statuses


FRONTIER_KILL = Benchmark(
    name="frontier_kill",
    summary="pages lost and stored twice when crawls are killed at random, one process and two on one run",
    run=run,
)
