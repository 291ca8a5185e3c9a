"""Reading web archives of any origin, whole, torn or hostile."""

import gzip
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive import BODY_LIMIT, Archive
from crawler.archived import visits_of
from crawler.capture import Via
from crawler.errors import ArchiveUnreadable
from crawler.page import ImageSource
from crawler.request import Origin
from crawler.visit import FailureCause, Visit
from tests.crawler.archives import HTML, Answer, wacz, warc
from tests.crawler.hostile import PIXEL, packed

PAGE = "http://shop.example/"
PNG = (("Content-Type", "image/png"),)
BODY = "<title>Витрина</title><p>Текст</p><img src=/a.png><img src=/gone.png>"
ANSWERS: list[Answer] = [(PAGE, BODY, HTML), ("http://shop.example/b", "<title>b</title>", HTML)]


def archive(folder: Path, data: bytes, name: str = "x.warc.gz") -> Archive:
    (folder / name).write_bytes(data)
    return Archive(folder / name)


def visits(folder: Path, *archives: Archive) -> Sequence[Visit]:
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    return list(visits_of(archives, spool))


def test_a_record_becomes_a_visit_with_its_page_its_date_and_its_place(tmp_path: Path) -> None:
    first, second = visits(tmp_path, archive(tmp_path, warc(ANSWERS)))
    assert first.capture is not None
    assert first.page is not None
    assert (first.request.url, first.page.title, first.capture.via) == (PAGE, "Витрина", Via.ARCHIVE)
    assert first.capture.fetched_at == datetime(2026, 3, 21, 12, tzinfo=UTC)
    assert first.capture.ip_address == "192.0.2.7"
    assert first.request.provenance.origin is Origin.ARCHIVE
    assert first.request.provenance.reference.startswith("x.warc.gz:")
    assert (first.follow, second.follow) == ((), ())


def test_a_page_has_the_images_that_any_of_the_files_holds(tmp_path: Path) -> None:
    pages = archive(tmp_path, warc(ANSWERS))
    images = archive(
        tmp_path,
        warc([("http://shop.example/a.png", PIXEL, PNG), ("http://shop.example/alone.png", PIXEL, PNG)]),
        "y.warc.gz",
    )
    first, _, alone = visits(tmp_path, pages, images)
    assert [image.capture and image.capture.body for image in first.images[:2]] == [PIXEL, None]
    assert first.images[1].failure is not None
    assert alone.request.url == "http://shop.example/alone.png"
    assert [image.ref.source for image in alone.images] == [ImageSource.DIRECT]


def test_what_a_browser_made_of_a_page_is_read_instead_of_its_bytes(tmp_path: Path) -> None:
    from warcio.warcwriter import WARCWriter

    data = warc([(PAGE, "<div id=root></div>", HTML)])
    number = next(iter(archive(tmp_path, data).records())).number
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    record = writer.create_warc_record(
        f"urn:rendered:{PAGE}",
        "resource",
        payload=BytesIO(b"<title>Rendered</title>"),
        warc_content_type="text/html",
        warc_headers_dict={"WARC-Concurrent-To": number},
    )
    writer.write_record(record)
    [visit] = visits(tmp_path, archive(tmp_path, data + buffer.getvalue()))
    assert visit.page is not None
    assert visit.page.title == "Rendered"


@pytest.mark.parametrize("form", ["plain", "gzip", "one gzip member", "zstd", "wacz"])
def test_archives_are_read_in_every_form(tmp_path: Path, form: str) -> None:
    plain, members = warc(ANSWERS, gzip=False), warc(ANSWERS)
    data = {"plain": plain, "gzip": members, "one gzip member": gzip.compress(plain)}
    data["zstd"] = packed(ZstdWriter, plain)
    if form == "wacz":
        opened = Archive(
            wacz(tmp_path / "x.wacz", one=members, two=warc([("http://two.example/", "2", HTML)]))
        )
    else:
        opened = archive(tmp_path, data[form])
    found = visits(tmp_path, opened)
    assert opened.fault == ""
    assert [visit.request.url for visit in found][:2] == [PAGE, "http://shop.example/b"]
    assert len(found) == (3 if form == "wacz" else 2)


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(BODY.encode(), mtime=0)),
        ("zstd", packed(ZstdWriter, BODY.encode())),
        *((left, BODY.encode()) for left in ("gzip", "br", "snappy")),
    ],
)
def test_a_coding_is_undone_where_it_was_left(tmp_path: Path, coding: str, data: bytes) -> None:
    [visit] = visits(tmp_path, archive(tmp_path, warc([(PAGE, data, (*HTML, ("Content-Encoding", coding)))])))
    assert visit.page is not None
    assert visit.page.title == "Витрина"


