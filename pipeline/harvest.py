"""What each source gave: pages read, pages to look at, shops found and confirmed.

Pages are counted by the transaction that stores them (`count_page`), so that the harvest of a year is summed
up from few rows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.capture import Capture
from models.case import Sight
from models.decision import Verdict
from models.harvest import PageCount
from models.queue import ShopCard
from models.run import Run
from models.shop import ShopMember
from models.target import Target
from pipeline.rows import insert_for
from pipeline.runs import seen_runs

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What came of a source in a span: `pages` read, `flagged` those with a finding, unsure ones too, and the
    `shops` to which these belong, with those `confirmed` and `rejected` by their last verdict."""

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
    """What came of captures from that day on (UTC), as far as a person may see."""
    by_origin, by_target = (
        {name: tally.whole() for name, tally in _tallies(session, since, sight, source).items()}
        for source in (PageCount.origin, Run.target_id)
    )
    return Harvest(
        origins=dict(sorted(by_origin.items(), key=lambda item: (-item[1].pages, item[0]))),
        targets=_named(session, by_target, since),
    )


def count_page(session: Session, capture: Capture, resource_id: int, *, pages: bool, flagged: bool) -> None:
    """Count a page that was read now (`pages`), or that was found to be one of a shop (`flagged`)."""
    if not pages and not flagged:
        return
    key = {"day": day_of(capture.fetched_at), "run_id": capture.run_id, "origin": capture.origin}
    added = insert_for(session, PageCount).values(
        **key, resource_id=resource_id, pages=int(pages), flagged=int(flagged)
    )
    more = {
        "pages": PageCount.pages + added.excluded.pages,
        "flagged": PageCount.flagged + added.excluded.flagged,
    }
    session.execute(
        added.on_conflict_do_update(index_elements=list(PageCount.__table__.primary_key), set_=more)
    )


def day_of(at: datetime) -> datetime:
    """The midnight before, in UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(slots=True)
class _Tally:
    """What is counted of a source."""

    pages: int = 0
    flagged: int = 0
    verdicts: Counter[str | None] = field(default_factory=Counter)

    def whole(self) -> Yield:
        return Yield(
            pages=self.pages,
            flagged=self.flagged,
            shops=self.verdicts.total(),
            confirmed=self.verdicts[Verdict.CONFIRMED.value],
            rejected=self.verdicts[Verdict.REJECTED.value],
        )


def _tallies(session: Session, since: datetime, sight: Sight, source: Any) -> dict[Any, _Tally]:
    """By what is in `source`, a column of counts or runs. A shop counts once under each."""
    tallies: dict[Any, _Tally] = defaultdict(_Tally)
    pages = _counted(since, sight, source, func.sum(PageCount.pages), func.sum(PageCount.flagged))
    for name, read, flagged in session.execute(pages):
        tallies[name].pages, tallies[name].flagged = int(read), int(flagged)
    shops = (
        _counted(since, sight, source, ShopCard.verdict, func.count(ShopCard.shop_id.distinct()))
        .join(ShopMember, ShopMember.resource_id == PageCount.resource_id)
        .join(ShopCard, ShopCard.shop_id == ShopMember.shop_id)
        .where(PageCount.flagged > 0, sight.shows(ShopCard.shop_id))
        .group_by(ShopCard.verdict)
    )
    for name, verdict, count in session.execute(shops):
        tallies[name].verdicts[verdict] = count
    return tallies


def _counted(since: datetime, sight: Sight, source: Any, *columns: Any) -> Select[*tuple[Any, ...]]:
    query = select(source, *columns).select_from(PageCount).join(Run, Run.id == PageCount.run_id)
    seen = (PageCount.day >= day_of(since), seen_runs(sight), source.is_not(None))
    return query.where(*seen).group_by(source)


def _named(session: Session, gave: Mapping[int, Yield], since: datetime) -> list[TargetYield]:
    best = sorted(gave, key=lambda key: (-gave[key].confirmed, -gave[key].flagged, -gave[key].pages, key))
    targets = session.scalars(select(Target).where(Target.id.in_(best[:MOST])))
    count = select(Run.target_id, func.count(Run.id)).where(Run.started_at >= since)
    runs = {target: number for target, number in session.execute(count.group_by(Run.target_id))}
    by_id = {target.id: target for target in targets}
    return [TargetYield(target=by_id[key], runs=runs.get(key, 0), gave=gave[key]) for key in best[:MOST]]
