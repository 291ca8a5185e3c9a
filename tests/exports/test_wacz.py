"""Packages of captures: what other tools read in them, and that nothing else is in them."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.archive import Archive
from crawler.memory import Earlier
from crawler.visit import Revisit
from exports.context import ExportContext, Signature
from exports.delivery import deliver, deliver_captures
from exports.errors import BadExportOption, NotAssigned, NothingConfirmed, NothingStored
from exports.wacz.exporter import WaczExporter
from exports.wacz.index import key_of
from exports.wacz.run import Captures
from models.capture import Capture
from models.database import Database
from models.decision import Event, Verdict
from models.shop import Shop
from pipeline.cases import Clerk, assign, find_case, open_case, put_shop
from pipeline.decisions import Judgement, decide
from pipeline.evidence import add_blob
from pipeline.likeness import likenesses
from pipeline.members import read_members
from pipeline.shops import gather
from pipeline.warc import WarcPosition
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit
from tests.stores import Clock

SHOP, NEWS = "http://vetka.example/", "http://library.example/"
WALL = f"{SHOP}wall.png"


class Office(Journey):
    """A store with a run: a shop's page with an image, and a library's page."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder, Clock())
        shop = visit(SHOP, SHOP_TEXT, (image(WALL, code_png("http://hidden.example/")),))
        assert shop.capture is not None
        shows = replace(shop.capture, body=shop.capture.body + b"<img src=/wall.png>")
        self.take(replace(shop, capture=shows))
        self.take(visit(NEWS, NEWS_TEXT))

    def context(self) -> ExportContext:
        def records(record: Any) -> tuple[bytes, ...]:
            place = WarcPosition(file=record.file, offset=record.offset, length=record.length)
            return read_members(self.warc_folder, place)

        return ExportContext(now=self.clock(), actor="saule", read_blob=self.blobs.get, read_records=records)

    def of_run(self, folder: Path, number: int | None = None, reason: str = "a request") -> Path:
        captures = Captures(noun="run", number=number or self.run_id)
        with self.database.write() as session:
            deliver_captures(session, captures, folder, self.context(), reason=reason)
        [path] = folder.glob("*.wacz")
        return path

    def unchanged(self, url: str, status: int, after: timedelta) -> None:
        """Another run, to which the page at `url` answers with what the first one stored."""
        taken = visit(url, NEWS_TEXT)
        assert taken.capture is not None
        with self.database.read() as session:
            row = session.scalars(select(Capture).where(Capture.url == url).order_by(Capture.id)).first()
        assert row is not None
        earlier = Earlier(
            number=row.id,
            url=url,
            final_url=url,
            headers=(),
            sha256=row.sha256,
            fetched_at=row.fetched_at,
            believed=True,
        )
        answer = replace(taken.capture, status=status, fetched_at=row.fetched_at + after)
        self.anew().take(replace(taken, revisit=Revisit(earlier=earlier, answer=answer)))

    def of_shop(self, folder: Path) -> Path:
        with self.database.write() as session:
            deliver(session, WaczExporter(), folder, self.context())
        [path] = folder.glob("*.wacz")
        return path

    def confirm(self) -> None:
        with self.database.read() as session:
            found = likenesses(session)
        with self.database.write() as session:
            gather(session, self.clock(), found)
            [shop] = session.scalars(select(Shop)).all()
            judgement = Judgement(verdict=Verdict.CONFIRMED, reason="prices")
            for name in ("madina", "daniyar"):
                decide(session, shop.id, judgement, actor=name, now=self.clock())


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return Office(database, tmp_path / "office")


def records(path: Path) -> dict[tuple[str, str], bytes]:
    """The records by type and address, as warcio reads them."""
    with zipfile.ZipFile(path) as package, package.open("archive/data-0001.warc.gz") as stream:
        return {
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""): (
                record.content_stream().read()
            )
            for record in ArchiveIterator(stream)
        }


