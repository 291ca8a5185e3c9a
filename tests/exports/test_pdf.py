"""The dossier as a reader of the PDF sees it."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from exports.confirmed import confirmed_shops
from exports.context import ExportContext
from exports.dossier.content import IN_FULL
from exports.dossier.glyphs import shown
from exports.dossier.pictures import picture
from exports.dossier.words import words
from exports.errors import BadExportOption, EvidenceMismatch
from exports.pdf import PdfExporter
from exports.shop import ConfirmedShop
from models.decision import Verdict
from models.quality import CaptureCheck
from tests.exports.store import NOW, SAULE, Store, screenshot

MARKUP = '#panic("x") *bold* _it_ $x^2$ `raw` #image("/etc/passwd") <label> @ref // no \\ = head [x] ]'


def dossier(store: Store, folder: Path, **changes: object) -> PdfReader:
    (path,) = PdfExporter().export(confirmed_shops(store.session, SAULE), folder, store.context(**changes))
    return PdfReader(path)


def text_of(reader: PdfReader) -> str:
    """The text without line ends: an exact address stands in lines of its own."""
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace("\u200b", "")


def one_page_shop(store: Store, **finding: object) -> None:
    shop, resource = store.shop(), store.resource("qala.example")
    store.join_existing(shop, resource)
    store.finding(resource, **finding)  # type: ignore[arg-type]
    store.decide(shop, Verdict.CONFIRMED, "qala.example")


def test_a_dossier_holds_what_the_reader_must_check(store: Store, tmp_path: Path) -> None:
    shop = store.shop("qala.example", "t.me/qala_")
    finding = store.finding(store.resource("not-confirmed.example"))
    store.contact(finding, "telegram", "secret_")
    store.photo("https://qala.example/")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "t.me/qala_")
    (confirmed,) = confirmed_shops(store.session, SAULE)

    text = text_of(dossier(store, tmp_path, office="Өңірлік кеңсе", contact="+7 700 000 00 00"))

    for part in (
        "MRG-000001-20260301", "Өңірлік кеңсе", "https://qala.example/", "https://t.me/qala_/", "daniyar",
        "төлемнен кейін координаттары", "1 г – 16 000 ₸", "B3_coords_photo_after_pay", "203.0.113.7",
        "2026-03-01 09:30:00 UTC", "2026-03-01 14:30:00 Asia/Almaty (UTC+05:00)", "+7 700 000 00 00",
        "run-000001-00001.warc.gz, смещение 1024, 512 байт", "Витрина с ценами и тайниками",
        *(file.sha256 for file in confirmed.files),
    ):  # fmt: skip
        assert part in text
    assert "not-confirmed" not in text
    assert "secret_" not in text


def test_a_dossier_says_what_the_stored_page_does_not_show(store: Store, tmp_path: Path) -> None:
    one_page_shop(store)
    check = CaptureCheck(capture_id=1, checked_at=NOW, complete=False, quotes=2, unsaid=["300 ₸ дейін"])
    store.session.add(check)

    text = text_of(dossier(store, tmp_path))

    assert "не видно на сохранённой странице" in text
    assert "300 ₸ дейін" in text


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("kk", "Есірткі сату белгілері бар"),
        ("ru", "Досье на интернет-ресурс"),
        ("en", "Dossier on an online resource"),
    ],
)
def test_a_dossier_is_written_in_the_language_asked_for(
    store: Store, tmp_path: Path, language: str, title: str
) -> None:
    store.confirmed("qala.example")

    reader = dossier(store, tmp_path, language=language)

    assert title in text_of(reader)
    assert "{" not in text_of(reader)


def test_every_language_has_the_same_words() -> None:
    def names(table: dict[str, object], prefix: str = "") -> set[str]:
        return {
            name
            for key, value in table.items()
            for name in (names(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"})
        }

    assert names(words("kk")) == names(words("ru")) == names(words("en"))
    for language in ("kk", "ru", "en"):
        own = str(words(language)).replace("⟨", "").replace("⟩", "")
        assert shown(own, len(own)) == " ".join(own.split())


def test_hostile_markup_is_shown_and_not_obeyed(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, title=MARKUP, path=f"/{MARKUP}", quotes=(("B", "B1", MARKUP),))

    text = text_of(dossier(store, tmp_path))

    assert text.count('#image("/etc/passwd")') >= 3
    assert '#panic("x") *bold* _it_ $x^2$ `raw`' in text
    assert "root:" not in text


def test_a_dossier_has_no_links_and_no_scripts(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    reader = dossier(store, tmp_path)

    assert not [page for page in reader.pages if "/Annots" in page]
    assert "/OpenAction" not in reader.root_object
    assert "/AcroForm" not in reader.root_object


def test_a_dossier_says_that_it_is_pdf_a_2b(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    metadata = dossier(store, tmp_path).xmp_metadata

    assert metadata is not None
    xml = metadata.rdf_root.toxml()
    assert "pdfaid:part>2<" in xml
    assert "pdfaid:conformance>B<" in xml


def test_a_character_without_a_glyph_is_named(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, quotes=(("H", "H1", "\U0001f48a\ufe0f 16 000 \u202e中\u200b"),))

    text = text_of(dossier(store, tmp_path))

    assert "⟨pill⟩ 16 000 ⟨U+202E⟩⟨U+4E2D⟩⟨U+200B⟩" in text


def test_an_address_longer_than_a_line_stays_whole(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, path="/" + "x" * 900 + "?a=1")

    reader = dossier(store, tmp_path)

    assert "https://qala.example/" + "x" * 900 + "?a=1" in text_of(reader)


def test_a_long_shop_is_cut_and_says_so(store: Store, tmp_path: Path) -> None:
    shop, resource = store.shop(), store.resource("qala.example")
    store.join_existing(shop, resource)
    for number in range(IN_FULL + 3):
        store.finding(resource, path=f"/p{number:03d}", quotes=(("A", "A1", f"цена {number}"),))
    store.decide(shop, Verdict.CONFIRMED, "qala.example")

    text = text_of(dossier(store, tmp_path))

    assert "Другие страницы с признаками, без подробностей" in text
    assert f"https://qala.example/p{IN_FULL + 2:03d}" in text
    assert "и ещё 22" in text


def test_a_screenshot_is_drawn_anew_and_its_top_shown(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, picture=screenshot(size=(1280, 6000)))

    reader = dossier(store, tmp_path)
    (drawn,) = [image for page in reader.pages for image in page.images]

    assert Image.open(io.BytesIO(drawn.data)).size == (1000, 1250)
    assert "Верхняя часть снимка экрана" in text_of(reader)


def test_a_screenshot_that_is_no_picture_is_named_and_left_out(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, picture=b"<svg onload=alert(1)>")

    reader = dossier(store, tmp_path)

    assert not [image for page in reader.pages for image in page.images]
    assert "Снимок экрана нельзя напечатать" in text_of(reader)


def test_a_screenshot_of_too_many_pixels_is_not_decoded(store: Store) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    bomb += struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    digest = store.blob(bomb, "screenshot", "image/png")

    assert picture(digest, store.context()) is None


def test_a_truncated_screenshot_is_left_out(store: Store) -> None:
    digest = store.blob(screenshot()[:600], "screenshot", "image/png")

    assert picture(digest, store.context()) is None


def test_altered_evidence_stops_the_export(store: Store, tmp_path: Path) -> None:
    one_page_shop(store, picture=screenshot())
    (shop,) = confirmed_shops(store.session, SAULE)
    store.blobs[shop.findings[0].screenshot_sha256 or ""] = screenshot("altered")

    with pytest.raises(EvidenceMismatch, match="mergen verify"):
        dossier(store, tmp_path)


@pytest.mark.parametrize(
    "changes", [{"language": "fr"}, {"time_zone": "../etc/passwd"}, {"time_zone": "Mars/X"}]
)
def test_a_language_or_zone_that_is_none_is_refused(
    store: Store, tmp_path: Path, changes: dict[str, str]
) -> None:
    store.confirmed("qala.example")

    with pytest.raises(BadExportOption):
        dossier(store, tmp_path, **changes)


def test_the_offices_case_number_stands_on_every_page(store: Store, tmp_path: Path) -> None:
    store.confirmed("qala.example")

    reader = dossier(store, tmp_path, case_number="К-17")

    assert all("К-17/1" in page.extract_text() for page in reader.pages)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_any_text_can_be_printed(any_shop: ConfirmedShop, tmp_path: Path, text: str) -> None:
    context = ExportContext(
        now=any_shop.created_at, actor=text, read_blob=lambda _: b"", read_records=lambda _: (), office=text
    )

    (path,) = PdfExporter().export([any_shop], tmp_path, context)

    assert path.read_bytes().startswith(b"%PDF")


def test_marks_over_any_letter_can_be_printed(any_shop: ConfirmedShop, tmp_path: Path) -> None:
    generator = random.Random(7)
    marks = [chr(point) for point in range(0x300, 0x370)]
    letters = [chr(point) for point in [*range(0x41, 0x250), *range(0x400, 0x530), *range(0x2190, 0x27C0)]]
    text = "".join(generator.choice(letters) + generator.choice(marks) * 2 for _ in range(3000))
    for start in range(0, len(text), 300):
        context = ExportContext(
            now=any_shop.created_at,
            actor="a",
            read_blob=lambda _: b"",
            read_records=lambda _: (),
            office=text[start : start + 300],
        )
        (path,) = PdfExporter().export([any_shop], tmp_path, context)
        assert path.read_bytes().startswith(b"%PDF")


@pytest.fixture
def any_shop(store: Store) -> ConfirmedShop:
    store.confirmed("qala.example")
    (shop,) = confirmed_shops(store.session, SAULE)
    return shop
