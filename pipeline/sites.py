"""What a run knows of the sites that it meets: how relevant their pages were, and what people decided."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from crawler.focus import Order, Record
from crawler.request import Origin, Request
from models.decision import Decision, Verdict
from models.frontier import SiteRecord
from models.shop import Resource, ShopMember
from pipeline.link_words import LinkWords
from pipeline.resources import TelegramPreview, name_resource
from pipeline.rows import index_key, insert_for
from pipeline.ties import Ties

CARRIED = 10.0
"""How many pages of earlier runs count at most: a site changes."""
DECIDED = 10.0
"""How many pages a person's decision counts for."""
BY_A_PAGE = frozenset({Origin.LINK, Origin.CONTACT, Origin.CODE})
"""What leads from a page, whose address the reference is."""


class Sites:
    """The records of one run. A site is a resource: a host, or one account on a shared host."""

    def __init__(self, run_id: int, order: Order, preview: TelegramPreview) -> None:
        self._run_id = run_id
        self.order = order
        self._preview = preview
        self._ties = Ties(run_id)
        self.words = LinkWords(run_id, order)

    def key(self, url: str) -> str:
        """The site that an address belongs to."""
        return index_key(name_resource(url, self._preview).key)

    def meet(self, session: Session, sites: Iterable[str]) -> None:
        """Begin a record for each site that this run has none of, with what is known from before."""
        wanted = set(sites)
        known = sa.select(SiteRecord.site).where(
            SiteRecord.run_id == self._run_id, SiteRecord.site.in_(wanted)
        )
        fresh = wanted - set(session.scalars(known))
        if not fresh:
            return
        history, verdicts = _history(session, fresh), _verdicts(session, fresh)
        rows = [
            self._row(site, history.get(site, Record()), verdicts.get(site, "")) for site in sorted(fresh)
        ]
        session.execute(insert_for(session, SiteRecord).on_conflict_do_nothing(), rows)

    def learn(self, session: Session, request: Request, relevance: float) -> float:
        """Count a page with its relevance (0 to 1), and let all that waits of its site come earlier or later,
        and all of the sites that nobody has seen and that are named beside it. Gives what the links of the
        page promise."""
        key = self.key(request.url)
        self.meet(session, [key])
        row = session.get_one(SiteRecord, (self._run_id, key), with_for_update=True)
        before = (row.pages > 0, row.good)
        relevance = 0.0 if row.verdict == Verdict.REJECTED else relevance
        self.words.learn(session, request, request.priority + row.standing, relevance)
        row.pages, row.relevant, row.seen = row.pages + 1, row.relevant + relevance, row.seen + 1
        record = _record(row)
        row.standing, row.good = self.order.standing(record), record.good
        if before != (True, row.good):
            self._expect(session, self._ties.peers(session, key))
        return 1.0 if row.verdict == Verdict.CONFIRMED else relevance

    def tie(self, session: Session, requests: Iterable[Request]) -> None:
        """Take note of which sites lead to which, all of which were met."""
        pairs = [
            (self.key(request.provenance.reference), self.key(request.url))
            for request in requests
            if request.provenance.origin in BY_A_PAGE
        ]
        self._expect(session, self._ties.tie(session, pairs))

    def _expect(self, session: Session, sites: Iterable[str]) -> None:
        """Think over what is to be hoped for of sites that nobody has seen. One that another process holds is
        seen just now."""
        wanted = set(sites)
        if not wanted:
            return
        ours = (SiteRecord.run_id == self._run_id, SiteRecord.site.in_(wanted), SiteRecord.pages == 0)
        query = sa.select(SiteRecord).where(*ours).order_by(SiteRecord.site)
        rows = session.scalars(query.with_for_update(skip_locked=True)).all()
        namers = self._ties.namers(session, [row.site for row in rows])
        for row in rows:
            row.named, row.expected = len(namers[row.site]), self.order.expected(namers[row.site])
            row.standing = self.order.standing(_record(row))

    def _row(self, site: str, history: Record, verdict: str) -> dict[str, object]:
        decided = DECIDED if verdict else 0.0
        share = min(1.0, CARRIED / history.pages) if history.pages else 0.0
        record = Record(
            pages=share * history.pages + decided,
            relevant=share * history.relevant + (decided if verdict == Verdict.CONFIRMED else 0.0),
        )
        return {
            "run_id": self._run_id,
            "site": site,
            "pages": record.pages,
            "relevant": record.relevant,
            "seen": 0,
            "standing": self.order.standing(record),
            "verdict": verdict,
            "expected": record.expected,
            "named": 0,
            "good": record.good,
        }


def _record(row: SiteRecord) -> Record:
    return Record(pages=row.pages, relevant=row.relevant, expected=row.expected)


def _history(session: Session, sites: set[str]) -> dict[str, Record]:
    """The last record of each site that another run has: it carries those before it."""
    last = sa.select(sa.func.max(SiteRecord.run_id)).where(SiteRecord.site.in_(sites), SiteRecord.seen > 0)
    newest = last.add_columns(SiteRecord.site).group_by(SiteRecord.site).subquery()
    query = sa.select(SiteRecord).join(
        newest, sa.and_(SiteRecord.site == newest.c.site, SiteRecord.run_id == newest.c[0])
    )
    return {row.site: Record(pages=row.pages, relevant=row.relevant) for row in session.scalars(query)}


def _verdicts(session: Session, sites: set[str]) -> dict[str, str]:
    """What was decided last on the shop of each site, where the decision covers the site."""
    last = (
        sa.select(sa.func.max(Decision.id))
        .where(Decision.shop_id == ShopMember.shop_id)
        .correlate(ShopMember)
    )
    query = (
        sa.select(Resource.key, Decision)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .join(Decision, Decision.id == last.scalar_subquery())
        .where(Resource.key.in_(sites), Decision.verdict != Verdict.UNSURE)
    )
    return {key: decision.verdict for key, decision in session.execute(query) if key in decision.covers}
