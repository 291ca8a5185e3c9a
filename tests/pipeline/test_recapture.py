"""A shop that a person wants captured once more."""

import pytest
import sqlalchemy as sa

from crawler.request import Request
from models.target import Target
from pipeline.recapture import recapture
from pipeline.shops import gather
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import SHOP_TEXT, visit

URL = "http://vetka.example/"


@pytest.mark.parametrize(
    ("shown", "asks"), [(("",), ""), (("phone",), "phone"), (("", "phone"), ""), (("phone", ""), "")]
)
def test_a_page_that_only_another_visitor_was_shown_is_asked_for_by_that_one(
    journey: Journey, shown: tuple[str, ...], asks: str
) -> None:
    for profile in shown:
        journey.anew().take(visit(URL, SHOP_TEXT, request=Request(url=URL, profile=profile)))
    with journey.database.write() as session:
        gather(session, journey.clock())
        assert recapture(session, 1, actor="lead", now=journey.clock()) == 1
        target = session.scalars(sa.select(Target)).one()
        due = None if asks else journey.clock()
        assert (target.url, target.look_as, target.next_due_at) == (URL, asks, due)
