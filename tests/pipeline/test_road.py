import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
import segno
import sqlalchemy as sa
from fastwarc.warc import ArchiveIterator, WarcRecordType
from PIL import Image as Picture

from crawler.handling import Answer, Consent, Handling
from crawler.obstacle import Obstacle, ObstacleKind
from crawler.page import ImageRef, ImageSource
from crawler.request import Request
from crawler.visit import Failure, FailureCause, SeenImage, Visit
from models.capture import Blob, Capture, Page, PageImage
from models.case import Sight
from models.decision import Event
from models.image import Image, Payload, Sighting, Symbol
from models.shop import Finding, Resource, Signal
from pipeline.account import so_far
from pipeline.errors import EvidenceUnavailable
from pipeline.obstacles import last_obstacles, pictured_in
from pipeline.warc import WarcPosition, read_payload
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture, code_png, image, visit

SHOP = "http://vetka.example/"
NEWS = "http://library.example/"


def drawn_png(shade: int) -> bytes:
    buffer = BytesIO()
    Picture.new("L", (64, 48), shade).save(buffer, "PNG")
    return buffer.getvalue()


def rows(journey: Journey, table: type) -> int:
    with journey.database.read() as session:
        return session.scalars(sa.select(sa.func.count()).select_from(table)).one()


def test_a_shop_becomes_a_finding_with_the_words_that_are_the_reason(journey: Journey) -> None:
    journey.take(visit(SHOP, SHOP_TEXT))
    with journey.database.read() as session:
        finding = session.scalars(sa.select(Finding)).one()
        page = session.scalars(sa.select(Page)).one()
        signals = session.scalars(sa.select(Signal)).all()
        assert session.scalars(sa.select(Resource.key)).one() == "vetka.example"
    assert finding.label == "sale"
    assert len({signal.family for signal in signals}) >= 3
    assert all(page.text[signal.start : signal.end] == signal.quote for signal in signals)


def test_a_harmless_page_is_stored_and_is_no_finding(journey: Journey) -> None:
    journey.take(visit(NEWS, NEWS_TEXT))
    assert rows(journey, Page) == 1
    assert rows(journey, Finding) == 0


def test_the_same_visit_twice_stores_nothing_twice(journey: Journey) -> None:
    seen = visit(SHOP, SHOP_TEXT, images=(image(f"{SHOP}code.png", code_png("https://t.me/suhaya_vetka_")),))
    journey.take(seen)
    tables = (Capture, Page, PageImage, Image, Symbol, Payload, Sighting, Finding, Signal)
    before = {table: rows(journey, table) for table in tables}
    journey.take(seen)
    assert {table: rows(journey, table) for table in tables} == before
    assert [stored.fresh for _, stored in journey.ended] == [True, False]


def test_a_visit_whose_lease_was_lost_stores_nothing_and_leads_nowhere(journey: Journey) -> None:
    lost = replace(visit(SHOP, SHOP_TEXT), follow=(Request(url=f"{SHOP}price"),))
    assert journey.road.take(lost) is False
    assert (rows(journey, Capture), journey.queued(), journey.road.account.requested) == (0, {}, 0)
    assert journey.take(lost) is True
    assert rows(journey, Capture) == 1
    assert f"{SHOP}price" in journey.queued()


def test_an_address_that_is_tried_again_counts_as_failed_in_the_end_only(journey: Journey) -> None:
    failure = Failure(cause=FailureCause.TIMEOUT, message="no answer", transient=True)
    again = Visit(request=Request(url=SHOP), failure=failure)
    for _ in range(2):
        assert journey.take(again)
        assert journey.road.account.failed == {}
    journey.take(again)
    assert journey.road.account.failed == {"timeout": 1}


def test_a_code_in_an_image_is_read_stored_and_followed(journey: Journey) -> None:
    picture = image(f"{NEWS}wall.png", code_png("http://hidden.example/enter"))
    journey.take(visit(NEWS, NEWS_TEXT, images=(picture,)))
    with journey.database.read() as session:
        assert session.scalars(sa.select(Symbol.text)).one() == "http://hidden.example/enter"
        assert (
            session.scalars(sa.select(Sighting.source).where(Sighting.text.contains("hidden"))).one()
            == "code"
        )
    assert journey.queued() == {"http://hidden.example/enter": "code"}


def test_pictures_without_codes_are_stored_once_and_accounted_for(journey: Journey) -> None:
    plain = [drawn_png(shade) for shade in (10, 200)]
    for page, shown in enumerate(((plain[0], plain[0]), (plain[1], code_png("wall"), plain[0]))):
        images = [image(f"{NEWS}{page}-{number}.png", data) for number, data in enumerate(shown)]
        journey.take(visit(f"{NEWS}{page}", NEWS_TEXT, images=tuple(images)))
    with journey.database.read() as session:
        found = session.scalars(sa.select(Image.sha256)).all()
        events = session.scalars(sa.select(Event).where(Event.kind == "stored")).all()
    assert len(found) == 3
    assert {sha256(data).hexdigest() for data in plain} < set(found)
    assert {digest for event in events for digest in event.rows.get("images", ())} == set(found)
    assert rows(journey, PageImage) == 5


