"""What a shop's page shows."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from mergen.commands.shops import print_shop
from mergen.output import Output
from models.capture import Capture
from models.decision import Verdict
from models.quality import CaptureCheck
from pipeline.decisions import Judgement, decide
from pipeline.errors import UnknownShop
from review.shop import view_shop
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, NOW, Street


def test_reasons_stand_by_family_with_their_quotes(office: Office, shops: list[int]) -> None:
    page = office.signed_in("reviewer").get(f"/shops/{shops[0]}").text
    assert "Price list by weight or piece" in page
    assert "Coordinates or a photo after payment" in page
    assert '<mark class="fam-B" title="Dead drop: Coordinates or a photo after payment">photo and' in page
    assert "coordinates after payment<sup>B</sup></mark>" in page


def test_signs_in_pictures_are_marked_in_the_text_of_the_pictures(office: Office) -> None:
    with office.database.write() as session:
        shop = Street(session, office.blobs).shop(
            "qala.example",
            text="Hello",
            image_text="we take USDT",
            signs=(("D", "D1_crypto", "USDT", 0.4), ("L", "L1_news", "Hello", -0.6)),
        )
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert "we take <mark" in page
    assert page.index("What speaks against it") < page.index("News or an article")


def test_a_page_that_the_scorer_is_unsure_of_is_to_be_looked_at_and_not_called_flagged(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example", "t.me/qala_vitrina_", score=0.4, label="unsure", signs=())
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert "2 pages to look at" in page
    analyst = office.signed_in("analyst")
    for told in (page, analyst.get("/harvest").text, analyst.get("/runs").text, analyst.get("/runs/1").text):
        assert "flagged" not in told.lower()
    with office.database.read() as session:
        print_shop(Output(as_json=False), view_shop(session, shop, ANYBODY))
    said = capsys.readouterr().out
    assert "unsure 0.40, 2 pages to look at" in said
    assert "flagged" not in said.lower()


def test_addresses_are_defanged_and_never_links(office: Office, shops: list[int]) -> None:
    page = office.signed_in("reviewer").get(f"/shops/{shops[0]}").text
    assert "hxxps://qala[.]example/" in page
    assert "hxxp://qala-2[.]example/" in page
    assert "qala.example" not in page
    assert 'href="http' not in page


def test_posts_with_quotes_come_first_and_their_links_are_defanged(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("t.me/qala_vitrina_")
        capture = session.scalars(select(Capture.id)).one()
        for number in range(1, 9):
            street.post(capture, number, f"Good day {number}", views=1234)
        links = [{"url": "https://qala-2.example/<b>", "text": "mirror"}]
        more = {"links": links, "forwarded_url": "https://t.me/sapfir_/7"}
        street.post(capture, 4000, "Today\n1g - 9000,  2g - 16000", **more)
        street.post(capture, 4001, "<script>hacked</script>")
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    posts = page.partition('id="posts"')[2].partition("</section>")[0]
    assert posts.index("Today") < posts.index("&lt;script&gt;hacked")
    assert "<q>1g - 9000, 2g - 16000</q>" in posts
    assert "views: 1,234" in posts
    assert "hxxps://qala-2[.]example/&lt;b&gt;" in posts
    assert "hxxps://t[.]me/sapfir_/7" in posts
    assert posts.count("Good day") == 1  # with the last two the newest three
    assert "href" not in posts


def test_a_picture_that_does_not_show_what_was_found_is_marked(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    assert "does not show what was found" not in browser.get(f"/shops/{shops[0]}").text
    with office.database.write() as session:
        capture_id = view_shop(session, shops[0], ANYBODY).page.row.capture_id  # type: ignore[union-attr]
        check = CaptureCheck(capture_id=capture_id, checked_at=NOW, complete=False, quotes=2)
        check.unshown = ["2g - 16000", "<b>"]
        session.add(check)
    page = browser.get(f"/shops/{shops[0]}").text
    assert "does not show what was found:</b> <bdi>2g - 16000 · &lt;b&gt;" in page


def test_a_face_that_nobody_saw_is_marked(office: Office, shops: list[int]) -> None:
    with office.database.write() as session:
        decide(
            session, shops[0], Judgement(verdict=Verdict.CONFIRMED, reason="offer"), actor="admin", now=NOW
        )
        street = Street(session, office.blobs)
        street.at = NOW + timedelta(hours=1)
        street.face(shops[0], "qala-9.example", reason="text", detail="0.97")
    page = office.signed_in("reviewer").get(f"/shops/{shops[0]}").text
    assert page.count('class="unseen"') == 1
    assert "changed since the decision" in page


def test_another_page_of_the_shop_can_be_opened(office: Office, shops: list[int]) -> None:
    with office.database.read() as session:
        view = view_shop(session, shops[0], ANYBODY)
        other = view.pages[1]
        assert view_shop(session, shops[0], ANYBODY, other.capture_id).page is not None
    page = office.signed_in("reviewer").get(f"/shops/{shops[0]}?page={other.capture_id}").text
    assert "hxxps://t[.]me/qala_vitrina_" in page


def test_a_page_that_was_captured_again_is_shown_once(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example", url="https://qala.example/")
        street.face(shop, "www.qala.example", url="https://qala.example/", text="second time", signs=())
    with office.database.read() as session:
        view = view_shop(session, shop, ANYBODY)
    assert [page.url for page in view.pages] == ["https://qala.example/"]
    assert view.page is not None
    assert view.page.text == "second time"


def test_a_large_shop_takes_no_more_queries_than_a_small_one(office: Office, shops: list[int]) -> None:
    queries: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *call: queries.append(str(call[2])))
    with office.database.read() as session:
        view_shop(session, shops[1], ANYBODY)
    few = len(queries)
    with office.database.read() as session:
        view_shop(session, shops[0], ANYBODY)
    assert len(queries) - few <= few + 1, "one more for where its codes lead"
    assert few < 22


def test_an_unknown_shop_is_an_error_for_programs_and_a_page_for_people(office: Office) -> None:
    with office.database.read() as session, pytest.raises(UnknownShop, match="99"):
        view_shop(session, 99, ANYBODY)
    browser = office.signed_in("reviewer")
    for path in ("/shops/99", "/shops/abc", "/nowhere", "/shops/99999999999999999999"):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "There is no such page" in answer.text


def test_what_stood_in_the_way_is_shown_with_what_it_said(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        picture = street.obstacle("qala.example", "captcha", "Tick the box", pictured=True)
        street.obstacle("qala.example", "captcha", "I am not a robot")  # of each kind one is pictured
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    assert "A captcha." in page
    assert "It stood before hxxps://qala[.]example/inside" in page
    assert "I am not a robot" in page
    assert f"/evidence/{picture}/blurred" in page
    clear = office.signed_in("reviewer").get(f"/shops/{shop}?clear=1").text
    assert f"/evidence/{picture}/preview" in clear
    assert office.signed_in("reviewer").get(f"/evidence/{picture}/preview").status_code == 200


def test_what_only_a_buyer_was_shown_is_said_beside_what_the_crawler_saw(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        crawlers, buyers = street.shop("library.example"), street.shop("qala.example")
        seen, other = street.look_again("library.example", "qala.example")
    page = office.signed_in("reviewer").get(f"/shops/{buyers}?page={other}").text
    assert "Others are shown something else here." in page
    assert "Only the other one's page looks like a shop." in page
    assert "This page is what a buyer with a phone was shown" in page
    assert "hxxps://library[.]example/" in page
    assert "text in common: 12 %" in page
    page = office.signed_in("reviewer").get(f"/shops/{crawlers}?page={seen}").text
    assert "A buyer with a phone was shown:" in page
