"""Analysts say what is watched, and see how crawls went."""

import json

import pytest
from sqlalchemy import select

from crawler.request import SEED
from models.case import Case, CasePerson, CaseTarget
from models.run import Run, RunState
from models.target import Target
from pipeline.alarm import Alarm, AlarmKind, raise_alarm
from pipeline.runs import end
from pipeline.targets import Watch, add_target, due_targets
from review.errors import Refused
from review.followers import Followers
from tests.review.conftest import ORIGIN, Browser, Office, hidden
from tests.review.factory import NOW, Street


@pytest.fixture
def analyst(office: Office) -> Browser:
    return office.signed_in("analyst")


def post(by: Browser, path: str, page: str = "/targets", **fields: str) -> int:
    token = {"csrf_token": hidden(by.get(page).text, "csrf_token")}
    return by.client.post(path, data=fields | token, headers=ORIGIN, follow_redirects=False).status_code


def target(office: Office, number: int = 1) -> Target:
    with office.database.read() as session:
        return session.get_one(Target, number)


def watched(office: Office, *urls: str, every: str | None = None) -> list[int]:
    with office.database.write() as session:
        now = office.clock()
        return [
            add_target(session, url, Watch(every=every), provenance=SEED, actor="analyst", now=now)[0].id
            for url in urls
        ]


FORM = {"rhythm": "", "cron": "", "depth": "2", "hops": "3", "max_pages": "200", "browser": "auto"}


def test_an_analyst_watches_an_address_changes_it_and_lets_it_rest(office: Office, analyst: Browser) -> None:
    form = FORM | {"address": "Vetka.Example/shop", "rhythm": "0 1 * * *", "note": "a tip"}
    assert post(analyst, "/targets", **form) == 303
    assert (target(office).url, target(office).every) == ("https://vetka.example/shop", "0 1 * * *")
    changed = FORM | {"rhythm": "other", "cron": "30 2 * * 1", "depth": "4", "suspicious": "1"}
    assert post(analyst, "/targets/1", **changed) == 303
    assert (target(office).every, target(office).depth, target(office).suspicious) == ("30 2 * * 1", 4, True)
    assert post(analyst, "/targets/1/now") == 303
    with office.database.read() as session:
        assert [row.id for row in due_targets(session, office.clock())] == [1]
    assert post(analyst, "/targets/1/pause") == 303
    with office.database.read() as session:
        assert due_targets(session, office.clock()) == []
    assert post(analyst, "/targets/1/resume") == 303
    assert target(office).next_due_at > office.clock()  # type: ignore[operator]
    page = analyst.get("/targets/1").text
    assert "hxxps://vetka[.]example/shop" in page
    for done in (
        "watched it",
        "changed how it is watched",
        "asked for a crawl now",
        "paused it",
        "resumed it",
    ):
        assert done in page
    assert {event.actor for event in office.events("watch_changed")} == {"analyst"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "not an address"}, "Give a web address"),
        ({"address": "http://127.0.0.1:5432/"}, "own network"),
        ({"address": "http://localhost:8600/"}, "own network"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "own network"),
        ({"address": "shop.example", "rhythm": "other", "cron": "every day"}, "This is no schedule"),
        ({"address": "shop.example", "rhythm": "other", "cron": ""}, "This is no schedule"),
        ({"address": "shop.example", "max_pages": "1e9"}, "Give whole numbers"),
        ({"address": "shop.example", "depth": "-1"}, "Give whole numbers"),
    ],
)
def test_what_cannot_be_watched_is_refused_and_what_was_typed_kept(
    office: Office, analyst: Browser, fields: dict[str, str], said: str
) -> None:
    token = {"csrf_token": hidden(analyst.get("/targets").text, "csrf_token")}
    answer = analyst.client.post("/targets", data=FORM | fields | token, headers=ORIGIN)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields["address"]}"' in answer.text
    with office.database.read() as session:
        assert session.scalars(select(Target)).all() == []


def test_only_what_was_never_crawled_can_be_deleted(office: Office, analyst: Browser) -> None:
    crawled, unused = watched(office, "https://a.example/", "https://b.example/")
    with office.database.write() as session:
        session.add(Run(key="k", started_at=NOW, heartbeat_at=NOW, target_id=crawled, state="finished"))
    assert "Delete" not in analyst.get(f"/targets/{crawled}").text
    assert post(analyst, f"/targets/{crawled}/delete") == 303
    assert target(office, crawled).id == crawled
    assert post(analyst, f"/targets/{unused}/delete") == 303
    assert analyst.get(f"/targets/{unused}").status_code == 404
    assert [event.detail["url"] for event in office.events("target_deleted")] == ["https://b.example/"]
    assert post(analyst, f"/targets/{crawled}/remove") == 303
    assert "no longer watched" in analyst.get(f"/targets/{crawled}").text


