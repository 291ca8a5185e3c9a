"""Revisit records of archives become the answers that they stand for."""

import hashlib
from base64 import b32encode
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import Archive, Record
from crawler.archived import visits_of
from crawler.referred import digest_fits
from crawler.visit import Visit
from tests.crawler.archives import DATE, HTML, warc

SHOP, COPY = "http://shop.example/", "http://shop.example/copy"
BODY = b"<title>Shop</title><p>What there is</p>"
SHA1 = f"sha1:{b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest()).decode()}"
LATER = "2026-04-02T08:00:00Z"


def revisit(
    at: str = COPY,
    *,
    of: str = SHOP,
    date: str = "2020-01-01T00:00:00Z",
    digest: str = "sha1:AAAA",
    number: str = "",
    kind: str = "text/html",
) -> bytes:
    """A WARC file with one revisit record, which says this about what it refers to."""
    buffer = BytesIO()
    named = {"WARC-Refers-To": number} if number else {}
    writer = WARCWriter(buffer, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    about = {"WARC-Date": LATER, **named}
    record = writer.create_revisit_record(at, digest, of, date, http_headers=headers, warc_headers_dict=about)
    writer.write_record(record)
    return buffer.getvalue()


def visits(folder: Path, *parts: bytes) -> list[Visit]:
    archives = []
    for number, part in enumerate(parts):
        (folder / f"{number}.warc.gz").write_bytes(part)
        archives.append(Archive(folder / f"{number}.warc.gz"))
    return list(visits_of(archives, folder))


@pytest.mark.parametrize(
    "refers",
    [
        pytest.param({"digest": SHA1}, id="by digest"),
        pytest.param({"of": SHOP, "date": DATE}, id="by address and time"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_a_revisit_is_a_page_at_its_own_address_and_time(
    tmp_path: Path, refers: dict[str, str], first: bool
) -> None:
    parts = [warc([(SHOP, BODY, HTML)]), revisit(**refers)]
    found = {each.request.url: each for each in visits(tmp_path, *(parts if first else reversed(parts)))}
    again = found[COPY]
    assert again.page is not None
    assert again.capture is not None
    assert (again.page.title, again.capture.body, again.capture.status) == ("Shop", BODY, 200)
    assert again.capture.fetched_at.isoformat() == "2026-04-02T08:00:00+00:00"


def test_a_revisit_that_names_a_record_is_that_record(tmp_path: Path) -> None:
    data = warc([(SHOP, BODY, HTML), (f"{SHOP}b", BODY, HTML)])
    (tmp_path / "x.warc.gz").write_bytes(data)
    number = [record.number for record in Archive(tmp_path / "x.warc.gz").records()][1]
    [again] = [each for each in visits(tmp_path, data, revisit(number=number)) if each.request.url == COPY]
    assert again.capture is not None
    assert again.capture.body == BODY


def test_a_revisit_of_which_nobody_has_the_body_is_a_failure_that_says_so(tmp_path: Path) -> None:
    [lost] = visits(tmp_path, revisit())
    assert lost.failure is not None
    assert "refers to a record" in lost.failure.message


def test_a_revisit_of_a_picture_is_no_page(tmp_path: Path) -> None:
    assert visits(tmp_path, revisit(kind="image/png")) == []


@pytest.mark.parametrize(
    ("digest", "fits"),
    [
        (SHA1, True),
        (SHA1.lower(), True),
        (f"sha-256:{hashlib.sha256(BODY).hexdigest()}", True),
        ("sha1:", False),
        ("", False),
        ("crc:00", False),
        ("sha1:²", False),
    ],
)
def test_a_digest_fits_the_bytes_that_it_was_made_of(digest: str, fits: bool) -> None:
    assert digest_fits(digest, BODY) is fits


def test_what_a_caller_remembers_is_taken_where_the_archive_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(revisit())

    def recall(record: Record) -> Record | None:
        return Record(kind="response", url=SHOP, number="", place="", date=None, headers=HTML, body=BODY)

    [again] = visits_of([Archive(tmp_path / "x.warc.gz")], tmp_path, recall)
    assert again.page is not None
    assert (again.request.url, again.page.title) == (COPY, "Shop")
