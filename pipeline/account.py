"""A run's account: what was asked for and what became of it, over all times that it was taken up."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from crawler.divergence import Divergence
from crawler.page import ImageSource
from models.capture import Capture, Page, PageImage, Revisit
from models.frontier import EntryState, FrontierEntry
from models.image import Symbol
from models.quality import CaptureCheck
from models.run import Run
from models.second_look import SecondLook
from models.shop import Finding
from pipeline.alarm import Alarm
from pipeline.travelled import Stored, Travelled

MOST_HOSTS = 50


@dataclass(slots=True)
class Account:
    """Counts of one run. `incomplete` are findings of which the store does not show what is quoted
    (`pipeline.quality`), `unseen` pages that the browser was to show and did not. `failed` is by cause
    (`crawler.visit.Cause`); `refused` are the connections that the egress guard stopped; `looked_again` are
    the pages that were shown to another visitor too, `differing` those of them that were something else, or a
    shop's for one of the two only, and `hidden` the addresses to which that visitor alone was led;
    `ignored_robots` is why robots.txt was left aside, empty where it was obeyed; `unreached` are the first
    hosts of which no address gave a page; `alarms` what is missing that earlier runs had
    (`pipeline.alarms`)."""

    requested: int = 0
    pages: int = 0
    unchanged: int = 0
    images: int = 0
    symbols: int = 0
    findings: int = 0
    incomplete: int = 0
    unseen: int = 0
    refused: int = 0
    looked_again: int = 0
    differing: int = 0
    hidden: int = 0
    ignored_robots: str = ""
    unreached: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    failed: Counter[str] = field(default_factory=Counter)

    def count(self, travelled: Travelled, stored: Stored) -> None:
        if travelled.visit.revisit is not None:
            self.unchanged += stored.fresh
        elif travelled.score is not None:
            self.pages += stored.fresh
            self.unchanged += not stored.fresh
        self.images += len(travelled.looked_at)
        self.symbols += sum(len(looked.picture.reading.symbols) for looked in travelled.looked_at)
        self.findings += stored.finding_id is not None and stored.fresh
        self.unseen += bool(travelled.visit.capture and travelled.visit.capture.unseen) and stored.fresh

    def as_dict(self) -> dict[str, Any]:
        return {
            "requested": self.requested,
            "pages": self.pages,
            "unchanged": self.unchanged,
            "images": self.images,
            "symbols": self.symbols,
            "findings": self.findings,
            "incomplete": self.incomplete,
            "unseen": self.unseen,
            "refused": self.refused,
            "looked_again": self.looked_again,
            "differing": self.differing,
            "hidden": self.hidden,
            "ignored_robots": self.ignored_robots,
            "unreached": list(self.unreached),
            "alarms": [alarm.message for alarm in self.alarms],
            "failed": dict(sorted(self.failed.items())),
        }


def so_far(session: Session, run_id: int) -> Account:
    """The account of what a run has stored: a run that was killed left no other."""
    states = select(FrontierEntry.state, FrontierEntry.cause, func.count()).where(
        FrontierEntry.run_id == run_id, FrontierEntry.state.in_((EntryState.DONE, EntryState.FAILED))
    )
    settled = session.execute(states.group_by(FrontierEntry.state, FrontierEntry.cause)).all()
    own = Capture.run_id == run_id
    shown = PageImage.source != ImageSource.SCREENSHOT.value
    images = (
        select(func.count(PageImage.image_sha256))
        .join(Capture, Capture.id == PageImage.capture_id)
        .where(shown)
    )
    symbols = (
        select(func.count(Symbol.id))
        .join(PageImage, PageImage.image_sha256 == Symbol.image_sha256)
        .join(Capture, Capture.id == PageImage.capture_id)
        .where(shown)
    )
    pages, findings, revisits = (
        select(func.count()).select_from(table).join(Capture, Capture.id == table.capture_id)
        for table in (Page, Finding, Revisit)
    )
    incomplete = (
        select(func.count())
        .select_from(CaptureCheck)
        .join(Capture, Capture.id == CaptureCheck.capture_id)
        .where(CaptureCheck.complete.is_(False))
    )
    unseen = select(func.count()).select_from(Capture).where(Capture.unseen != "")
    counts = [
        session.scalars(query.where(own)).one()
        for query in (pages, images, symbols, findings, revisits, incomplete, unseen)
    ]
    looked_again, differing = _looked_again(session, own)
    return Account(
        looked_again=looked_again,
        differing=differing,
        hidden=session.scalars(_hidden(run_id)).one(),
        requested=sum(count for _, _, count in settled),
        pages=counts[0],
        unchanged=counts[4],
        images=counts[1],
        symbols=counts[2],
        findings=counts[3],
        incomplete=counts[5],
        unseen=counts[6],
        failed=Counter({cause: count for _, cause, count in settled if cause is not None}),
        unreached=_unreached(session, run_id),
    )


def _looked_again(session: Session, own: ColumnElement[bool]) -> tuple[int, int]:
    differs = or_(SecondLook.divergence != Divergence.SAME, SecondLook.shop_for.in_(("first", "second")))
    looks = select(func.count(), func.count(case((differs, 1)))).select_from(SecondLook)
    whole, differing = session.execute(
        looks.join(Capture, Capture.id == SecondLook.capture_id).where(own)
    ).one()
    return whole, differing


def _hidden(run_id: int) -> Select[int]:
    return (
        select(func.count())
        .select_from(FrontierEntry)
        .where(FrontierEntry.run_id == run_id, FrontierEntry.profile != "")
    )


def _unreached(session: Session, run_id: int) -> tuple[str, ...]:
    states = FrontierEntry.state
    of_host = select(FrontierEntry.host).where(FrontierEntry.run_id == run_id).group_by(FrontierEntry.host)
    failed, done = (func.count(case((states == state, 1))) for state in (EntryState.FAILED, EntryState.DONE))
    never = of_host.having(failed > 0, done == 0).order_by(func.count().desc(), FrontierEntry.host)
    return tuple(session.scalars(never.limit(MOST_HOSTS)))


def whole(session: Session, run_id: int, own: Account) -> Account:
    """The account of a run over all of its processes: what they stored, and what only they know themselves,
    this one and those that ended before it."""
    account, before = so_far(session, run_id), session.get_one(Run, run_id).account
    account.ignored_robots = own.ignored_robots
    account.refused = own.refused + before.get("refused", 0)
    unreadable = own.failed["unreadable"] + before.get("failed", {}).get("unreadable", 0)
    account.failed += Counter({"unreadable": unreadable})
    return account
