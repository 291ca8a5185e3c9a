"""The month's figures, through the API."""

from pipeline.events import record
from review.scopes import Scope
from tests.review.conftest import Office
from tests.review.programs import Program


def test_the_figures_are_those_of_the_overview(office: Office, shops: list[int]) -> None:
    Program.of(office, "reviewer").confirm(shops[0])
    with office.database.write() as session:
        record(session, "blocked", ("shop", shops[0]), actor="admin", at=office.clock())
    told = Program.of(office, "analyst", Scope.OVERVIEW_READ).get("/overview", month="2026-03").json()
    assert (told["counts"]["confirmed"], told["counts"]["blocked"], told["decisions"]) == (1, 1, 1)
    assert told["counts"]["precision"] == 1.0
    assert told["raids"] == {"raids": 0, "people": 0, "found": 0, "painted": 0}