def lines(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The index, read as its second index says: block by block."""
    with zipfile.ZipFile(path) as package:
        packed = package.read("indexes/index.cdx.gz")
        head, *blocks = package.read("indexes/index.idx").decode().splitlines()
    assert json.loads(head.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0"
    for block in blocks:
        about = json.loads(block.split(" ", 2)[2])
        part = packed[about["offset"] :][: about["length"]]
        assert about["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
        for line in gzip.decompress(part).decode().splitlines():
            key, _, fields = line.split(" ", 2)
            yield key, json.loads(fields)


def pages(path: Path) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as package:
        head, *rest = map(json.loads, package.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    return rest


def test_every_part_is_stored_as_it_is_and_has_the_digest_that_the_manifest_gives(
    office: Office, tmp_path: Path
) -> None:
    with zipfile.ZipFile(office.of_run(tmp_path / "out")) as package:
        about = json.loads(package.read("datapackage.json"))
        digest = json.loads(package.read("datapackage-digest.json"))
        listed = {part["path"]: part for part in about["resources"]}
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        assert set(package.namelist()) == {*listed, "datapackage.json", "datapackage-digest.json"}
        for path, part in listed.items():
            data = package.read(path)
            assert (part["bytes"], part["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert digest["hash"] == f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}"
        assert "signedData" not in digest
    assert (about["profile"], about["wacz_version"]) == ("data-package", "1.1.1")
    assert about["mainPageUrl"] == SHOP


def test_the_digests_of_all_records_hold_for_another_reader(office: Office, tmp_path: Path) -> None:
    with zipfile.ZipFile(office.of_run(tmp_path / "out")) as package:
        package.extract("archive/data-0001.warc.gz", tmp_path)

    assert not Checker(_Quiet()).process_one(str(tmp_path / "archive" / "data-0001.warc.gz"))


class _Quiet:
    inputs: tuple[str, ...] = ()
    verbose = False


def test_the_index_leads_to_each_record_and_the_pages_are_in_it(office: Office, tmp_path: Path) -> None:
    path = office.of_run(tmp_path / "out")

    found = dict(lines(path))
    with zipfile.ZipFile(path) as package:
        archive = package.read("archive/data-0001.warc.gz")
    for fields in found.values():
        part = archive[int(fields["offset"]) :][: int(fields["length"])]
        [record] = ArchiveIterator(io.BytesIO(part))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == fields["digest"]
    assert {fields["url"] for fields in found.values()} == {SHOP, NEWS, WALL}
    assert [page["url"] for page in pages(path)] == [SHOP, NEWS]
    assert all(page["ts"].endswith("Z") and page["title"] for page in pages(path))


def test_records_are_copied_byte_for_byte_and_it_says_from_where(office: Office, tmp_path: Path) -> None:
    path = office.of_run(tmp_path / "out")

    with zipfile.ZipFile(path) as package:
        archive = package.read("archive/data-0001.warc.gz")
        places = [json.loads(line) for line in package.read("mergen/records.jsonl").splitlines()]
    assert len(places) == 3
    for place in places:
        store = office.warc_folder.joinpath(place["store"]["file"]).read_bytes()
        copy = archive[place["offset"] :][: place["length"]]
        assert store[place["store"]["offset"] :].startswith(copy)
        assert hashlib.sha256(copy).hexdigest() == place["sha256"]


def test_a_package_is_read_back_as_the_visits_that_were_made(office: Office, tmp_path: Path) -> None:
    read = {record.url: record.body for record in Archive(office.of_run(tmp_path / "out")).records()}

    assert SHOP_TEXT.encode() in read[SHOP]
    assert read[WALL] == code_png("http://hidden.example/")


def test_a_shop_leaves_with_its_own_pages_and_images_only(office: Office, tmp_path: Path) -> None:
    office.confirm()

    path = office.of_shop(tmp_path / "out")

    assert {url for kind, url in records(path) if kind == "response"} == {SHOP, WALL}
    assert [page["url"] for page in pages(path)] == [SHOP]
    assert NEWS.encode() not in path.read_bytes()


def test_a_screenshot_that_was_taken_later_is_a_record_of_its_own(office: Office, tmp_path: Path) -> None:
    digest = office.blobs.put(b"\x89PNG a picture")
    with office.database.write() as session:
        row = session.scalars(select(Capture).where(Capture.url == SHOP)).one()
        about = {"media_type": "image/png", "kind": "screenshot", "now": office.clock()}
        add_blob(session, digest, 14, **about)  # type: ignore[arg-type]
        row.screenshot_sha256 = digest

    found = records(office.of_run(tmp_path / "out"))

    assert found["resource", f"urn:screenshot:{SHOP}"] == b"\x89PNG a picture"


@pytest.mark.parametrize("status", [200, 304])
def test_a_page_that_had_not_changed_comes_with_the_body_of_the_earlier_run(
    office: Office, tmp_path: Path, status: int
) -> None:
    first = office.run_id
    office.unchanged(NEWS, status, after=timedelta(days=3))

    path = office.of_run(tmp_path / "out", office.run_id)

    assert office.run_id != first
    found = records(path)
    assert {kind for kind, url in found if url == NEWS} >= {"response", "revisit"}
    shown = 1 if status == 304 else 2  # who says only that nothing has changed shows nothing
    assert [page["url"] for page in pages(path)] == [NEWS] * shown
    assert {fields["mime"] for _, fields in lines(path)} == set(["text/html", "warc/revisit"][:shown])


def test_what_a_run_gave_leaves_with_a_reason_that_is_logged(office: Office, tmp_path: Path) -> None:
    office.of_run(tmp_path / "out")

    with office.database.read() as session:
        [event] = session.scalars(select(Event).where(Event.kind == "exported")).all()
    assert (event.subject, event.subject_id, event.actor) == ("run", str(office.run_id), "saule")
    assert event.detail["reason"] == "a request"


def test_without_a_reason_nothing_of_a_run_leaves(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadExportOption, match="--reason"):
        office.of_run(tmp_path / "out", reason=" ")
    assert not (tmp_path / "out").exists()


def test_a_run_with_a_shop_of_a_restricted_case_leaves_by_who_is_assigned(
    office: Office, tmp_path: Path
) -> None:
    office.confirm()
    clerk = Clerk(name="lead", now=office.clock())
    with office.database.write() as session:
        case = open_case(session, "Operation", restricted=True, clerk=clerk)
        put_shop(session, case, 1, clerk=clerk)
    with pytest.raises(NotAssigned, match="saule is not assigned"):
        office.of_run(tmp_path / "out")
    with pytest.raises(NothingConfirmed):
        office.of_shop(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with office.database.write() as session:
        assign(session, find_case(session, "Operation"), "saule", clerk=clerk)
    assert office.of_run(tmp_path / "run")
    assert office.of_shop(tmp_path / "shop")


def test_a_run_without_captures_writes_nothing(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NothingStored, match="Run 99"):
        office.of_run(tmp_path / "out", 99)
    assert not (tmp_path / "out").exists()


def test_a_signature_stands_beside_the_digest_and_is_over_it(office: Office, tmp_path: Path) -> None:
    signed: list[bytes] = []

    def sign(data: bytes) -> Signature:
        signed.append(data)
        return Signature(value=b"value", public_key=b"key")

    context = replace(office.context(), sign=sign)
    with office.database.write() as session:
        captures = Captures(noun="run", number=office.run_id)
        deliver_captures(session, captures, tmp_path / "out", context, reason="r")
    [path] = (tmp_path / "out").glob("*.wacz")
    with zipfile.ZipFile(path) as package:
        digest = hashlib.sha256(package.read("datapackage.json")).hexdigest()
        about = json.loads(package.read("datapackage-digest.json"))["signedData"]
    assert signed == [f"sha256:{digest}".encode()] == [about["hash"].encode()]
    assert (about["signature"], about["publicKey"]) == ("dmFsdWU=", "a2V5")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.shop.example/A?b=2&a=1&a=0", "example,shop)/a?a=1&a=0&b=2"),
        ("https://shop.example:8443", "example,shop:8443)/"),
        ("http://192.0.2.7/x", "7,2,0,192)/x"),
        ("urn:screenshot:http://shop.example/", "urn:screenshot:http://shop.example/"),
        ("http://[broken/ x", "http://[broken/%20x"),
    ],
)
def test_addresses_are_sorted_by_host_from_the_end(url: str, key: str) -> None:
    assert key_of(url) == key
