"""An office in which every page has something of everything to show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.request import SEED
from models.capture import Capture
from models.decision import Ground, Verdict
from models.dry_run import DryRun, DryRunChange, DryRunState
from models.quality import CaptureCheck
from models.raid import Moment, Raid, RaidPhoto
from models.run import RunState
from models.shop import Resource
from pipeline.alarm import Alarm, AlarmKind, raise_alarm
from pipeline.blind_looks import in_sample
from pipeline.decisions import Judgement, decide
from pipeline.runs import end
from pipeline.targets import Watch, add_target
from review.leases import Asker, take
from tests.review.conftest import Office
from tests.review.factory import NOW, TEXT, Street, picture

REJECTED = Judgement(verdict=Verdict.REJECTED, reason="report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """Numbers that the addresses of pages are made of: shops, runs, and a decision of the sample."""

    shop: int
    plain: int
    held: int
    sampled: int
    ended: int
    running: int


def furnish(office: Office) -> Everything:
    """Fill an office, for the administrator to look at."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.run.seeds, street.run.heartbeat_at = ["https://vetka.example/"], office.clock()
        shop = _full_shop(session, street)
        plain, held = street.shop("like.example", score=0.8), street.shop("held.example", score=0.7)
        decide(session, plain, REJECTED, actor="reviewer", now=NOW)
        take(session, held, Asker(name="reviewer", at=office.clock()))
        ended = _watching(session, street, office)
        _trials(session)
        _raid(session)
        numbers = {"ended": ended, "running": street.run.id, "sampled": _sampled(session, street)}
        return Everything(shop=shop, plain=plain, held=held, **numbers)


def _full_shop(session: Session, street: Street) -> int:
    """Confirmed once by the reviewer, with a face that joined later."""
    link = "https://go.example/wall-7"
    photographed = [street.code(link, url=link), street.code("WIFI:T:WPA;S:qala;P:a-password;;", "wifi")]
    for number, digest in enumerate(photographed):
        place = {"latitude": 49.8 + number / 50, "longitude": 73.1, "camera_latitude": 49.81}
        taken: dict[str, Any] = {"text": "QALA 1g - 9000", "quote": "1g - 9000"}
        taken |= {"taken_at": "2026:02:28 23:10:00", "camera_longitude": 73.11, "near": ["a" * 64]}
        street.photo(digest, note="behind the stop", sender="admin", **place, **taken)
    shown: dict[str, Any] = {
        "image_text": "QALA 24/7",
        "screenshot_sha256": street.blob(picture(900, 1200), kind="screenshot"),
        "origin": "photo",
        "reference": photographed[0],
        "tls_error": "certificate has expired",
        "hops": [{"url": "http://qala.example/", "status": 301, "location": "https://qala.example/"}],
        "handling": {"consent": {"words": "Reject all"}},
        "places": ["Almaty"],
    }
    text = f"{TEXT}\nCard 4111 1111 1111 1111, call +7 700 000 00 00"
    shop = street.shop("qala.example", text=text, score=0.8, **shown)
    resource = session.scalars(select(Resource).where(Resource.key == "qala.example")).one()
    last = street.page(resource, text=f"{text}\nnew words", score=0.95, **shown)
    for digest in photographed:
        street.shows(last, digest)
    session.add(CaptureCheck(capture_id=last, checked_at=NOW, complete=False, quotes=4, unsaid=["1g - 9000"]))
    channel = street.face(shop, "t.me/qala_vitrina_", reason="contact", detail="@qala_vitrina_")
    links = [{"url": "https://qala-2.example/", "text": "mirror"}]
    street.post(channel, 7, "1g - 9000, 2g - 16000", views=4400, links=links, buttons=links)
    street.obstacle("qala.example", "captcha", "I am not a robot", pictured=True)
    street.shop("library.example", text="A library", signs=(), title="Library")
    street.look_again("library.example", "t.me/qala_vitrina_")
    judgement = Judgement(
        verdict=Verdict.CONFIRMED, reason="offer: looks at night", ground=Ground("acquisition")
    )
    decide(session, shop, judgement, actor="reviewer", now=NOW)
    street.face(shop, "qala-9.example", reason="text", detail="0.97")
    return shop


def _watching(session: Session, street: Street, office: Office) -> int:
    """A target with a crawl under way and one that ended, with every alarm; gives the latter."""
    watch, now = Watch(every="0 1 * * *"), office.clock()
    target, _ = add_target(
        session, "https://vetka.example/", watch, provenance=SEED, actor="analyst", now=now
    )
    for number in range(5):
        cause = ("timeout", "robots", None)[number % 3]
        street.queued(f"https://vetka.example/{number}", cause, cause and "no answer")
    other = Street(session, street.blobs)
    other.run.seeds, other.run.target_id = ["https://vetka.example/"], target.id
    account = {"requested": 4, "pages": 1, "findings": 1, "failed": {"timeout": 2}}
    end(session, other.run.id, RunState.FINISHED, account | {"unreached": ["gone.example"]}, "", now)
    for kind in AlarmKind:
        facts = {"usual": 12, "pages": 1, "run": 1, "day": "2026-03-01", "count": 2}
        raise_alarm(session, other.run.id, Alarm(kind=kind, message="", facts=facts), now)
    return other.run.id


def _trials(session: Session) -> None:
    """A dry run that is done, number 1, and one that waits, number 2."""
    said: dict[str, Any] = {"lexicon": "", "asked_by": "analyst", "asked_at": NOW, "newest": None}
    done = DryRun(name="new_words.toml", state=DryRunState.DONE, ended_at=NOW, whole=9, pages=9, **said)
    session.add(done)
    session.flush()
    session.add(DryRun(name="waits.toml", **said))
    labels = {"change": "appears", "label_before": "benign", "label_after": "sale"}
    scores = {"score_before": 0.2, "score_after": 0.9}
    signs = {
        "gained": [{"kind": "B1_stash_word", "quote": "new words"}],
        "lost": [{"kind": "L1_news", "quote": "report"}],
    }
    capture = session.scalars(select(Capture).where(Capture.url == "https://like.example/")).one()
    change: dict[str, Any] = labels | scores | signs
    session.add(DryRunChange(dry_run_id=done.id, capture_id=capture.id, **change))


def _raid(session: Session) -> None:
    """Raid 1, with a photo before and one after."""
    texts: dict[str, Any] = {
        "place": "Maikuduk",
        "names": "Kyran",
        "agreed": "district police",
        "note": "two walls",
    }
    counts: dict[str, Any] = {"people": 14, "found": 36, "painted": 33}
    times: dict[str, Any] = {"begun_at": NOW, "ended_at": NOW + timedelta(hours=2), "kept_at": NOW}
    raid = Raid(kept_by="admin", **texts, **counts, **times)
    session.add(raid)
    session.flush()
    for number, moment in enumerate(Moment, 1):
        session.add(RaidPhoto(raid_id=raid.id, photo_id=number, moment=moment))
    session.flush()


def _sampled(session: Session, street: Street) -> int:
    """A decision of the reviewer that somebody else is to look at again."""
    for number in range(40):
        shop = street.shop(f"s{number}.example", score=0.3)
        decision = decide(session, shop, REJECTED, actor="reviewer", now=NOW)
        session.flush()
        if in_sample(decision.id):
            return decision.id
    raise AssertionError("no decision came into the sample")
