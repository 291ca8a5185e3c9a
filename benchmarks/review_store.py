"""A store with many invented shops, as years of crawling would leave it, written row by row in bulk."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.capture import Blob, Capture, Page
from models.database import Database
from models.decision import Decision
from models.frontier import FrontierEntry
from models.harvest import PageCount
from models.run import Run
from models.shop import Finding, Resource, Shop, ShopMember, Signal
from models.target import Target
from pipeline.alarm import Alarm, AlarmKind, raise_alarm
from pipeline.cards import refresh_stale
from pipeline.events import record
from pipeline.harvest import day_of

NOW = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
TEXT = (
    "Витрина. 1г - 9000, 2г - 16000. Предоплата, фото и координаты после оплаты. Оператор: @qala_vitrina_\n"
)
SIGNS = ("A1_catalog_price", "B3_coordinates_after_payment", "D2_transfer", "E1_telegram", "L1_news")
PLACES = ("алматы", "астана", "караганда", "шымкент", "тараз", "актобе", "павлодар", "семей")
LANGUAGES = ("ru", "ru", "ru", "kk", "en")
LABELS = ("sale", "sale", "recruitment", "unsure")
CAUSES = ("dns", "timeout", "http_error", "captcha", "robots")
AT_ONCE = 2_000
FEW = {"pages": 3, "usual": 60}
TARGETS = 200
FIRST = 1_000_000
"""The numbers of runs and targets begin behind it, so that a store may have some of its own."""
SHOPS_A_RUN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many shops, and captures of each: the first three have a page, the first two a finding."""

    shops: int
    captures: int = 10


def fill(database: Database, size: Size) -> None:
    """Write `size.shops` shops, each tenth with a second face, and their cards; the crawls that found them,
    `SHOPS_A_RUN` each, with addresses that failed and alarms; and what became of every tenth shop."""
    chance = random.Random(7)  # noqa: S311 - invented rows, the same each time
    with database.write() as session:
        session.execute(insert(Target), [_target(number) for number in range(TARGETS)])
        runs = _runs(size)
        session.execute(insert(Run), [_run(number) for number in runs])
        session.execute(insert(FrontierEntry), [_failed(run, each) for run in runs for each in range(10)])
        session.execute(
            insert(Blob),
            [{"sha256": "0" * 64, "size": 1, "media_type": "text/html", "kind": "body", "stored_at": NOW}],
        )
    for start in range(1, size.shops + 1, AT_ONCE):
        with database.write() as session:
            _shops(session, range(start, min(start + AT_ONCE, size.shops + 1)), size.captures, chance)
    with database.write() as session:
        _became(session, size, chance)
        refresh_stale(session)


def _became(session: Session, size: Size, chance: random.Random) -> None:
    """Alarms of some runs; decisions on every tenth shop, and of some of these that they were blocked."""
    for run in _runs(size)[::20]:
        raise_alarm(session, run, Alarm(kind=AlarmKind.FEW_PAGES, message="few", facts=FEW), NOW)
    for number in range(10, size.shops + 1, 10):
        kinds = chance.choice((("rejected",), ("confirmed",), ("confirmed", "exported", "blocked")))
        for days, kind in enumerate(kinds, start=1):
            at = _found_at(number) + timedelta(days=days)
            record(session, kind, ("shop", number), actor="aigul", at=at)
        verdict: dict[str, Any] = {
            "verdict": kinds[0],
            "reason": "offer",
            "decided_by": "aigul",
            "decided_at": _found_at(number),
        }
        # Its second face joined later: it waits again.
        session.add(Decision(shop_id=number, covers=[_resource(number, 0)["key"]], **verdict))
    session.flush()


def _found_at(number: int) -> datetime:
    return NOW - timedelta(minutes=number)


def _runs(size: Size) -> range:
    return range(_run_of(1), _run_of(size.shops) + 1)


def _run_of(number: int) -> int:
    """The run that found a shop."""
    return FIRST + number // SHOPS_A_RUN


def _target(number: int) -> dict[str, Any]:
    return {"id": FIRST + number, "url": f"https://target-{number}.example/", "created_at": NOW}


def _run(number: int) -> dict[str, Any]:
    begun = _found_at((number - FIRST) * SHOPS_A_RUN)
    facts: dict[str, Any] = {"state": "finished", "heartbeat_at": begun, "started_at": begun, "tick": begun}
    facts |= {"options": {}, "versions": {}, "account": {"pages": 60}}
    return {"id": number, "key": f"k{number}", "target_id": FIRST + number % TARGETS, "seeds": [], **facts}


