"""A shop that was handed over, and crawls that look at it again."""

from dataclasses import replace

import sqlalchemy as sa

from crawler.obstacle import Obstacle, ObstacleKind
from crawler.request import Request
from crawler.visit import Failure, FailureCause, Visit
from exports.handed import hand_over
from models.decision import Event, Verdict
from models.queue import ShopCard
from pipeline.decisions import Judgement, decide
from pipeline.faces import FaceState, SentFace, faces_of
from pipeline.rechecks import judge
from pipeline.shops import gather
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture, visit

URL = "http://vetka.example/"
MIRROR = "http://vetka2.example/"
SILENT = Failure(cause=FailureCause.DNS, message="the name is not known")


def sent_shop(journey: Journey) -> Journey:
    """A shop that was found, confirmed by two people and handed over."""
    journey.take(visit(URL, SHOP_TEXT))
    confirm(journey)
    return journey


def confirm(journey: Journey) -> None:
    journey.clock.pass_(minutes=1)
    with journey.database.write() as session:
        gather(session, journey.clock())
        for name in ("aigul", "berik"):
            said = Judgement(verdict=Verdict.CONFIRMED, reason="offer")
            decide(session, 1, said, actor=name, now=journey.clock())
        hand_over(session, ["vetka.example", "vetka2.example"], journey.clock())


def look(journey: Journey, *visits: Visit, line: bool = True, **later: float) -> None:
    """Another crawl, some time later, and what its end says. With `line`, yet another had an answer too."""
    journey.clock.pass_(**(later or {"days": 1}))
    if line:
        journey.anew().take(dated(journey, visit("http://library.example/", NEWS_TEXT)))
    journey.anew()
    for each in visits:
        assert journey.take(dated(journey, each))
    with journey.database.write() as session:
        gather(session, journey.clock())
        judge(session, journey.run_id, journey.clock())


def dated(journey: Journey, each: Visit) -> Visit:
    if each.capture is None:
        return each
    return replace(each, capture=replace(each.capture, fetched_at=journey.clock()))


def silence(url: str = URL, failure: Failure = SILENT) -> Visit:
    return Visit(request=Request(url=url), failure=failure)


def notice(url: str = URL, kind: ObstacleKind = ObstacleKind.BLOCKED) -> Visit:
    stands = Obstacle(kind=kind, sign="status 451")
    failure = Failure(cause=kind, message="a notice")
    answer = capture(url, b"<p>blocked</p>", status=451)
    return Visit(request=Request(url=url), capture=answer, failure=failure, obstacle=stands)


def gone(url: str = URL) -> Visit:
    failure = Failure(cause=FailureCause.HTTP_ERROR, message="the server answered 404")
    return Visit(request=Request(url=url), capture=capture(url, b"none", status=404), failure=failure)


def faces(journey: Journey) -> tuple[SentFace, ...]:
    with journey.database.read() as session:
        return faces_of(session, 1)


def states(journey: Journey) -> list[FaceState]:
    return [face.state for face in faces(journey)]


def card(journey: Journey) -> ShopCard:
    with journey.database.read() as session:
        return session.get_one(ShopCard, 1)


def told(journey: Journey, *kinds: str) -> list[str]:
    with journey.database.read() as session:
        query = sa.select(Event.kind).where(Event.subject == "shop", Event.kind.in_(kinds))
        return list(session.scalars(query.order_by(Event.id)))
