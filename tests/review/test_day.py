"""The working day of each role in a real Chromium, each in one of the languages, with the keys it takes."""

import pytest
from playwright.sync_api import Browser

from benchmarks.review_day import House, clusters, work
from benchmarks.working_day import Task, Worker, speak
from models.user import Role
from tests.review.conftest import Office
from tests.review.factory import Street
from tests.review.screens import a_screen, become, served

DAY = (  # in this order: what the reviewer confirms, another confirms, and then it may leave
    ("volunteer", "kk"),
    ("reviewer", "ru"),
    ("second_reviewer", "kk"),
    ("exporter", "en"),
    ("analyst", "ru"),
    ("admin", "kk"),
)


@pytest.fixture
def house(office: Office) -> House:
    """Shops, of which the first is a cluster of ten mirrors."""
    with office.database.write() as session:
        Street(session, office.blobs).person("second_reviewer", Role.REVIEWER)
    clusters(office.database, 1)
    evidence = str(office.blobs.root.parent)
    return House(
        url=str(office.database.url), evidence=evidence, database=office.database, base="", tokens={}
    )


def test_each_role_has_its_day_with_few_keys(office: Office, house: House, chromium: Browser) -> None:
    done: dict[tuple[str, str], Task] = {}
    with served(office) as base:
        for name, language in DAY:
            with a_screen(chromium, base) as screen:
                become(office, screen.page.context, base, name)
                worker = Worker(page=screen.page, base=base)
                worker.open("/second-factor")
                speak(worker, language)
                work(worker, house, name, turn=0)
                assert screen.complaints == [], name
                assert screen.page.locator("html").get_attribute("lang") == language
            done |= {(name, task.name): task for task in worker.done}
    few = {"a clear reject": 1, "a confirm": 4, "ten mirrors, one left out": 8}
    for task, most in few.items():
        decided = done["reviewer", task]
        assert (decided.touches, decided.keys <= most) == (0, True), decided
        assert decided.painted_ms is not None
    assert {name for name, _ in done} == {name for name, _ in DAY}
    first = office.decisions(1)
    assert [len(decision.covers) for decision in first] == [9, 9]
    assert {decision.decided_by for decision in first} == {"reviewer", "second_reviewer"}
    assert office.taken == ["wall.png"]