def test_a_bomb_and_a_huge_record_are_named_and_the_next_is_read(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(BODY_LIMIT + 1))
    answers: list[Answer] = [
        (PAGE, bomb, (*HTML, ("Content-Encoding", "gzip"))),
        ("http://huge.example/", bytes(BODY_LIMIT + 1), HTML),
        *ANSWERS[1:],
    ]
    first, second, third = visits(tmp_path, archive(tmp_path, warc(answers)))
    for visit in (first, second):
        assert visit.failure is not None
        assert visit.failure.cause is FailureCause.LIMIT
        assert str(BODY_LIMIT) in visit.failure.message
    assert third.page is not None


def test_a_torn_file_gives_what_stands_before_and_says_so(tmp_path: Path) -> None:
    plain = warc(ANSWERS, gzip=False)
    whole, cut = visits(tmp_path, archive(tmp_path, plain[:-10]))
    assert whole.page is not None
    assert cut.failure is not None
    assert "cut off" in cut.failure.message
    packed = archive(tmp_path, warc(ANSWERS)[:-150])
    assert [visit.failure is None for visit in visits(tmp_path, packed)] == [True, False]
    assert "x.warc.gz is cut off" in packed.fault
    damaged = bytearray(warc(ANSWERS * 50))
    damaged[len(damaged) // 2] ^= 0xFF
    opened = archive(tmp_path, bytes(damaged))
    assert 40 <= len(visits(tmp_path, opened)) < 100
    assert "x.warc.gz is damaged or cut off after" in opened.fault


@pytest.mark.parametrize(
    "data",
    [b"", b"a letter", PIXEL, gzip.compress(b"nothing"), b"PK\x03\x04broken"],
    ids=["empty", "text", "picture", "gzip", "zip"],
)
def test_what_is_no_archive_is_named(tmp_path: Path, data: bytes) -> None:
    opened = archive(tmp_path, data)
    assert visits(tmp_path, opened) == []
    assert "x.warc.gz" in opened.fault


def test_a_package_without_archives_or_locked_is_named(tmp_path: Path) -> None:
    opened = Archive(wacz(tmp_path / "empty.wacz"))
    assert visits(tmp_path, opened) == []
    assert "no WACZ" in opened.fault
    data = bytearray(wacz(tmp_path / "locked.wacz", one=warc(ANSWERS)).read_bytes())
    with zipfile.ZipFile(BytesIO(bytes(data))) as package:
        offset = package.getinfo("archive/one.warc.gz").header_offset
    for place in (offset + 6, data.rindex(b"PK\x01\x02") + 8):  # the flag that says "encrypted"
        data[place] |= 1
    opened = archive(tmp_path, bytes(data), "locked.wacz")
    assert visits(tmp_path, opened) == []
    assert "locked.wacz" in opened.fault


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable, match=r"none\.warc cannot be read"):
        Archive(tmp_path / "none.warc")


def test_what_is_no_answer_of_the_web_is_left_out(tmp_path: Path) -> None:
    odd = [("dns:shop.example", "x", HTML), ("http://", "x", HTML), ("file:///etc/hostname", "x", HTML)]
    [refused] = visits(tmp_path, archive(tmp_path, warc(odd)))
    assert refused.failure is not None
    assert refused.capture is None


def test_an_error_page_and_a_record_without_a_date_are_no_pages(tmp_path: Path) -> None:
    [gone] = visits(tmp_path, archive(tmp_path, warc(ANSWERS[:1], status="404 Not Found")))
    assert gone.failure is not None
    assert gone.failure.cause is FailureCause.HTTP_ERROR
    undated = warc(ANSWERS[:1], gzip=False).replace(
        b"WARC-Date: 2026-03-21T12:00:00Z", b"WARC-Date: yesterday"
    )
    [visit] = visits(tmp_path, archive(tmp_path, undated))
    assert visit.failure is not None
    assert "when it was made" in visit.failure.message


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=60), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_breaks_the_reader(tmp_path: Path, place: int, noise: bytes, packed: bool) -> None:
    data = warc(ANSWERS, gzip=packed)
    opened = archive(tmp_path, data[:place] + noise + data[place + len(noise) :])
    assert all(visit.capture or visit.failure for visit in visits(tmp_path, opened))
