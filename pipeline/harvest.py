"""What each source gave: pages read, pages flagged, shops found and confirmed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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


def by_origin(session: Session, since: datetime, sight: Sight) -> dict[str, Yield]:
    """As far as a person may see: by what led to the pages captured since then (`crawler.request.Origin`),
    the most pages first."""
    gave = _yields(session, Capture.origin, since, sight)
    return dict(sorted(gave.items(), key=lambda item: (-item[1].pages, item[0])))


def by_target(session: Session, since: datetime, sight: Sight) -> Sequence[TargetYield]:
    """As far as a person may see: by target, from captures since then; those with the most confirmed shops
    first, then by flagged pages; at most `MOST`."""
    gave = _yields(session, Run.target_id, since, sight)
    gave.pop(None, None)
    count = select(Run.target_id, func.count(Run.id)).where(Run.started_at >= since)
    runs = {target: number for target, number in session.execute(count.group_by(Run.target_id))}
    best = sorted(gave, key=lambda key: (-gave[key].confirmed, -gave[key].flagged, -gave[key].pages, key))
    rows = session.scalars(select(Target).where(Target.id.in_(best[:MOST])))
    targets = {target.id: target for target in rows}
    return [
        TargetYield(target=targets[key], runs=runs.get(key, 0), gave=gave[key])
        for key in best[:MOST]
        if key in targets
    ]


def _yields(session: Session, column: Any, since: datetime, sight: Sight) -> dict[Any, Yield]:
    """Pages, flagged pages and shops by what `column` of a capture or its run says."""

    def grouped(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        joined = query.join(Run, Run.id == Capture.run_id)
        return joined.where(Capture.fetched_at >= since, seen_runs(sight)).group_by(column)

    pages = grouped(
        select(column, func.count(Page.capture_id))
        .select_from(Capture)
        .join(Page, Page.capture_id == Capture.id)
    )
    flagged = grouped(
        select(column, func.count(Finding.capture_id.distinct()))
        .select_from(Capture)
        .join(Finding, Finding.capture_id == Capture.id)
    )
    shops = grouped(
        select(column, ShopCard.verdict, func.count(ShopCard.shop_id.distinct()))
        .select_from(Capture)
        .join(Finding, Finding.capture_id == Capture.id)
        .join(ShopMember, ShopMember.resource_id == Finding.resource_id)
        .join(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(sight.shows(ShopCard.shop_id))
    ).group_by(ShopCard.verdict)
    read = {key: number for key, number in session.execute(pages)}
    seen = {key: number for key, number in session.execute(flagged)}
    found: dict[Any, dict[str | None, int]] = defaultdict(dict)
    for key, verdict, number in session.execute(shops):
        found[key][verdict] = number
    return {
        key: Yield(
            pages=read[key],
            flagged=seen.get(key, 0),
            shops=sum(found[key].values()),
            confirmed=found[key].get(Verdict.CONFIRMED.value, 0),
            rejected=found[key].get(Verdict.REJECTED.value, 0),
        )
        for key in read
    }
