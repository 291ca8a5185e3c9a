"""What analysts are told of crawls, on both databases."""

from datetime import timedelta

from alembic import command
from sqlalchemy import select

from crawler.request import SEED, Origin, Provenance, Request
from crawler.visit import Failure, FailureCause, Visit
from models.case import Sight
from models.database import alembic_config
from models.harvest import PageCount
from models.run import Run
from models.shop import Resource
from pipeline.alarm import Alarm, AlarmKind, raise_alarm, raised_alarms, settle
from pipeline.failures import causes_since, failed_of
from pipeline.harvest import harvest
from pipeline.progress import progress_of
from pipeline.raids import Onlooker, Sheet, count_raids, keep_raid, list_raids
from pipeline.shops import gather
from pipeline.targets import Watch, add_target
from review.run_list import RunFilter, list_runs
from review.target_list import TargetFilter, list_targets, schedule
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import FETCHED, NEWS_TEXT, SHOP_TEXT, visit

SHOP = "http://vetka.example/"
EVERYBODY = Sight("dana")


def test_a_source_is_credited_with_what_came_of_it(journey: Journey) -> None:
    now = journey.clock()
    with journey.database.write() as session:
        target, _ = add_target(session, SHOP, Watch(), provenance=SEED, actor="dana", now=now)
        session.get_one(Run, journey.run_id).target_id = target.id
    journey.take(visit(SHOP, SHOP_TEXT))
    link = Provenance(origin=Origin.LINK, reference=SHOP)
    news = Request(url=f"{SHOP}news", provenance=link)
    journey.take(visit(news.url, NEWS_TEXT, request=news))
    for name in ("a", "b"):
        timeout = Failure(cause=FailureCause.TIMEOUT, message="no answer")
        journey.take(Visit(request=Request(url=f"{SHOP}{name}"), failure=timeout))
    with journey.database.write() as session:
        gather(session, now)
    since = now - timedelta(days=1000)
    with journey.database.read() as session:
        gave = harvest(session, since, EVERYBODY)
        [cause] = causes_since(session, since, EVERYBODY)
        progress = progress_of(session, session.get_one(Run, journey.run_id), now)
        assert len(failed_of(session, journey.run_id, limit=1)) == 1
    assert {name: (each.pages, each.flagged, each.shops) for name, each in gave.origins.items()} == {
        "seed": (1, 1, 1),
        "link": (1, 0, 0),
    }
    [by] = gave.targets
    assert (by.target.url, by.runs, by.gave.pages, by.gave.rate) == (SHOP, 1, 2, 0.5)
    assert (cause.name, cause.addresses, cause.worst) == ("timeout", 2, (("vetka.example", 2),))
    assert (progress.pages, progress.findings, progress.failed, progress.running) == (2, 1, 2, True)


def test_an_older_store_is_counted_as_a_new_one_counts(journey: Journey) -> None:
    def counted() -> list[tuple[object, ...]]:
        columns = (PageCount.day, PageCount.origin, Resource.key, PageCount.pages, PageCount.flagged)
        query = select(*columns).join(Resource, Resource.id == PageCount.resource_id)
        with journey.database.read() as session:
            return [tuple(row) for row in session.execute(query.order_by(PageCount.day, Resource.key))]

    for text, name in ((SHOP_TEXT, "a"), (NEWS_TEXT, "b"), (NEWS_TEXT, "c")):
        journey.take(visit(f"{SHOP}{name}", text))
    journey.take(visit(f"{SHOP}a", SHOP_TEXT))
    day = FETCHED.replace(hour=0)
    assert counted() == [(day, "seed", "vetka.example", 3, 1)]
    for change, revision in ((command.downgrade, "0120"), (command.upgrade, "head")):
        with journey.database.engine.begin() as connection:
            config = alembic_config(str(journey.database.url))
            config.attributes["connection"] = connection
            change(config, revision)
    assert counted() == [(day, "seed", "vetka.example", 3, 1)]


def test_lists_of_analysts_read_alike(journey: Journey) -> None:
    now = journey.clock()
    with journey.database.write() as session:
        for name in ("a", "b"):
            url = f"https://{name}.example/100%_"
            add_target(session, url, Watch(every="0 1 * * *"), provenance=SEED, actor="dana", now=now)
        alarm = Alarm(kind=AlarmKind.NO_PAGE, message="", facts={"usual": 3})
        raise_alarm(session, journey.run_id, alarm, now)
        sheet = Sheet(
            begun_at=now,
            ended_at=None,
            place="Maikuduk",
            people=3,
            names="",
            agreed="",
            found=5,
            painted=4,
            note="",
        )
        keep_raid(session, sheet, actor="dana", now=now)
    with journey.database.read() as session:
        wanted = TargetFilter(words="B.example/100%_")
        assert [row.target.id for row in list_targets(session, wanted, EVERYBODY, now, 5)] == [2]
        first = schedule(session, None, EVERYBODY, now, 1)[0].target
        assert first.next_due_at is not None
        behind = schedule(session, (first.next_due_at, first.id), EVERYBODY, now, 5)
        assert [row.target.id for row in behind] == [2]
        assert [row.run.id for row in list_runs(session, RunFilter(), EVERYBODY, now, 1)] == [journey.run_id]
        [raised] = raised_alarms(session, EVERYBODY, open_only=True)
        assert (raised.run.id, raised.facts) == (journey.run_id, {"usual": 3})
        counts = count_raids(session, now, now + timedelta(seconds=1))
        assert (counts.raids, counts.people, counts.found, counts.painted) == (1, 3, 5, 4)
        assert list_raids(session, Onlooker(name="other", sees_all=False), 0, 5) == []
        assert len(list_raids(session, Onlooker(name="other", sees_all=True), 0, 5)) == 1
    with journey.database.write() as session:
        settle(session, journey.run_id, "moved", actor="dana", now=now)
    with journey.database.read() as session:
        assert raised_alarms(session, EVERYBODY, open_only=True) == []
