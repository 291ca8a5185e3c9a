"""What each source gave: pages read, pages flagged, shops found and confirmed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.capture import Capture, Page
from models.case import Sight
from models.decision import Verdict
from models.queue import ShopCard
from models.run import Run
from models.shop import Finding, ShopMember
from models.target import Target
from pipeline.runs import seen_runs

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What came of a source in a span: `pages` read, `flagged` ones among them, and the `shops` to which
    these belong, with those `confirmed` and `rejected` by their last verdict."""

    pages: int
    flagged: int
    shops: int
    confirmed: int
    rejected: int

    @property
    def rate(self) -> float | None:
        """The flagged part of the pages: the harvest rate of a crawl (Chakrabarti et al. 1999)."""
        return self.flagged / self.pages if self.pages else None

    @property
    def precision(self) -> float | None:
        """The confirmed part of the shops that people decided either way."""
        decided = self.confirmed + self.rejected
        return self.confirmed / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetYield:
    """What came of a target's runs."""

    target: Target
    runs: int
    gave: Yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """What came of a span: by what led to the pages (`crawler.request.Origin`), the most pages first; and by
    target, those with the most confirmed shops first, then by flagged pages, at most `MOST`."""

    origins: Mapping[str, Yield]
    targets: Sequence[TargetYield]


def harvest(session: Session, since: datetime, sight: Sight) -> Harvest:
    """What came of captures since then, as far as a person may see."""
    tallies = _tallies(session, since, sight)
    origins: dict[str, _Tally] = defaultdict(_Tally)
    targets: dict[int, _Tally] = defaultdict(_Tally)
    for (origin, target_id), tally in tallies.items():
        origins[origin].add(tally)
        if target_id is not None:
            targets[target_id].add(tally)
    by_origin = {name: tally.whole() for name, tally in origins.items() if tally.pages}
    by_target = {number: tally.whole() for number, tally in targets.items() if tally.pages}
    return Harvest(
        origins=dict(sorted(by_origin.items(), key=lambda item: (-item[1].pages, item[0]))),
        targets=_named(session, by_target, since),
    )


@dataclass(slots=True)
class _Tally:
    """What is counted of a source; the verdicts are by shop, since a shop may count under several."""

    pages: int = 0
    flagged: int = 0
    shops: dict[int, str | None] = field(default_factory=dict)

    def add(self, other: "_Tally") -> None:
        self.pages += other.pages
        self.flagged += other.flagged
        self.shops |= other.shops

    def whole(self) -> Yield:
        verdicts = Counter(self.shops.values())
        return Yield(
            pages=self.pages,
            flagged=self.flagged,
            shops=len(self.shops),
            confirmed=verdicts[Verdict.CONFIRMED.value],
            rejected=verdicts[Verdict.REJECTED.value],
        )


def _tallies(session: Session, since: datetime, sight: Sight) -> dict[tuple[str, int | None], _Tally]:
    """By origin of the capture and target of its run: each capture is read once for both."""
    groups = (Capture.origin, Run.target_id)
    seen = (Capture.fetched_at >= since, seen_runs(sight))

    def of(*columns: Any) -> Select[*tuple[Any, ...]]:
        query = select(*groups, *columns).select_from(Capture).join(Run, Run.id == Capture.run_id)
        return query.where(*seen).group_by(*groups)

    pages = of(func.count(Page.capture_id)).join(Page, Page.capture_id == Capture.id)
    flagged = of(func.count(Finding.capture_id.distinct())).join(Finding, Finding.capture_id == Capture.id)
    shops = (
        of(ShopCard.shop_id, ShopCard.verdict)
        .join(Finding, Finding.capture_id == Capture.id)
        .join(ShopMember, ShopMember.resource_id == Finding.resource_id)
        .join(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(sight.shows(ShopCard.shop_id))
        .group_by(ShopCard.shop_id, ShopCard.verdict)
    )
    tallies: dict[tuple[str, int | None], _Tally] = defaultdict(_Tally)
    for origin, target_id, count in session.execute(pages):
        tallies[origin, target_id].pages = count
    for origin, target_id, count in session.execute(flagged):
        tallies[origin, target_id].flagged = count
    for origin, target_id, shop_id, verdict in session.execute(shops):
        tallies[origin, target_id].shops[shop_id] = verdict
    return tallies


def _named(session: Session, gave: Mapping[int, Yield], since: datetime) -> list[TargetYield]:
    best = sorted(gave, key=lambda key: (-gave[key].confirmed, -gave[key].flagged, -gave[key].pages, key))
    targets = session.scalars(select(Target).where(Target.id.in_(best[:MOST])))
    count = select(Run.target_id, func.count(Run.id)).where(Run.started_at >= since)
    runs = {target: number for target, number in session.execute(count.group_by(Run.target_id))}
    by_id = {target.id: target for target in targets}
    return [TargetYield(target=by_id[key], runs=runs.get(key, 0), gave=gave[key]) for key in best[:MOST]]
