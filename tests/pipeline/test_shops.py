from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
import sqlalchemy as sa

from crawler.page import ImageSource
from crawler.request import Origin, Provenance, Request
from models.decision import Event, Verdict
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.decisions import Judgement, decide
from pipeline.fingerprint import fingerprint
from pipeline.likeness import ENOUGH, Texts
from pipeline.shops import gather
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit

OTHER_SHOP = """Магазин «Тихий двор». Автовыдача сразу после оплаты. Темиртау, районы: Старый город.
Гаш 1 г (магнит) — 14000 ₸. Гаш 2 г (прикоп) — 25000 ₸. Тайники по всем районам.
Координаты и фото после оплаты. Без встреч, только предоплата, оплата BTC.
Ненаход рассматривает оператор: @tihiy_dvor_."""

OF_MEMBER = Resource.id == ShopMember.resource_id


def shops(journey: Journey) -> list[set[str]]:
    with journey.database.write() as session:
        gather(session, journey.clock())
        found: dict[int, set[str]] = {}
        query = sa.select(ShopMember.shop_id, Resource.key).join(
            Resource, Resource.id == ShopMember.resource_id
        )
        for shop_id, key in session.execute(query):
            found.setdefault(shop_id, set()).add(key)
    return sorted(found.values(), key=sorted)


def reasons(journey: Journey) -> dict[str, str]:
    with journey.database.read() as session:
        query = sa.select(Resource.key, ShopMember.reason).join(
            ShopMember, ShopMember.resource_id == Resource.id
        )
        return {key: reason for key, reason in session.execute(query)}


def test_strangers_stay_apart(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    assert shops(journey) == [{"dvor.example"}, {"vetka.example"}]


def test_a_shared_contact_joins(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP.replace("@tihiy_dvor_", "@suhaya_vetka_")))
    assert shops(journey) == [{"dvor.example", "vetka.example"}]
    assert reasons(journey)["dvor.example"] == "contact"


@pytest.mark.parametrize(
    "link", ["https://wa.me/77000000001?text=wall7", "https://api.whatsapp.com/send?phone=87000000001"]
)
def test_a_number_joins_a_chat_on_whatsapp_and_a_phone(journey: Journey, link: str) -> None:
    codes = [
        image(f"http://{number}.example/c.png", code_png(text))
        for number, text in enumerate((link, "8 (700) 000-00-01"))
    ]
    journey.take(visit("http://vetka.example/", SHOP_TEXT, images=tuple(codes[:1])))
    journey.take(visit("http://dvor.example/", OTHER_SHOP, images=tuple(codes[1:])))
    assert shops(journey) == [{"vetka.example", "dvor.example"}]
    assert reasons(journey)["dvor.example"] == "contact"


def test_a_number_joins_whether_it_is_called_or_written_to(journey: Journey) -> None:
    called, written = "+7 700 000 00 01", "sms:+77000000001"
    journey.take(visit("http://vetka.example/", f"{SHOP_TEXT} {called} {written}"))
    journey.take(visit("http://dvor.example/", f"{OTHER_SHOP} {written}"))
    assert shops(journey) == [{"dvor.example", "vetka.example"}]