def test_visits_that_are_looked_at_together_are_each_stored_whole(journey: Journey) -> None:
    shared = image(f"{NEWS}shared.png", code_png("http://hidden.example/enter"))
    visits = [
        visit(f"{NEWS}{page}", NEWS_TEXT, images=(shared, image(f"{NEWS}{page}.png", drawn_png(page))))
        for page in range(12)
    ]
    journey.frontier.add(seen.request for seen in visits)
    journey.frontier.take(20)
    with ThreadPoolExecutor(4) as threads:
        finishing = list(threads.map(journey.road.begin, visits))
    assert all(finish() for finish in finishing)
    assert (rows(journey, Page), rows(journey, PageImage), rows(journey, Image)) == (12, 24, 13)
    assert journey.faults() == []


def test_headers_are_archived_in_the_bytes_that_came(journey: Journey) -> None:
    name = "прайс.pdf".encode().decode("latin-1")
    sent = (("Content-Type", "text/html"), ("Content-Disposition", f"inline; filename={name}"))
    seen = visit(NEWS, NEWS_TEXT)
    assert seen.capture is not None
    journey.take(replace(seen, capture=replace(seen.capture, headers=sent)))
    [file] = journey.warc_folder.iterdir()
    assert "inline; filename=прайс.pdf\r\n".encode() in gzip.decompress(file.read_bytes())


def test_a_code_drawn_with_characters_is_read_stored_as_a_picture_and_followed(journey: Journey) -> None:
    rows_of = segno.make("http://hidden.example/enter", micro=False).matrix_iter(border=2)
    drawn = "\n".join("".join("██" if dark else "  " for dark in row) for row in rows_of)
    seen = visit(NEWS, NEWS_TEXT)
    assert seen.page is not None
    journey.take(replace(seen, page=replace(seen.page, drawings=(drawn,))))
    assert journey.queued() == {"http://hidden.example/enter": "code"}
    with journey.database.read() as session:
        row = session.scalars(sa.select(PageImage)).one()
    assert (row.source, row.url) == ("text", f"{NEWS}#text-1")
    assert journey.blobs.get(str(row.image_sha256)).startswith(b"\x89PNG")


def test_an_address_that_is_a_pdf_is_looked_at_as_an_image(journey: Journey) -> None:
    stream = BytesIO()
    segno.make("http://hidden.example/enter").save(stream, kind="pdf", scale=4)
    price = capture(f"{NEWS}price.pdf", stream.getvalue(), "application/pdf")
    ref = ImageRef(url=price.url, source=ImageSource.DIRECT)
    seen = Visit(request=Request(url=price.url), capture=price, images=(SeenImage(ref=ref, capture=price),))
    for _ in range(2):
        journey.take(seen)
    assert journey.queued() == {"http://hidden.example/enter": "code"}
    assert rows(journey, Symbol) == rows(journey, PageImage) == rows(journey, Capture) == 1
    assert rows(journey, Page) == 0


def test_a_handle_in_a_code_leads_to_the_public_preview(journey: Journey) -> None:
    picture = image(f"{NEWS}wall.png", code_png("tg://resolve?domain=Suhaya_Vetka_"))
    journey.take(visit(NEWS, NEWS_TEXT, images=(picture,)))
    assert journey.queued() == {"https://t-preview.example/s/suhaya_vetka_": "code"}


def test_invitations_payments_and_hidden_services_are_stored_and_not_followed(journey: Journey) -> None:
    texts = (
        "https://t.me/+AbCdEfGh12345678",
        "https://vk.me/join/AbCdEfGh12345678",
        "https://chat.whatsapp.com/AbCdEfGh12345678",
        "https://pay.kaspi.kz/pay/abcd1234",
        "https://t.me/$AbCdEf12",
        "https://t.me/login/12345",
        "t.me/proxy?server=proxy.example&port=443&secret=ee00",
        "tg://confirmphone?phone=77000000001&hash=ab12",
        "http://qala.i2p/",
        "sms:+77000000001?body=http",
        "javascript:alert(1)",
    )
    pictures = tuple(image(f"{NEWS}{number}.png", code_png(text)) for number, text in enumerate(texts))
    journey.take(visit(NEWS, NEWS_TEXT, images=pictures))
    assert rows(journey, Payload) == len(texts)
    assert journey.queued() == {}


