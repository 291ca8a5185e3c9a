"""What a shop is compared with: its earlier captures, similar cases, where its photos were taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.capture import Capture
from models.decision import Verdict
from models.guards import unguard
from models.shop import Resource
from pipeline.decisions import Judgement, decide
from review.difference import MOST_CHANGES, difference
from review.plot import FIELD, plot
from review.shop import view_shop
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, NOW, Street


def test_what_changed_since_the_last_capture_is_shown(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example", text="Menu\n1g - 9000\nOld line http://old.example/", signs=())
        resource = session.query(Resource).one()
        street.page(resource, text="Menu\n1g - 9500\nOld line http://old.example/", signs=(), score=0.95)
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert "<del><bdi>1g - 9000</bdi></del>" in page
    assert "<ins><bdi>1g - 9500</bdi></ins>" in page
    assert "Since the capture of" in page


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_difference_is_nothing_only_between_equal_lines(old: str, new: str) -> None:
    change = difference(old, new)
    assert difference(old, old).nothing
    lines = [[" ".join(line.split()) for line in text.splitlines() if line.split()] for text in (old, new)]
    assert change.nothing == (lines[0] == lines[1])


def test_a_difference_of_a_hostile_page_stays_small() -> None:
    change = difference("a\n" * 100_000, "\n".join(str(number) * 5_000 for number in range(2_000)))
    assert len(change.added) == MOST_CHANGES
    assert change.more > 0
    assert max(map(len, change.added)) <= 300


def test_decided_shops_with_the_same_signs_are_named(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        like = street.shop("like.example", score=0.4)
        unlike = street.shop("unlike.example", text="Hello", signs=(("L", "L1_news", "Hello", -0.5),))
        for shop, verdict, code in ((like, Verdict.REJECTED, "report"), (unlike, Verdict.CONFIRMED, "offer")):
            judgement = Judgement(verdict=verdict, reason=code)
            decide(session, shop, judgement, actor="admin", now=NOW)
        view = view_shop(session, shops[0], ANYBODY)
    assert [(other.shop_id, other.verdict, other.likeness) for other in view.similar] == [
        (like, Verdict.REJECTED, 1.0)
    ]
    page = office.signed_in("reviewer").get(f"/shops/{shops[0]}").text
    assert "100% of its signs in common" in page


def test_a_code_says_where_its_address_led(office: Office) -> None:
    with office.database.write() as session:
        unguard(session.connection())
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        capture = view_shop(session, shop, ANYBODY).pages[0].capture_id
        street.shows(capture, street.code("https://go.example/q", url="https://go.example/q"))
        landed = session.get_one(Capture, street.face(shop, "go.example", url="https://go.example/q"))
        landed.final_url = "https://qala.example/"
        landed.hops = [{"url": "https://hop.example/", "status": 302, "location": "/"}]
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert "<bdi>hxxps://hop[.]example/</bdi></code> → <code><bdi>hxxps://qala[.]example/" in page


def test_positions_are_drawn_for_who_decides_and_nobody_else(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        wall = street.code("https://go.example/q")
        street.photo(wall, latitude=49.8, longitude=73.1)
        shop = street.shop("qala.example", origin="photo", reference=wall)
    assert '<circle cx="100.0" cy="100.0"' in office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert '<circle cx="100.0"' not in office.signed_in("analyst").get(f"/shops/{shop}").text


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=8))
def test_every_position_lies_inside_the_field(positions: list[tuple[float, float]]) -> None:
    drawn = plot(positions)
    assert drawn is not None
    assert len(drawn.points) == len(positions)
    assert all(0 <= x <= FIELD and 0 <= y <= FIELD for x, y in drawn.points)
    assert 0 < drawn.bar < FIELD


def test_north_is_up_and_the_scale_is_right() -> None:
    drawn = plot([(50.0, 73.0), (51.0, 73.0)])
    assert drawn is not None
    (_, south), (_, north) = drawn.points
    assert north < south
    assert drawn.bar_km == 20
    assert (south - north) / drawn.bar == pytest.approx(111.32 / 20, rel=0.01)
    assert plot([]) is None