def test_targets_are_found_by_words_and_state_and_paged(office: Office, analyst: Browser) -> None:
    watched(office, *(f"https://shop-{number}.example/" for number in range(60)))
    first = analyst.get("/targets").text
    assert first.count("/targets/") >= 50
    assert "shop-0[.]example" not in first
    assert "shop-0[.]example" in analyst.get("/targets?before=11").text
    narrowed = analyst.get("/targets?words=shop-7.example").text
    assert "shop-7[.]example" in narrowed
    assert "shop-8[.]example" not in narrowed
    assert "Nothing matches" in analyst.get("/targets?state=paused").text
    assert "Nothing matches" in analyst.get("/targets?words=100%25_").text


def test_the_schedule_names_what_is_late(office: Office, analyst: Browser) -> None:
    watched(office, "https://daily.example/", every="0 1 * * *")
    watched(office, "https://once.example/")
    page = analyst.get("/schedules").text
    assert page.index("once[.]example") < page.index("daily[.]example")
    assert "nobody took them up" not in page
    office.clock.pass_(minutes=6)
    assert "nobody took them up" in analyst.get("/schedules").text
    later = analyst.get("/schedules?after=20260302T060000.000000~2").text
    assert "daily[.]example" in later
    assert "once[.]example" not in later


def crawl(office: Office, state: RunState = RunState.RUNNING, target_id: int | None = None) -> int:
    """A run with ten waiting, three failed addresses and one flagged page."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.run.seeds, street.run.options = ["https://vetka.example/"], {"max_pages": 40}
        street.run.heartbeat_at, street.run.target_id = office.clock(), target_id
        street.shop("vetka.example")
        for number in range(13):
            cause = ("timeout", "timeout", "robots")[number] if number < 3 else None
            street.queued(f"https://vetka.example/{number}", cause, cause and "<b>no answer</b>")
        if state is not RunState.RUNNING:
            account = {"requested": 4, "pages": 1, "findings": 1, "failed": {"timeout": 2, "robots": 1}}
            end(session, street.run.id, state, account | {"unreached": ["gone.example"]}, "", office.clock())
        return street.run.id


def test_a_run_that_ended_gives_its_account(office: Office, analyst: Browser) -> None:
    run_id = crawl(office, RunState.FINISHED)
    page = analyst.get(f"/runs/{run_id}").text
    for words in (
        "hxxps://vetka[.]example/",
        "No answer in time",
        "robots.txt asks not to come",
        "gone[.]example",
    ):
        assert words in page
    assert "&lt;b&gt;no answer&lt;/b&gt;" in page
    assert "data-live" not in page
    assert "/shops/1" in page
    assert "vetka[.]example" in analyst.get("/runs?state=finished").text
    assert "No crawl to show" in analyst.get("/runs?state=failed").text
    assert analyst.get("/runs/999").status_code == 404


def test_what_stood_in_a_runs_way_is_shown_blurred_until_somebody_asks(
    office: Office, analyst: Browser
) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.shop("qala.example")
        picture = street.obstacle("qala.example", "seized", "This site was seized", pictured=True)
        street.obstacle("qala.example", "captcha", "I am not a robot")
        run_id = street.run.id
    page = analyst.get(f"/runs/{run_id}").text
    assert f"/evidence/{picture}/blurred" in page
    assert page.count("<figure>") == 1
    assert "A notice that the site was seized" in page
    assert f"/evidence/{picture}/preview" in analyst.get(f"/runs/{run_id}?clear=1").text


def test_a_run_is_followed_until_it_ends(office: Office, analyst: Browser) -> None:
    run_id = crawl(office)
    page = analyst.get(f"/runs/{run_id}").text
    assert f'data-live="/runs/{run_id}/progress"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    with office.database.write() as session:
        end(session, run_id, RunState.FINISHED, {"pages": 1}, "", office.clock())
    stream = analyst.get(f"/runs/{run_id}/progress")
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.headers["cache-control"] == "no-store"
    said = json.loads(stream.text.partition("data: ")[2].partition("\n")[0])
    assert (said["pages"], said["queued"], said["failed"]) == ("1", "10", "3")
    assert said["last"] == "hxxps://vetka[.]example/"
    assert stream.text.endswith("event: ended\ndata: \n\n")


def test_only_so_many_pages_follow_at_once() -> None:
    followers = Followers(most=1)
    followers.check()
    with followers.one(), pytest.raises(Refused):
        followers.check()
    followers.check()


def test_a_run_without_a_sign_of_life_is_not_called_running(office: Office, analyst: Browser) -> None:
    run_id = crawl(office)
    office.clock.pass_(minutes=11)
    page = analyst.get(f"/runs/{run_id}").text
    assert "its process died" in page
    assert "data-live" not in page


def test_an_alarm_stays_open_until_somebody_looked(office: Office, analyst: Browser) -> None:
    run_id = crawl(office, RunState.FINISHED)
    alarm = Alarm(kind=AlarmKind.NO_PAGE, message="", facts={"usual": 12})
    with office.database.write() as session:
        raise_alarm(session, run_id, alarm, office.clock())
    page = analyst.get("/alarms").text
    assert "No page came where 12 were usual." in page
    assert "try it from another line" in page
    assert post(analyst, f"/runs/{run_id}/alarms", page=f"/runs/{run_id}", note="the domain moved") == 303
    assert "No page came" not in analyst.get("/alarms").text
    assert "the domain moved" in analyst.get("/alarms?all=1").text
    assert post(analyst, "/runs/999/alarms") == 404


def test_failures_are_counted_by_cause_and_harvest_by_source(office: Office, analyst: Browser) -> None:
    (target_id,) = watched(office, "https://vetka.example/")
    crawl(office, RunState.FINISHED, target_id)
    failures = analyst.get("/failures").text
    assert failures.index("No answer in time") < failures.index("robots.txt asks not to come")
    assert "vetka[.]example" in failures
    office.signed_in("reviewer").answer(1, "confirmed", "offer")
    harvest = analyst.get("/harvest").text
    cells = harvest.partition("By target")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    numbers = [cell.partition("</td>")[0] for cell in cells.split("<td>")[1:]]
    assert numbers == ["1", "1", "100%", "1", "1", "0", "100%"]
    office.clock.pass_(days=40)
    later = office.signed_in("analyst")
    assert "Nothing was captured" in later.get("/harvest").text
    assert "Nothing failed" in later.get("/failures").text


def test_what_is_in_a_restricted_case_is_hidden_from_analysts_of_others(
    office: Office, analyst: Browser
) -> None:
    (target_id,) = watched(office, "https://vetka.example/", every="0 1 * * *")
    run_id = crawl(office, RunState.FINISHED, target_id)
    with office.database.write() as session:
        facts = {"usual": 12}
        alarm = Alarm(kind=AlarmKind.NO_PAGE, message="", facts=facts)
        raise_alarm(session, run_id, alarm, office.clock())
        case = Case(name="quiet", restricted=True, opened_by="admin", opened_at=NOW)
        session.add(case)
        session.flush()
        session.add(CasePerson(case_id=case.id, name="admin"))
        session.add(CaseTarget(case_id=case.id, target_id=target_id))
    assigned = office.signed_in("admin")
    lists = ("/targets", "/schedules", "/runs", "/alarms?all=1", "/failures", "/harvest")
    for path in lists:
        assert "vetka[.]example" in assigned.get(path).text, path
        assert "vetka[.]example" not in analyst.get(path).text, path
    for path in (f"/targets/{target_id}", f"/runs/{run_id}", f"/runs/{run_id}/progress"):
        assert (assigned.get(path).status_code, analyst.get(path).status_code) == (200, 404), path
    for act in ("now", "pause", "resume", "remove", "delete"):
        post(analyst, f"/targets/{target_id}/{act}")
    assert post(analyst, f"/runs/{run_id}/alarms") == 404
    kept = target(office, target_id)
    assert (kept.paused_at, kept.removed_at, kept.every) == (None, None, "0 1 * * *")


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_every_page_of_an_analyst_renders_in_every_language(
    office: Office, analyst: Browser, code: str
) -> None:
    (target_id,) = watched(office, "https://vetka.example/", every="*/5 * * * *")
    run_id = crawl(office, RunState.FINISHED, target_id)
    with office.database.write() as session:
        for kind in AlarmKind:
            facts = {"usual": 12, "pages": 1, "run": 1, "day": "2026-03-01", "count": 2}
            raise_alarm(session, run_id, Alarm(kind=kind, message="", facts=facts), office.clock())
    token = hidden(analyst.get("/targets").text, "csrf_token")
    analyst.send("/language", csrf_token=token, language=code)
    for path in ("/targets", "/targets/1", "/schedules", "/runs", f"/runs/{run_id}", "/alarms"):
        assert f'<html lang="{code}">' in analyst.get(path).text
    for path in ("/failures?days=7", "/harvest?days=365"):
        assert analyst.get(path).status_code == 200