def test_a_link_that_pays_or_signs_in_is_not_followed_from_a_flagged_page_either(journey: Journey) -> None:
    links = ("http://mirror.example/", "https://www.t.me/login/12345", "https://pay.kaspi.kz/pay/abcd1234")
    journey.take(visit("http://vetka.example/", SHOP_TEXT, links=links))
    assert [url for url, origin in journey.queued().items() if origin == "link"] == ["http://mirror.example/"]


def test_a_code_of_bytes_that_are_no_text_is_stored_by_its_digest(journey: Journey) -> None:
    raw = bytes(range(0x80, 0x98)) + bytes(range(1, 9))
    picture = image(f"{NEWS}wall.png", code_png(raw))
    journey.take(visit(NEWS, NEWS_TEXT, images=(picture,)))
    with journey.database.read() as session:
        payload = session.scalars(sa.select(Payload)).one()
        assert (payload.kind, payload.value) == ("binary", sha256(raw).hexdigest())
    assert journey.queued() == {}


def test_a_channel_that_a_harmless_page_names_is_looked_at_and_no_further(journey: Journey) -> None:
    elsewhere = "Мы и в других сетях: @library_pictures_, почта poems@library.example"
    journey.take(visit(NEWS, f"{NEWS_TEXT} Наш канал https://t.me/library_poems_ {elsewhere}"))
    [channel] = journey.frontier.take(10)
    assert channel.url == "https://t-preview.example/s/library_poems_"
    journey.take(visit(channel.url, f"{NEWS_TEXT} Друзья: https://t.me/museum_news_", request=channel))
    assert journey.queued() == {}


def test_a_flagged_page_leads_to_its_contacts_and_to_other_sites(journey: Journey) -> None:
    journey.take(visit(SHOP, SHOP_TEXT, links=("http://mirror.example/",)))
    assert journey.queued() == {
        "https://t-preview.example/s/suhaya_vetka_": "contact",
        "https://t-preview.example/s/suhaya_rezerv_": "contact",
        "http://mirror.example/": "link",
    }


def test_an_image_on_two_pages_is_one_image_and_one_record(journey: Journey) -> None:
    logo = image("http://vetka.example/logo.png", code_png("logo"), ImageSource.ICON)
    journey.take(visit(SHOP, SHOP_TEXT, images=(logo,)))
    journey.take(visit(f"{SHOP}about", NEWS_TEXT, images=(logo,)))
    assert rows(journey, Image) == 1
    assert rows(journey, PageImage) == 2
    with journey.database.read() as session:
        assert len(session.scalars(sa.select(Page.favicon_sha256).distinct()).all()) == 1
        assert len(session.scalars(sa.select(Capture).where(Capture.url == logo.ref.url)).all()) == 1


def test_bytes_come_back_from_the_archive_as_they_were(journey: Journey) -> None:
    seen = visit(SHOP, SHOP_TEXT)
    journey.take(seen)
    assert seen.capture is not None
    with journey.database.read() as session:
        row = session.scalars(sa.select(Capture)).one()
        position = WarcPosition(file=row.warc_file, offset=row.warc_offset, length=row.warc_length)
        assert read_payload(journey.warc_folder, position) == seen.capture.body
    assert journey.faults() == []


def test_what_was_served_to_whom_stands_in_the_archive_and_in_the_row(journey: Journey) -> None:
    seen = visit(SHOP, SHOP_TEXT)
    assert seen.capture is not None
    asked = (("User-Agent", "Mergen\r\nvia: forged"), ("Accept-Language", "kk"), ("Cookie", "none of it"))
    handling = Handling(consent=Consent(answer=Answer.REJECTED, words="Отклонить"), scrolled=900)
    facts = replace(
        seen.capture,
        request_headers=asked,
        protocol="h2",
        chain=(b"leaf", b"issuer"),
        handling=handling,
    )
    journey.take(replace(seen, capture=facts))
    with journey.database.read() as session:
        row = session.scalars(sa.select(Capture)).one()
        kinds = session.scalars(sa.select(Blob.sha256).where(Blob.kind == "certificate")).all()
    digests = [sha256(data).hexdigest() for data in (b"leaf", b"issuer")]
    assert (row.protocol, [each["sha256"] for each in row.certificates]) == ("h2", digests)
    assert row.handling == handling.record()
    assert sorted(kinds) == sorted(digests)
    record = metadata_of(journey.warc_folder / row.warc_file)
    assert f'certificate: {{"sha256": "{digests[1]}"' in record
    assert {"scripts: off", "protocol: h2", "user-agent: Mergen via: forged"} <= set(record.split("\r\n"))
    assert "Отклонить" in record
    assert "Cookie" not in record


