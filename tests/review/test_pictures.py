"""Pictures from the evidence: made anew, for who may look, and written down."""

from io import BytesIO

import pytest
from PIL import Image as Pillow

from models.image import Symbol
from review.shop import view_shop
from tests.review.conftest import Office
from tests.review.factory import ANYBODY, Street, picture


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
