"""The working day of each role, in each language, in a real Chromium against `mergen serve`."""

import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import segno
from argon2 import PasswordHasher
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import insert, select

from benchmarks.command import BIN
from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, Table, Value, progress, versions
from benchmarks.review_load import serving
from benchmarks.review_store import NOW, Size, fill
from benchmarks.working_day import (
    Task,
    Worker,
    admin,
    analyst,
    exporter,
    reviewer,
    second_reviewer,
    speak,
    volunteer,
)
from crawler.chromium import find_chromium
from mergen.clock import utc_now
from models.database import Database
from models.decision import Decision, Verdict
from models.shop import Resource, ShopMember
from models.user import Role
from pipeline.cards import refresh
from review.accounts import create_user
from review.sessions import start_session

LANGUAGES = ("kk", "ru", "en")
PEOPLE = {
    "volunteer": Role.VOLUNTEER,
    "reviewer": Role.REVIEWER,
    "second_reviewer": Role.REVIEWER,
    "exporter": Role.EXPORTER,
    "analyst": Role.ANALYST,
    "admin": Role.ADMIN,
}
SHOPS = 120
FACES = 10
GOALS = {"a clear reject": "reject", "a confirm": "confirm", "ten mirrors, one left out": "cluster"}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A store that is served, and the tokens of the people who are signed in."""

    url: str
    evidence: str
    database: Database
    base: str
    tokens: dict[str, str]


def run(options: Options) -> Figures:
    """Every role has its day, in every language (`--quick`: each in one of them)."""
    done: list[tuple[str, str, Task]] = []
    with _house() as house, sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=sandbox)
        for turn, language in enumerate(LANGUAGES):
            names = [name for place, name in enumerate(PEOPLE) if not options.quick or place % 3 == turn]
            for name in names:
                progress(f"{name}, {language}")
                done += [(name, language, task) for task in _day(browser, house, name, language, turn)]
        browser.close()
    return _figures(done)


def people(database: Database) -> dict[str, str]:
    """An account of each role of the day, signed in; their tokens."""
    hasher, now = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), utc_now()
    with database.write() as session:
        tokens = {}
        for name, role in PEOPLE.items():
            user = create_user(session, name, "a long sentence", role, now, hasher)
            session.flush()
            tokens[name] = start_session(session, user, now=now, lifetime=timedelta(hours=12))
    return tokens


def clusters(database: Database, count: int) -> list[int]:
    """Fill a store with shops, of which the first so many have ten faces; their numbers."""
    fill(database, Size(shops=SHOPS))
    numbers = list(range(1, count + 1))
    with database.write() as session:
        first = 10 * SHOPS
        for shop in numbers:
            ids = range(first + FACES * shop, first + FACES * shop + FACES - 1)
            session.execute(insert(Resource), [_mirror(each) for each in ids])
            member = {"shop_id": shop, "reason": "text", "detail": "0.98", "joined_at": NOW}
            session.execute(insert(ShopMember), [{"resource_id": each, **member} for each in ids])
        refresh(session, numbers)
    return numbers


def confirmed_once(database: Database, person: str) -> list[int]:
    """Shops that the reviewer confirmed last and nobody else did."""
    with database.read() as session:
        query = select(Decision.shop_id).where(
            Decision.verdict == Verdict.CONFIRMED, Decision.decided_by == person
        )
        return list(dict.fromkeys(session.scalars(query.order_by(Decision.id.desc()).limit(2))))


def a_photo(text: str) -> bytes:
    """A picture with a code that leads to a reserved name."""
    out = BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=8)
    return out.getvalue()


def _mirror(number: int) -> dict[str, object]:
    host = f"mirror-{number}.example"
    return {"id": number, "key": host, "kind": "site", "host": host, "first_seen_at": NOW}


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="mergen-benchmark-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{folder}/mergen.db"
        database = Database(url)
        database.migrate()
        progress(f"filling the store with {SHOPS} shops")
        clusters(database, len(LANGUAGES))
        tokens = people(database)
        evidence = f"{folder}/evidence"
        with serving(url, evidence=evidence) as address:
            base = f"http://{address}"
            yield House(url=url, evidence=evidence, database=database, base=base, tokens=tokens)
        database.close()


def _day(browser: Browser, house: House, name: str, language: str, turn: int) -> Sequence[Task]:
    context = browser.new_context(locale="en", viewport={"width": 1300, "height": 850})
    context.add_cookies([{"name": "mergen_session", "value": house.tokens[name], "url": house.base}])
    worker = Worker(page=context.new_page(), base=house.base)
    worker.open("/second-factor")
    speak(worker, language)
    work(worker, house, name, turn)
    context.close()
    return worker.done


def work(worker: Worker, house: House, name: str, turn: int) -> None:
    """One person's day; `turn` counts the languages, so that nobody does the same twice."""
    match name:
        case "volunteer":
            volunteer(worker, a_photo(f"https://go.example/wall-{turn}"))
        case "reviewer":
            reviewer(worker, cluster=turn + 1)
        case "second_reviewer":
            second_reviewer(worker, confirmed_once(house.database, "reviewer"))
        case "exporter":
            exporter(worker, lambda: _deliver(house, turn))
        case "analyst":
            analyst(worker, f"vetka-{turn}.example")
        case _:
            admin(worker)


def _deliver(house: House, turn: int) -> None:
    """Hand over by the command what two people confirmed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, f"delivery-{turn}")
        settings = [f"MERGEN_DATABASE_URL={house.url}", f"MERGEN_EVIDENCE={house.evidence}"]
        words = ["env", *settings, str(BIN / "mergen"), "export", "csv"]
        done = subprocess.run([*words, "--out", str(out)], capture_output=True, text=True, check=False)
        if done.returncode or not list(out.glob("*.csv")):
            raise BenchmarkError(f"mergen export gave {done.returncode}: {done.stderr[-300:]}")


def _figures(done: Sequence[tuple[str, str, Task]]) -> Figures:
    values: dict[str, Value] = {}
    for task, name in GOALS.items():
        seen = [each for _, _, each in done if each.name == task]
        painted = [each.painted_ms for each in seen if each.painted_ms is not None]
        values[f"{name}_keys"] = max((each.keys + each.touches for each in seen), default=None)
        values[f"{name}_painted_ms"] = round(statistics.median(painted), 1) if painted else None
        values[f"{name}_painted_worst_ms"] = max(painted, default=None)
    values["load"] = round(os.getloadavg()[0], 1)
    rows = [(name, lang, t.name, t.keys, t.touches, t.seconds, t.painted_ms) for name, lang, t in done]
    columns = ("person", "language", "task", "keys", "touches", "seconds", "painted_ms")
    return Figures(
        values=values,
        sizes={"shops": SHOPS, "tasks": len(done)},
        versions=versions("fastapi", "uvicorn", "playwright"),
        data="generated",
        tables=(Table(title="Each task", columns=columns, rows=rows),),
    )


REVIEW_DAY = Benchmark(
    name="review_day",
    summary="the day of each role in each language in a real browser: keys and seconds",
    run=run,
)
