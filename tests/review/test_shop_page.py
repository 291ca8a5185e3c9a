"""What a shop's page shows and what its evidence routes give out."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow
from sqlalchemy import event, select
from starlette.testclient import TestClient

from models.capture import Capture
from models.decision import Verdict
from models.image import Image, Symbol
from models.quality import CaptureCheck
from pipeline.decisions import Judgement, decide
from pipeline.errors import UnknownShop
from review.app import create_app
from review.shop import view_shop
from tests.review.conftest import Browser, Office
from tests.review.factory import ANYBODY, NOW, Street, picture


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


def test_codes_provenance_redirects_and_shared_hosts_are_shown(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        wall = street.code("https://go.example/q")
        street.photo(wall, latitude=49.8, longitude=73.1, note="bus stop")
        shop = street.shop(
            "qala.example",
            origin="photo",
            reference=wall,
            hops=[{"url": "https://go.example/q", "status": 302, "location": "https://qala.example/"}],
        )
        capture = street.face(shop, "t.me/qala_rezerv_", reason="contact", detail="@qala_rezerv_")
        street.shows(capture, street.code("https://t.me/qala_rezerv_", "telegram"))
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    for text in (
        "hxxps://go[.]example/q",
        "bus stop",
        "49.8",
        "same contact",
        "302",
        "Shared host.",
        "t[.]me",
    ):
        assert text in page, text
    assert page.count("/symbols/") == 2


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


def test_a_shop_page_takes_a_fixed_number_of_queries(office: Office, shops: list[int]) -> None:
    queries: list[str] = []
    event.listen(office.database.engine, "before_cursor_execute", lambda *call: queries.append(str(call[2])))
    with office.database.read() as session:
        view_shop(session, shops[1], ANYBODY)
    few = len(queries)
    with office.database.read() as session:
        view_shop(session, shops[0], ANYBODY)
    assert len(queries) == 2 * few


def test_an_unknown_shop_is_an_error_for_programs_and_a_page_for_people(office: Office) -> None:
    with office.database.read() as session, pytest.raises(UnknownShop, match="99"):
        view_shop(session, 99, ANYBODY)
    browser = office.signed_in("reviewer")
    for path in ("/shops/99", "/shops/abc", "/nowhere", "/shops/99999999999999999999"):
        answer = browser.get(path)
        assert answer.status_code == 404, path
        assert "There is no such page" in answer.text


def test_a_picture_is_encoded_anew_and_the_look_at_it_written_down(office: Office) -> None:
    original = picture(3000, 2000)
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digest = street.blob(original, kind="screenshot")
        shop = street.shop("qala.example", screenshot_sha256=digest)
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shop}").text
    assert f"/evidence/{digest}/blurred" in page
    assert f"/evidence/{digest}/preview" not in page
    assert browser.get(f"/evidence/{digest}/blurred").status_code == 200
    assert office.events("viewed") == []
    assert f"/evidence/{digest}/preview" in browser.get(f"/shops/{shop}?clear=1").text
    shown = browser.get(f"/evidence/{digest}/preview")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.content != original
    assert Pillow.open(BytesIO(shown.content)).width == 1280
    assert [(seen.actor, seen.subject_id) for seen in office.events("viewed")] == [("reviewer", digest)]


def test_a_code_is_shown_as_the_part_of_its_picture(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        digest = street.code("https://go.example/q")
        street.shows(view_shop(session, shop, ANYBODY).pages[0].capture_id, digest)
        symbol = session.query(Symbol).one().id
    browser = office.signed_in("reviewer")
    crop = browser.get(f"/evidence/{digest}/symbols/{symbol}")
    assert crop.headers["content-type"] == "image/png"
    assert max(Pillow.open(BytesIO(crop.content)).size) == 220
    assert browser.get(f"/evidence/{'0' * 64}/symbols/{symbol}").status_code == 404


def test_the_kept_crop_of_a_code_is_shown_and_a_dispute_is_said(office: Office) -> None:
    crop = picture(90, 80)
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        digest = street.code("https://go.example/q")
        street.shows(view_shop(session, shop, ANYBODY).pages[0].capture_id, digest)
        symbol = session.query(Symbol).one()
        symbol.crop_sha256, symbol.disputed = street.blob(crop, kind="crop"), ["zbar"]
        number = symbol.id
    browser = office.signed_in("reviewer")
    shown = browser.get(f"/evidence/{digest}/symbols/{number}").content
    assert Pillow.open(BytesIO(shown)).size == (90, 80)
    page = browser.get(f"/shops/{shop}").text
    assert "Decoders disagree." in page
    assert "zbar" in page


@pytest.mark.parametrize(
    ("text", "kind", "said", "secret"),
    [
        ("https://t.me/qala_?start=wall7", "telegram", ("start parameter of the bot", "wall7"), ""),
        (
            "WIFI:T:WPA;S:Qala;P:correct-horse;;",
            "wifi",
            ("protection of the network", "WPA"),
            "correct-horse",
        ),
        (
            "otpauth://totp/Qala:a?secret=JBSWY3DPEHPK3PXP&issuer=Qala",
            "otp",
            ("issuer", "Qala"),
            "JBSWY3DPEHPK3PXP",
        ),
    ],
)
def test_a_code_says_what_it_asks_for_and_its_secret_only_on_request(
    office: Office, text: str, kind: str, said: tuple[str, str], secret: str
) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example")
        street.shows(view_shop(session, shop, ANYBODY).pages[0].capture_id, street.code(text, kind))
    browser = office.signed_in("reviewer")
    page = browser.get(f"/shops/{shop}").text
    assert f"<dt>{said[0]}</dt><dd><bdi>{said[1]}</bdi></dd>" in page
    if secret:
        assert secret not in page
        assert "Show the secrets" in page
        assert secret in browser.get(f"/shops/{shop}?secrets=1").text


def test_a_photo_says_what_is_known_of_it_and_its_place_only_to_who_decides(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        wall = street.code("https://go.example/q")
        said = {"latitude": 49.8, "longitude": 73.1, "camera_latitude": 51.2, "camera_longitude": 71.5}
        street.photo(
            wall, taken_at="2026:03:02 11:00:00", taken_offset="+05:00", near=["ab" * 32], note="x", **said
        )
        image = session.get_one(Image, wall)
        image.unread, image.hints = [[[0, 0], [9, 0], [9, 9], [0, 9]]], ["closer"]
        shop = street.shop("qala.example", origin="photo", reference=wall)
    page = office.signed_in("reviewer").get(f"/shops/{shop}").text
    for text in ("49.8", "51.2", "2026:03:02 11:00:00 +05:00", "abababab", "1 code in it", "Go closer"):
        assert text in page, text
    for name in ("analyst", "exporter"):
        page = office.signed_in(name).get(f"/shops/{shop}").text
        assert "2026:03:02" in page
        assert "49.8" not in page
        assert "51.2" not in page


@pytest.mark.parametrize("kind", ["preview", "blurred", "symbols/1"])
def test_pictures_are_for_signed_in_people_with_the_right(office: Office, kind: str) -> None:
    path = f"/evidence/{'a' * 64}/{kind}"
    assert office.browser().get(path).status_code == 303
    assert office.signed_in("volunteer").get(path).status_code == 403
    assert office.signed_in("reviewer").get(path).status_code == 404


def test_what_is_no_picture_or_too_large_a_one_is_not_opened(office: Office) -> None:
    bomb = BytesIO()
    Pillow.new("1", (8_000, 6_000)).save(bomb, "PNG")
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digests = [
            street.blob(data, kind="screenshot")
            for data in (bomb.getvalue(), b"<script>alert(1)</script>", picture()[:200], b"<svg/>")
        ]
        for number, digest in enumerate(digests):
            street.shop(f"s{number}.example", screenshot_sha256=digest)
        page = street.blob(b"<html>body</html>", "text/html")
    browser = office.signed_in("reviewer")
    for digest in (*digests, page, "..%2f..%2fetc%2fpasswd"):
        for kind in ("preview", "blurred"):
            answer = browser.get(f"/evidence/{digest}/{kind}")
            assert answer.status_code == 404
            assert answer.headers["content-type"].startswith("text/html")


def test_every_answer_carries_the_security_headers(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    for path in ("/", "/shops/1", "/nowhere", "/healthz", "/static/mergen.css", "/sign-in"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_an_unforeseen_error_is_a_page_that_keeps_the_policy(office: Office) -> None:
    with office.database.write() as session:
        shop = Street(session, office.blobs).shop("qala.example", hops=[{"damaged": True}])
    client = TestClient(create_app(office.config()), raise_server_exceptions=False)
    browser = Browser(client)
    browser.sign_in("reviewer")
    answer = browser.get(f"/shops/{shop}")
    assert answer.status_code == 500
    assert "KeyError" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_large_bodies_are_refused(office: Office) -> None:
    answer = office.browser().send("/sign-in", name="x" * 100_000)
    assert answer.status_code == 413
    assert "content-security-policy" in answer.headers


def test_health_says_whether_the_store_can_be_read(office: Office) -> None:
    browser = office.browser()
    assert browser.get("/healthz").json() == {"status": "ok"}
    office.database.close()
    with Path(str(office.database.url.database)).open("r+b") as file:
        file.write(b"\0" * 4096)
    assert browser.get("/healthz").status_code == 503
    answer = browser.sign_in("reviewer")
    assert answer.status_code == 503
    assert "mergen doctor" in answer.text


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