def metadata_of(path: Path) -> str:
    """The first metadata record of an archive."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.metadata):
            return record.reader.read().decode()
    raise AssertionError("there is none")


def test_an_error_page_is_kept_as_evidence_and_is_no_page(journey: Journey) -> None:
    gone = Visit(
        request=Request(url=SHOP),
        capture=capture(SHOP, b"<h1>gone</h1>", status=404),
        failure=Failure(cause=FailureCause.HTTP_ERROR, message="404 Not Found"),
    )
    journey.take(gone)
    assert rows(journey, Capture) == 1
    assert rows(journey, Page) == 0
    assert journey.road.account.as_dict()["failed"] == {"http_error": 1}


def test_what_stands_in_a_shops_way_is_stored_counted_and_not_scored(journey: Journey) -> None:
    journey.take(visit(SHOP, SHOP_TEXT))
    gate = Obstacle(kind=ObstacleKind.CAPTCHA, sign="я не робот", service="hCaptcha")
    failure = Failure(cause=ObstacleKind.CAPTCHA, message="a captcha")
    for name, picture in (("first", code_png("captcha")), ("price", None)):  # of each kind one is pictured
        seen = visit(f"{SHOP}{name}", SHOP_TEXT, request=Request(url=f"{SHOP}{name}"))
        assert seen.capture is not None
        shown = replace(seen.capture, screenshot=picture, fetched_at=journey.clock())
        journey.take(replace(seen, capture=shown, failure=failure, obstacle=gate))
    assert rows(journey, Finding) == rows(journey, Page) == 1
    with journey.database.read() as session:
        resource = session.scalars(sa.select(Resource)).one()
        met = last_obstacles(session, [resource.id])[resource.id]
        assert so_far(session, journey.run_id).failed == {"captcha": 2}
        [pictured] = pictured_in(session, journey.run_id, Sight("reviewer"))
    assert journey.faults() == []
    assert (pictured.kind, pictured.url) == ("captcha", f"{SHOP}first")
    assert met.screenshot_sha256 == pictured.screenshot_sha256
    assert journey.blobs.get(pictured.screenshot_sha256) == code_png("captcha")
    assert (met.kind, met.service, met.sign, met.url) == ("captcha", "hCaptcha", "я не робот", f"{SHOP}price")
    assert journey.road.account.as_dict()["failed"] == {"captcha": 2}


def test_an_unreachable_host_is_accounted_for(journey: Journey) -> None:
    failure = Failure(cause=FailureCause.DNS, message="no such host")
    journey.take(Visit(request=Request(url=SHOP), failure=failure))
    assert journey.road.account.as_dict()["failed"] == {"dns": 1}
    assert rows(journey, Capture) == 0


def test_an_image_that_is_none_costs_nothing_but_itself(journey: Journey) -> None:
    seen = visit(SHOP, SHOP_TEXT, images=(image(f"{SHOP}a.png", b"GIF89a this is not an image"),))
    journey.take(seen)
    with journey.database.read() as session:
        assert session.scalars(sa.select(Image.error)).one()
    assert rows(journey, Finding) == 1


def test_a_page_that_breaks_its_reader_is_kept_and_counted(local_journey: Journey) -> None:
    class BrokenReader:
        version = "broken 1"

        def read(self, _data: bytes, **_options: bool) -> None:
            raise RecursionError("a bug in a decoder")

    pictures = type(local_journey.pictures)(local_journey.database, BrokenReader(), None)  # type: ignore[arg-type]
    local_journey.road._tools = replace(local_journey.road._tools, pictures=pictures)
    local_journey.take(visit(SHOP, SHOP_TEXT, images=(image(f"{SHOP}a.png", code_png("x")),)))
    assert rows(local_journey, Capture) == 1
    assert local_journey.road.account.as_dict()["failed"] == {"unreadable": 1}
    with local_journey.database.read() as session:
        event = session.scalars(sa.select(Event).where(Event.kind == "unreadable")).one()
    assert event.detail == {"url": SHOP, "fault": "RecursionError('a bug in a decoder')"}
    local_journey.road._tools = replace(local_journey.road._tools, pictures=local_journey.pictures)
    local_journey.take(visit(SHOP, SHOP_TEXT))
    assert (rows(local_journey, Capture), rows(local_journey, Page)) == (1, 1)


def test_a_full_disk_stops_the_road_and_leaves_what_was_stored(local_journey: Journey) -> None:
    class FullDisk:
        def put(self, _data: bytes) -> str:
            raise EvidenceUnavailable("no space left")

    local_journey.take(visit(SHOP, SHOP_TEXT))
    local_journey.road._tools.evidence.blobs = FullDisk()  # type: ignore[assignment]
    with pytest.raises(EvidenceUnavailable):
        local_journey.take(visit(NEWS, NEWS_TEXT))
    assert rows(local_journey, Page) == 1