def _failed(run: int, each: int) -> dict[str, Any]:
    place = {
        "run_id": run,
        "url": f"https://f-{run}-{each}.example/",
        "host": f"f-{run % 500}-{each}.example",
    }
    order: dict[str, Any] = {"depth": 1, "priority": 0.0, "origin": "link", "reference": "", "due_at": NOW}
    return place | order | {"state": "failed", "cause": CAUSES[each % len(CAUSES)]}


def _shops(session: Session, numbers: range, captures: int, chance: random.Random) -> None:
    faces = [(number, face) for number in numbers for face in range(2 if number % 10 == 0 else 1)]
    session.execute(insert(Shop), [{"id": number, "created_at": _found_at(number)} for number in numbers])
    session.execute(insert(Resource), [_resource(*face) for face in faces])
    session.execute(insert(ShopMember), [_member(*face) for face in faces])
    rows = [row for number in numbers for row in _captures(number, captures)]
    session.execute(insert(Capture), rows)
    pages = [_page(row["id"], captures, chance) for row in rows if row["id"] % captures < 3]
    session.execute(insert(Page), pages)
    session.execute(insert(PageCount), [_counted(number) for number in numbers])
    findings = [_finding(page) for page in pages if page["capture_id"] % captures < 2]
    session.execute(insert(Finding), findings)
    session.execute(insert(Signal), [sign for finding in findings for sign in _signs(finding, chance)])


def _counted(number: int) -> dict[str, Any]:
    source = {"run_id": _run_of(number), "origin": _origin(number), "resource_id": 2 * number}
    return {"day": day_of(_found_at(number)), "pages": 3, "flagged": 2, **source}


def _origin(number: int) -> str:
    return "photo" if number % 20 == 0 else "link"


def _resource(number: int, face: int) -> dict[str, Any]:
    key = f"t.me/shop_{number}_{face}_" if number % 3 else f"shop-{number}-{face}.example"
    host, _, account = key.partition("/")
    kind = "account" if account else "site"
    return {"id": 2 * number + face, "key": key, "kind": kind, "host": host, "first_seen_at": NOW}


def _member(number: int, face: int) -> dict[str, Any]:
    reason = "contact" if face else "first"
    member = {"resource_id": 2 * number + face, "shop_id": number, "reason": reason}
    return member | {"detail": "", "joined_at": NOW}


def _captures(number: int, captures: int) -> Iterator[dict[str, Any]]:
    for each in range(captures):
        url = f"https://shop-{number}.example/{each}"
        yield {
            "id": number * captures + each,
            "run_id": _run_of(number),
            "url": url,
            "final_url": url,
            "status": 200,
            "media_type": "text/html" if each < 3 else "image/png",
            "via": "http",
            "fetched_at": _found_at(number),
            "sha256": "0" * 64,
            "origin": _origin(number),
            "headers": [],
            "request_headers": [],
            "hops": [],
            "reference": "",
            "depth": each,
        }


def _page(capture: int, captures: int, chance: random.Random) -> dict[str, Any]:
    score = round(chance.betavariate(5, 2), 4)
    return {
        "capture_id": capture,
        "resource_id": 2 * (capture // captures),
        "title": f"Shop {capture}",
        "language": chance.choice(LANGUAGES),
        "text": TEXT * 8,
        "main_text": "",
        "score": score,
        "sale": score,
        "recruitment": 0.1,
        "label": chance.choice(LABELS),
        "scorer": "generated",
        "fingerprint": sha256(str(capture).encode()).digest(),
    }


def _finding(page: dict[str, Any]) -> dict[str, Any]:
    capture = page["capture_id"]
    return {
        "id": capture,
        "capture_id": capture,
        "resource_id": page["resource_id"],
        "score": page["score"],
        "label": page["label"],
        "scorer": "generated",
        "found_at": NOW - timedelta(minutes=capture // 10),
        "places": [PLACES[capture % len(PLACES)]],
    }


def _signs(finding: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for kind in chance.sample(SIGNS, 4):
        quote = TEXT[9:30]
        yield {
            "finding_id": finding["id"],
            "family": kind[0],
            "kind": kind,
            "quote": quote,
            "start": 9,
            "end": 30,
            "weight": 0.5,
            "in_image": False,
        }