def test_nearly_the_same_text_joins(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    renamed = SHOP_TEXT.replace("Сухая ветка", "Мокрая ветка").replace("suhaya", "mokraya")
    journey.take(visit("http://vetka2.example/", renamed))
    assert shops(journey) == [{"vetka.example", "vetka2.example"}]
    assert reasons(journey)["vetka2.example"] == "text"


def test_a_shared_icon_joins(journey: Journey) -> None:
    icon = image("http://vetka.example/favicon.ico", code_png("icon"), ImageSource.ICON)
    journey.take(visit("http://vetka.example/", SHOP_TEXT, images=(icon,)))
    journey.take(visit("http://dvor.example/", OTHER_SHOP, images=(icon,)))
    assert shops(journey) == [{"dvor.example", "vetka.example"}]


def test_an_icon_that_a_harmless_site_has_too_joins_nothing(journey: Journey) -> None:
    icon = image("http://vetka.example/favicon.ico", code_png("icon"), ImageSource.ICON)
    journey.take(visit("http://library.example/", NEWS_TEXT, images=(icon,)))
    journey.take(visit("http://vetka.example/", SHOP_TEXT, images=(icon,)))
    journey.take(visit("http://dvor.example/", OTHER_SHOP, images=(icon,)))
    assert shops(journey) == [{"dvor.example"}, {"vetka.example"}]


def test_a_shop_and_the_channel_it_leads_to_are_one(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    provenance = Provenance(origin=Origin.CODE, reference="http://vetka.example/")
    request = Request(url="https://t-preview.example/s/dvor_kanal_", provenance=provenance)
    journey.take(visit(request.url, OTHER_SHOP, request=request))
    assert shops(journey) == [{"t.me/dvor_kanal_", "vetka.example"}]
    assert reasons(journey)["t.me/dvor_kanal_"] == "leads_to"


def test_gathering_again_changes_nothing(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    first = shops(journey)
    with journey.database.read() as session:
        events = session.scalars(sa.select(sa.func.count(Event.id))).one()
    assert shops(journey) == first
    with journey.database.read() as session:
        assert session.scalars(sa.select(sa.func.count(Event.id))).one() == events


def test_two_shops_that_turn_out_to_be_one_are_merged_into_the_decided_one(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    shops(journey)
    with journey.database.write() as session:
        dvor = session.scalars(
            sa.select(ShopMember.shop_id)
            .join(Resource, Resource.id == ShopMember.resource_id)
            .where(Resource.key == "dvor.example")
        ).one()
        decide(
            session,
            dvor,
            Judgement(verdict=Verdict.CONFIRMED, reason="price list"),
            actor="aigul",
            now=journey.clock(),
        )
    journey.take(visit("http://dvor.example/contacts", OTHER_SHOP + " Второй оператор @suhaya_vetka_"))
    assert shops(journey) == [{"dvor.example", "vetka.example"}]
    with journey.database.read() as session:
        merged = session.scalars(sa.select(Shop).where(Shop.merged_into.is_not(None))).one()
    assert merged.merged_into == dvor


def test_two_decided_shops_are_never_joined_only_noted(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    shops(journey)
    with journey.database.write() as session:
        for shop_id in session.scalars(sa.select(Shop.id)).all():
            decide(
                session,
                shop_id,
                Judgement(verdict=Verdict.REJECTED, reason="a test"),
                actor="aigul",
                now=journey.clock(),
            )
    journey.take(visit("http://dvor.example/contacts", OTHER_SHOP + " Второй оператор @suhaya_vetka_"))
    for _ in range(2):
        assert shops(journey) == [{"dvor.example"}, {"vetka.example"}]
    with journey.database.read() as session:
        assert len(session.scalars(sa.select(Event).where(Event.kind == "alike")).all()) == 1


def test_each_face_says_what_ties_it_to_the_others_after_a_merger(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    assert len(shops(journey)) == 1
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    shared = OTHER_SHOP.replace("Тихий двор", "Второй двор").replace("@tihiy_dvor_", "@dvor_dva_")
    journey.take(visit("http://dvor2.example/", shared))
    assert len(shops(journey)) == 2
    journey.take(visit("http://dvor2.example/price", f"{shared} Второй оператор @suhaya_vetka_"))
    assert len(shops(journey)) == 1
    assert reasons(journey) == {"vetka.example": "first", "dvor2.example": "contact", "dvor.example": "text"}


def test_the_signature_of_a_text_never_changes() -> None:
    """The stores of offices hold such signatures; this one was made by another implementation of it."""
    mark = fingerprint(" ".join(f"слово{number}" for number in range(40)))
    assert sha256(mark).hexdigest() == "d76f3ae95f4803d1abf1fd973a3e5fce8b0c854503bb3f2d5c38a1993f1d5626"


def test_the_texts_of_every_day_are_compared_through_a_few() -> None:
    texts = [(1, fingerprint(f"{OTHER_SHOP} День {day}")) for day in range(60)]
    texts.append((2, fingerprint(f"{OTHER_SHOP} зеркало")))
    known = Texts(texts)
    assert [(first, second) for first, second, _ in known.pairs()] == [(1, 2)]
    assert len(known._index.keys) <= ENOUGH


def test_two_processes_gather_at_once(journey: Journey) -> None:
    for number in range(8):
        journey.take(visit(f"http://vetka{number}.example/", SHOP_TEXT))

    def work(_: int) -> int:
        with journey.database.write() as session:
            return gather(session, journey.clock())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [1] * 4


def test_a_doubtful_page_that_leads_to_a_shop_is_no_part_of_it(journey: Journey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    provenance = Provenance(origin=Origin.LINK, reference="http://vetka.example/")
    request = Request(url="http://exchange.example/", provenance=provenance)
    journey.take(visit(request.url, OTHER_SHOP, request=request))
    with journey.database.write() as session:
        exchange = sa.select(Resource.id).where(Resource.key == "exchange.example").scalar_subquery()
        session.execute(sa.update(Finding).where(Finding.resource_id == exchange).values(label="unsure"))
    assert shops(journey) == [{"exchange.example"}, {"vetka.example"}]
