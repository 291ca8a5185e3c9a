"""The posts of a channel in the store."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from crawler.page import CardKind, Page, PageKind
from crawler.page import Post as SeenPost
from crawler.reading import read
from crawler.request import Request
from crawler.visit import Visit
from models.post import Card, Post
from models.shop import Resource
from pipeline.expiry import Expiry, Remover
from pipeline.forgetting import forget
from pipeline.keeping import read_policy
from pipeline.memory import SqlMemory
from pipeline.posts import number_of, posts_of_all
from pipeline.verify import verify
from tests.mergen.previews import post, preview
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.visits import capture

CHANNEL = "https://t-preview.example/s/Qala_Vitrina_"


def seen(html: str, url: str = CHANNEL) -> Visit:
    captured = capture(url, html.encode())
    return Visit(request=Request(url=url), capture=captured, page=read(captured))


def stored(journey: Journey) -> list[Post]:
    with journey.database.read() as session:
        channel = session.scalars(sa.select(Resource.id).where(Resource.key == "t.me/qala_vitrina_")).one()
        return list(posts_of_all(session, [channel], 100))


def test_posts_are_stored_once_and_brought_up_to_date(journey: Journey) -> None:
    journey.take(seen(preview("Qala_Vitrina_", [post("Qala_Vitrina_", n) for n in (7, 8)])))
    edited = [post("Qala_Vitrina_", 8, "Вечер прозы", views=70), post("Qala_Vitrina_", 9)]
    journey.anew().take(seen(preview("Qala_Vitrina_", edited)))
    posts = stored(journey)
    assert [(row.number, row.text, row.views) for row in posts] == [
        (9, "Вечер поэзии, вход свободный 9", 40),
        (8, "Вечер прозы 8", 70),
        (7, "Вечер поэзии, вход свободный 7", 40),
    ]
    assert [row.changed_at is not None for row in posts] == [False, True, False]
    assert posts[1].first_capture_id < posts[1].capture_id


def test_a_persons_data_in_posts_are_barred_and_go_with_the_time_of_the_page(local_journey: Journey) -> None:
    journey = local_journey
    named = post("Qala_Vitrina_", 7, "Звонить Айгерим")
    journey.take(seen(preview("Qala_Vitrina_", [named])))
    with journey.database.write() as session:
        found = forget(session, "айгерим", reason="request 7", actor="admin", now=journey.clock())
    assert {place.table for place in found} >= {"pages", "posts"}
    [row] = stored(journey)
    assert row.text.startswith("Звонить ███████")
    later = Expiry(policy=read_policy("unflagged=1"), actor="admin", now=journey.clock() + timedelta(days=9))
    Remover(journey.database, journey.blobs, journey.warc_folder).remove(later)
    assert [row.text for row in stored(journey)] == [""]
    with journey.database.read() as session:
        assert [c.fault for c in verify(session, journey.blobs, journey.warc_folder) if c.fault] == []


def test_a_card_is_stored_with_its_kind(local_journey: Journey) -> None:
    page = Page(url=CHANNEL, title="Клуб", text="Клуб", main_text="", kind=PageKind.CARD, card=CardKind.BOT)
    local_journey.take(replace(seen("<p>Клуб"), page=page))
    with local_journey.database.read() as session:
        assert session.scalars(sa.select(Card.kind)).one() == "bot"


@pytest.mark.parametrize(
    ("numbers", "known"),
    [
        pytest.param((130, 149), False, id="all are new"),
        pytest.param((110, 129), True, id="some are known, and those before"),
        pytest.param((101, 120), True, id="all are known, and those before"),
        pytest.param((81, 100), False, id="an earlier crawl was cut off here"),
    ],
)
def test_the_way_back_is_known_where_posts_of_a_page_and_those_before_are_stored(
    local_journey: Journey, numbers: tuple[int, int], known: bool
) -> None:
    name = "qala_vitrina_"
    for first, last in ((101, 120), (81, 100)):
        local_journey.take(seen(preview(name, [post(name, n) for n in range(first, last + 1)])))
    memory = SqlMemory(
        local_journey.database,
        local_journey.blobs,
        run_id=99,
        scorer=scorer().name,
        clock=local_journey.clock,
    )
    first, last = numbers
    posts = [SeenPost(reference=f"{name}/{number}", text="") for number in range(first, last + 1)]
    assert memory.goes_back(posts) is known
    assert memory.goes_back([replace(one, reference=f"dala{one.reference}") for one in posts]) is False


@pytest.mark.parametrize("reference", ["", "a", "a/", "a/x", "a/-1", "a/²", "a/" + "9" * 30])
def test_a_post_without_a_number_is_left_out(reference: str) -> None:
    assert number_of(SeenPost(reference=reference, text="")) is None
