"""Which sites of a run name which: what a site is worth of which only that is known."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from crawler.focus import Namer
from models.frontier import SiteRecord, SiteTie
from pipeline.rows import insert_for

PEERS = 200
"""How many unseen sites are thought over again when one is seen: those who name more have shown by then what
they are worth."""


class Ties:
    """The ties between the sites of one run."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id

    def tie(self, session: Session, pairs: Iterable[tuple[str, str]]) -> set[str]:
        """Take note of who names whom; gives those who were not known to be named so."""
        rows = [
            {"run_id": self._run_id, "source": source, "target": target}
            for source, target in sorted(set(pairs))
            if source != target
        ]
        if not rows:
            return set()
        insert = insert_for(session, SiteTie).on_conflict_do_nothing().returning(SiteTie.target)
        return set(session.scalars(insert, rows))

    def namers(self, session: Session, sites: Iterable[str]) -> dict[str, list[Namer]]:
        """Of each of these sites, those that name it."""
        wanted = set(sites)
        known, outward = aliased(SiteRecord), aliased(SiteTie)
        led = (
            sa.select(
                outward.source,
                sa.func.count().label("sites"),
                sa.func.sum(sa.case((known.good, 1), else_=0)).label("good"),
            )
            .join(known, sa.and_(known.run_id == outward.run_id, known.site == outward.target))
            .where(outward.run_id == self._run_id, outward.source.in_(self._sources(wanted)), known.pages > 0)
            .group_by(outward.source)
            .subquery()
        )
        query = (
            sa.select(SiteTie.target, sa.func.coalesce(led.c.sites, 0), sa.func.coalesce(led.c.good, 0))
            .outerjoin(led, led.c.source == SiteTie.source)
            .where(SiteTie.run_id == self._run_id, SiteTie.target.in_(wanted))
        )
        found: dict[str, list[Namer]] = {site: [] for site in wanted}
        for target, seen, good in session.execute(query):
            found[target].append(Namer(sites=seen, good=good))
        return found

    def peers(self, session: Session, site: str) -> list[str]:
        """Sites of which nothing was seen yet, and which somebody names who names this one too."""
        query = (
            sa.select(SiteTie.target)
            .join(SiteRecord, sa.and_(SiteRecord.run_id == SiteTie.run_id, SiteRecord.site == SiteTie.target))
            .where(SiteTie.run_id == self._run_id, SiteTie.source.in_(self._sources([site])))
            .where(SiteRecord.pages == 0)
            .distinct()
            .order_by(SiteTie.target)
        )
        return list(session.scalars(query.limit(PEERS)))

    def _sources(self, sites: Iterable[str]) -> sa.Select[str]:
        own = (SiteTie.run_id == self._run_id, SiteTie.target.in_(sites))
        return sa.select(SiteTie.source).where(*own)
