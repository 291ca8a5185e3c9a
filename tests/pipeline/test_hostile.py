"""What a hostile page can put into the store's rows; none of it stops a crawl."""

import random
import string
from dataclasses import replace
from threading import Barrier, Thread

import sqlalchemy as sa

from models.capture import Capture, Page
from models.image import Payload, Symbol
from models.shop import Finding, Resource, Signal
from pipeline.leads import Leads
from pipeline.rows import ensure
from qr.payload import parse
from tests.pipeline.conftest import PREVIEW, Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

SHOP = "http://vetka.example/"
# Random, since PostgreSQL compresses what it indexes.
NAMES = ["a@x.example", "b@x.example"]
LONG = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=2900))


def test_characters_that_no_database_holds_are_replaced_and_quotes_stay_in_place(journey: Journey) -> None:
    wall = image(f"{SHOP}wall.png", code_png("before\0after"))
    seen = visit(SHOP, SHOP_TEXT, images=(wall,))
    assert seen.page is not None
    journey.take(replace(seen, page=replace(seen.page, text=f"\0\ud800 {SHOP_TEXT}")))
    with journey.database.read() as session:
        page = session.scalars(sa.select(Page)).one()
        assert page.text.startswith("\ufffd\ufffd Витрина")
        for signal in session.scalars(sa.select(Signal)):
            assert page.text[signal.start : signal.end] == signal.quote
        assert session.scalars(sa.select(Symbol.text)).one() == "before\ufffdafter"


def test_the_longest_code_is_stored_whole_and_once(journey: Journey) -> None:
    wall = image(f"{SHOP}wall.png", code_png(LONG))
    other = image(f"{SHOP}other.png", code_png(LONG) + b"\0")
    journey.take(visit(SHOP, NEWS_TEXT, images=(wall,)))
    journey.take(visit(f"{SHOP}2", NEWS_TEXT, images=(other,)))
    with journey.database.read() as session:
        assert set(session.scalars(sa.select(Symbol.text))) == {LONG}
        assert session.scalars(sa.select(Payload.id)).one()


def test_an_image_at_a_very_long_address_is_stored(journey: Journey) -> None:
    wall = image(f"{SHOP}wall.png?{LONG}", code_png("wall"))
    journey.take(visit(SHOP, NEWS_TEXT, images=(wall,)))
    with journey.database.read() as session:
        assert session.scalars(sa.select(Symbol.text)).one() == "wall"
        assert session.scalars(sa.select(Capture.final_url).where(Capture.final_url.contains(LONG))).one()


def test_a_very_long_address_is_no_lead() -> None:
    assert Leads(depth=2, preview=PREVIEW).address(parse(f"http://far.example/{LONG}")) is None


def test_a_redirect_to_a_very_long_address_is_stored(journey: Journey) -> None:
    seen = visit(SHOP, SHOP_TEXT)
    assert seen.capture is not None
    journey.take(replace(seen, capture=replace(seen.capture, final_url=f"https://t.me/{LONG}")))
    with journey.database.read() as session:
        assert session.scalars(sa.select(sa.func.count(Finding.id))).one() == 1
        key = session.scalars(sa.select(Resource.key)).one()
    assert key.startswith(f"t.me/{LONG[:1000].lower()}")


def test_two_processes_that_meet_the_same_contacts_in_another_order_both_store_them(
    journey: Journey,
) -> None:
    """PostgreSQL ends one of two transactions that wait for each other, on a busy machine both: what was
    ended is done again."""
    met, written = Barrier(2), []

    def write(values: list[str]) -> None:
        tries = []

        def work(session: sa.orm.Session) -> None:
            tries.append(1)
            for value in values:
                ensure(session, Payload, {"kind": "email", "value": value}, url=None)
                if len(tries) == 1 and value == values[0] and not journey.database.is_sqlite:
                    met.wait(20)

        journey.database.transact(work)
        written.append(len(tries))

    threads = [Thread(target=write, args=([first, last],)) for first, last in (NAMES, NAMES[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(written) in ([[1, 1]] if journey.database.is_sqlite else [[1, 2], [2, 2]])
    with journey.database.read() as session:
        assert session.scalars(sa.select(sa.func.count(Payload.id))).one() == 2
