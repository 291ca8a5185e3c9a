"""Codes and photos on a shop's page: where they stood, what they say, where they led."""

import pytest
from httpx2 import Response

from crawler.request import Origin, Provenance
from models.capture import Capture
from models.image import Image
from models.user import Role
from pipeline.targets import Watch, add_target
from review.codes import codes_of
from review.shop import view_shop
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, Street


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


def test_a_picture_in_the_page_that_a_code_leads_to_does_not_hide_the_way_there(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        link, way = "https://go.example/q", "https://by.example/"
        wall = street.code(link, url=link)
        street.photo(wall)
        hops = [{"url": url, "status": 302, "location": ""} for url in (link, way)]
        street.shop("qala.example", url=link, origin="photo", reference=wall, hops=hops)
        session.add(
            Capture(
                run_id=street.run.id,
                url=link,
                final_url=link,
                status=200,
                media_type="image/png",
                via="http",
                fetched_at=street.at,
                sha256=wall,
            )
        )
    with office.database.read() as session:
        [code] = codes_of(session, [], [wall])
    assert code.chain == (way,)


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
    for text in ("49.8", "51.2", "abababab", "1 code in it", "Go closer"):
        assert text in page, text
    for name in ("analyst", "exporter"):
        page = office.signed_in(name).get(f"/shops/{shop}").text
        assert "Mar 2, 2026" in page
        assert "49.8" not in page
        assert "51.2" not in page


def test_the_text_on_a_photo_is_shown_with_its_score_and_its_signs(office: Office) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        wall = street.code("https://go.example/q")
        text = "<b>Wall</b> 1g - 9000\nAsk +7 700 000 00 00"
        street.photo(wall, text=text, quote="1g - 9000", note="owner said +7 700 000 00 00")
        shop = street.shop("qala.example", origin="photo", reference=wall, text="A page", signs=())
        watch, led = Watch(), Provenance(origin=Origin.PHOTO, reference=wall)
        add_target(session, "https://go.example/q", watch, provenance=led, actor="a", now=street.at)
    reviewer = office.signed_in("reviewer")
    analyst = office.signed_in("analyst")
    for reader, path in ((reviewer, f"/shops/{shop}"), (analyst, f"/shops/{shop}"), (analyst, "/targets/1")):
        page = reader.get(path).text
        assert 'aria-label="Text on the photo"' in page, path
        assert "&lt;b&gt;Wall&lt;/b&gt;" in page
        assert ">1g - 9000<sup>A</sup></mark>" in page
        assert "91" in page
        assert "owner said" in page
        assert "700 000 00" not in page
    assert "700 000 00" in reviewer.get(f"/shops/{shop}?numbers=1").text


@pytest.mark.parametrize(
    ("taken_at", "offset", "language", "says"),
    [
        (
            "2026:03:02 11:00:00",
            None,
            "en",
            "11:00:00\u202fAM, by the camera's clock, which tells no time zone",
        ),
        (
            "2026:03:02 11:00:00",
            None,
            "ru",
            "2 мар. 2026\u202fг., 11:00:00 по часам камеры, часовой пояс в них не",
        ),
        ("2026:03:02 11:00:00", None, "kk", "уақыт белдеуі көрсетілмеген): 2026\u202fж. 02 нау., 11:00:00"),
        # As every instant, in the office's zone: five hours ahead of UTC.
        (
            "2026:03:02 11:00:00",
            "+03:00",
            "en",
            "Taken Mar 2, 2026, 1:00:00\u202fPM, by the camera's clock<",
        ),
    ],
)
def test_a_camera_s_time_is_shown_as_others_are_and_no_zone_is_made_up(
    office: Office, taken_at: str, offset: str | None, language: str, says: str
) -> None:
    page = _page_of_a_photo(office, taken_at, offset, language).text
    assert says in page


@pytest.mark.parametrize("taken_at", ["2026:13:41 11:00:00", "9999:12:31 23:59:59", "soon"])
def test_what_is_no_time_is_not_shown_as_one(office: Office, taken_at: str) -> None:
    page = _page_of_a_photo(office, taken_at, "-05:00")
    assert page.status_code == 200
    assert "camera's clock" not in page.text


def _page_of_a_photo(office: Office, taken_at: str, offset: str | None, language: str = "en") -> Response:
    """The page of a shop that a photo with this time of its camera led to."""
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.person("reader", Role.REVIEWER, language)
        wall = street.code("https://go.example/q")
        street.photo(wall, taken_at=taken_at, taken_offset=offset)
        shop = street.shop("qala.example", origin="photo", reference=wall)
    return office.signed_in("reader").get(f"/shops/{shop}")
