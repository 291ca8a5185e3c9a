"""The requirements R1–R13 of docs/evidence.md, on what one real crawl stored: a shop behind TLS that
redirects, pictured by Chromium, confirmed by two people."""

import io
import json
import re
import ssl
import stat
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import trustme
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from PIL import Image as Pillow
from pypdf import PdfReader
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator

from exports.case.exporter import CaseExporter
from exports.context import ExportContext, Signature
from exports.delivery import deliver
from exports.exporter import Exporter, exporter_named
from exports.pdf import PdfExporter
from exports.proof import Proof, Stamp
from exports.wacz.exporter import WaczExporter
from models.capture import Blob, Capture
from models.database import Database
from models.decision import Decision, Event, Verdict
from models.guards import GUARDS, Guard
from models.quality import CaptureCheck
from models.run import Run
from models.shop import Shop, Signal
from models.tables import metadata
from models.user import Role
from pipeline.blobs import FolderBlobs
from pipeline.decisions import Judgement, decide
from pipeline.events import REVEALED, VIEWED
from pipeline.expiry import Expiry, Remover
from pipeline.keeping import read_policy
from pipeline.members import read_members
from pipeline.signing import new_key
from pipeline.timestamps import Authorities, Token
from pipeline.warc import WarcPosition
from review.accounts import create_user, find_user
from tests.mergen.command import Mergen
from tests.mergen.site import SHOP, Page, Site
from tests.pipeline.authority import local_authority
from tests.review.conftest import ORIGIN, Office, hidden
from tests.review.factory import PASSWORD, QUICK_HASHER
from tests.review.test_access import NUMBERS, TABLE

ALMATY = "Asia/Almaty"
NUMBER, CARD = "+7 700 000 00 00", "4111 1111 1111 1111"
PAGE = SHOP.replace("</p>", f" Звонить {NUMBER}, карта {CARD}.</p>")


@dataclass
class Kept:
    """A store that a crawl left behind."""

    mergen: Mergen

    @property
    def evidence(self) -> Path:
        return self.mergen.folder / "var" / "evidence"

    @property
    def blobs(self) -> FolderBlobs:
        return FolderBlobs(self.evidence / "blobs")

    @cached_property
    def database(self) -> Database:
        return Database(f"sqlite:///{self.mergen.folder}/var/mergen.db")

    @cached_property
    def shop(self) -> Capture:
        """The capture of the flagged page."""
        found: Capture = self.one(sa.select(Capture).where(Capture.screenshot_sha256.is_not(None)))
        return found

    def one(self, query: sa.Select[Any]) -> Any:
        with self.database.read() as session:
            return session.scalars(query).one()

    def all(self, query: sa.Select[Any]) -> list[Any]:
        with self.database.read() as session:
            return list(session.scalars(query))

    def blob(self, digest: str | None) -> Blob:
        found: Blob = self.one(sa.select(Blob).where(Blob.sha256 == digest))
        return found

    def records(self) -> list[bytes]:
        """The records of the flagged page's capture, each a gzip member."""
        row = self.shop
        place = WarcPosition(file=row.warc_file, offset=row.warc_offset, length=row.warc_length)
        return list(read_members(self.evidence / "warc", place))

    def rows(self) -> dict[tuple[str, object], object]:
        """What stands in the columns of evidence that must not change, by table and number."""
        found: dict[tuple[str, object], object] = {}
        with self.database.engine.connect() as rows:
            for guard in (*GUARDS, Guard(table="findings")):
                table = metadata.tables[guard.table]
                [key] = table.primary_key.columns
                names = guard.fixed or tuple(column.name for column in table.columns)
                for row in rows.execute(sa.select(table)).mappings():
                    found[guard.table, row[key.name]] = repr([row[name] for name in names])
        return found

    def files(self) -> dict[str, str]:
        """The digest of every blob and WARC file."""
        paths = [path for path in self.evidence.rglob("*") if path.is_file() and path.suffix != ".custody"]
        return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}

    def delivered(self, exporter: Exporter, folder: Path, **changes: Any) -> list[Path]:
        """What an export writes, with the manifest and what proves it."""
        context = ExportContext(
            **{
                "now": datetime.now(UTC),
                "actor": "saule",
                "read_blob": self.blobs.get,
                "read_records": lambda _record: self.records(),
                "office": "Qala",
                "software": "Mergen 0.1",
                "time_zone": ALMATY,
                **changes,
            }
        )
        with self.database.write() as session:
            return list(deliver(session, exporter, folder, context).files)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    mergen = Mergen(tmp_path_factory.mktemp("kept"), MERGEN_TIME_ZONE=ALMATY, MERGEN_AUTHORITY="Order 7")
    assert mergen("init").status == 0
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    pages: dict[str, Page] = {"/": lambda h: h.answer("", 302, Location="/menu"), "/menu": PAGE}
    with Site(pages, tls) as site:
        crawled = mergen("crawl", site.url(), "--depth", "0", "--json")
    assert (crawled.status, crawled.summary["findings"]) == (0, 1)
    store = Kept(mergen)
    with store.database.write() as session:
        [shop] = session.scalars(sa.select(Shop)).all()
        for name in ("madina", "daniyar"):
            said = Judgement(verdict=Verdict.CONFIRMED, reason="offer")
            decide(session, shop.id, said, actor=name, now=datetime.now(UTC))
    yield store
    store.database.close()


def test_r1_a_capture_has_the_raw_answer_the_way_there_and_a_picture_of_the_whole_page(kept: Kept) -> None:
    row = kept.shop
    kinds = {}
    for member in kept.records():
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        kinds[record.rec_type] = record.content_stream().read()
    assert kinds["response"] == kept.blobs.get(row.sha256) == PAGE.encode()
    assert {"response", "request", "metadata"} <= set(kinds)
    assert dict(row.headers)["Content-Type"].startswith("text/html")
    assert [(hop["status"], hop["location"][-5:]) for hop in row.hops] == [(302, "/menu")]
    assert (row.final_url.endswith("/menu"), row.ip_address) == (True, "127.0.0.1")
    assert row.certificate_sha256 == row.certificates[0]["sha256"]
    assert kept.blobs.get(str(row.certificate_sha256))[:1] == b"\x30"  # DER
    shot = Pillow.open(io.BytesIO(kept.blobs.get(str(row.screenshot_sha256))))
    assert (shot.format, shot.width > 300, shot.height > 300) == ("PNG", True, True)
    assert kept.blobs.get(str(row.rendered_sha256)).count("Сухая ветка".encode())
    assert abs(row.fetched_at - datetime.now(UTC)) < timedelta(minutes=10)
    local = [event.local for event in kept.all(sa.select(Event)) if "captures" in event.rows]
    assert local
    assert all(moment.endswith("+05:00") for moment in local)


def test_r2_every_file_has_its_digest_and_the_runs_manifest_names_each(kept: Kept) -> None:
    [digest] = [blob.sha256 for blob in kept.all(sa.select(Blob)) if blob.kind == "manifest"]
    manifest = json.loads(kept.blobs.get(digest))
    assert {each["sha256"] for each in manifest["captures"]} == set(kept.all(sa.select(Capture.sha256)))
    for blob in kept.all(sa.select(Blob)):
        data = kept.blobs.path(blob.sha256).read_bytes()
        assert (sha256(data).hexdigest(), len(data)) == (blob.sha256, blob.size)
    assert kept.mergen.verified()["faults"] == 0


def test_r3_who_with_what_from_where_by_which_way_and_by_which_clock(kept: Kept) -> None:
    run = kept.one(sa.select(Run))
    assert {"mergen", "python", "scrapy", "reader", "scorer", "host", "system"} <= set(run.versions)
    assert (run.versions["who"] != "", run.versions["authority"]) == (True, "Order 7")
    assert run.versions["clock"].startswith("system clock")
    assert run.versions["egress"]["by"]
    assert (run.options["depth"], run.versions["settings"]["obey_robots"]) == (0, True)
    asked = {name.lower(): value for name, value in kept.shop.request_headers}
    assert asked["user-agent"].startswith("Mergen/")
    assert re.match(r"Chromium [\d.]+, as Mergen", kept.blob(kept.shop.screenshot_sha256).made_by)
    stored = [event for event in kept.all(sa.select(Event)) if "captures" in event.rows]
    assert {(event.host, event.authority) for event in stored} == {(run.versions["host"], "Order 7")}


def test_r4_an_original_is_written_once_and_what_was_made_of_it_says_so(kept: Kept) -> None:
    row = kept.shop
    path = kept.blobs.path(row.sha256)
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222
    before = path.stat()
    kept.blobs.put(path.read_bytes())
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    for digest in (row.screenshot_sha256, row.rendered_sha256):
        made = kept.blob(digest)
        assert (made.derived_from, bool(made.made_by)) == (row.sha256, True)
    changes = (sa.update(Blob).values(size=0), sa.update(Capture).values(url="x"), sa.delete(Decision))
    for change in changes:
        with pytest.raises(sa.exc.DBAPIError, match="stay as they are"), kept.database.rows() as rows:
            rows.execute(change)


def test_r7_a_package_is_checked_as_its_specification_says_digest_then_signature_then_time(
    kept: Kept, tmp_path: Path, httpserver: HTTPServer
) -> None:
    key = new_key(tmp_path / "seal.pem").for_packages
    tokens: list[Token] = []

    def sign(data: bytes) -> Signature:
        return Signature(value=key.sign(data), public_key=key.public_der)

    with local_authority(httpserver, tmp_path / "authority") as authority:
        authorities = Authorities([authority.address], authority.roots)

        def prove(manifest: bytes) -> Proof:
            tokens.extend(each for each in authorities.stamp(manifest) if isinstance(each, Token))
            return Proof(stamps=tuple(Stamp(authority=each.authority, token=each.data) for each in tokens))

        files = kept.delivered(WaczExporter(), tmp_path / "out", sign=sign, prove=prove)
    [path] = [file for file in files if file.suffix == ".wacz"]
    with zipfile.ZipFile(path) as package:
        about, digest = (package.read(f"datapackage{end}.json") for end in ("", "-digest"))
        for part in json.loads(about)["resources"]:
            assert part["hash"] == f"sha256:{sha256(package.read(part['path'])).hexdigest()}"
    said = json.loads(digest)
    assert said["hash"] == f"sha256:{sha256(about).hexdigest()}"
    signed = said["signedData"]
    assert set(signed) == {"hash", "created", "software", "version", "signature", "publicKey"}
    assert is_signed(signed, said["hash"])
    assert not is_signed(signed, said["hash"].replace("a", "b"))
    created = datetime.fromisoformat(signed["created"])
    assert abs(tokens[0].stamped_at - created) < timedelta(minutes=10)
    how = (tmp_path / "out" / "HOW-TO-CHECK.txt").read_text("utf-8")
    assert "TLS gives no proof to third parties" in how
    assert "TLS proves it to nobody else" in json.loads(about)["description"]


def is_signed(signed: dict[str, str], line: str) -> bool:
    """As a browser checks it (WebCrypto): ECDSA on P-384 over SHA-256, r and s one after the other."""
    public, value = load_der_public_key(b64decode(signed["publicKey"])), b64decode(signed["signature"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert (public.curve.name, len(value)) == ("secp384r1", 96)
    der = encode_dss_signature(int.from_bytes(value[:48]), int.from_bytes(value[48:]))
    try:
        public.verify(der, line.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def test_r8_what_is_quoted_stands_in_the_stored_bytes_and_is_shown_by_the_picture(kept: Kept) -> None:
    check = kept.one(sa.select(CaptureCheck).where(CaptureCheck.capture_id == kept.shop.id))
    assert (check.complete, check.unsaid) == (True, [])
    quotes = kept.all(sa.select(Signal.quote))
    assert check.quotes == len(set(quotes)) > 3
    stored = " ".join(kept.blobs.get(kept.shop.sha256).decode().split())
    assert all(" ".join(quote.split()) in stored for quote in quotes)


def test_r10_the_same_facts_leave_for_a_case_system_and_for_readers_of_two_languages(
    kept: Kept, tmp_path: Path
) -> None:
    [case, *_] = [f for f in kept.delivered(CaseExporter(), tmp_path / "case") if f.suffix == ".jsonld"]
    nodes = json.loads(case.read_text("utf-8"))["@graph"]
    kinds = {node["@type"].partition(":")[2] for node in nodes}
    assert {"Investigation", "InvestigativeAction", "ProvenanceRecord", "Authorization"} <= kinds
    said = json.dumps(nodes)
    assert all(
        name in said for name in ("exhibitNumber", "wasDerivedFrom", kept.shop.sha256, "authorizationType")
    )
    texts = {}
    for language in ("kk", "ru"):
        files = kept.delivered(PdfExporter(), tmp_path / language, language=language)
        [pdf] = [file for file in files if file.suffix == ".pdf"]
        texts[language] = "".join(page.extract_text() for page in PdfReader(pdf).pages).replace("\n", "")
    for text in texts.values():
        assert kept.shop.sha256 in text
        assert "прикоп" in text
    assert texts["kk"] != texts["ru"]


def test_r12_numbers_are_hidden_everywhere_but_in_packets(kept: Kept, tmp_path: Path) -> None:
    shown = kept.mergen("shops", "show", 1, "--json").out + kept.mergen("findings", "--json").out
    assert NUMBER not in shown
    assert CARD not in shown
    assert shown.count("4111 11•• •••• 1111") >= 2
    [table] = [f for f in kept.delivered(exporter_named("jsonl"), tmp_path / "out") if f.suffix == ".jsonl"]
    assert "77000000000" in table.read_text("utf-8")


def test_r13_the_stored_bytes_give_the_same_score_again(kept: Kept) -> None:
    replayed = kept.mergen("replay", kept.one(sa.select(Run.id)), "--json")
    assert (replayed.status, replayed.summary["different"], replayed.summary["versions"]) == (0, 0, [])
    assert replayed.summary["captures"] >= 1
    event = kept.one(sa.select(Event).where(Event.kind == "replayed"))
    assert (event.subject, event.detail["different"], bool(event.detail["why"])) == ("run", 0, True)


def test_r5_every_way_to_an_original_is_written_down(kept: Kept, tmp_path: Path) -> None:
    digest, shot = kept.shop.sha256, str(kept.shop.screenshot_sha256)
    out = tmp_path / "page.html"
    given = kept.mergen("original", digest, "--out", out, "--reason", "request 7 of the court")
    assert (given.status, out.read_bytes()) == (0, PAGE.encode())
    assert kept.mergen("original", digest, "--out", tmp_path / "no.html", "--reason", " ").status == 1
    assert not (tmp_path / "no.html").exists()
    assert kept.mergen("qr", kept.blobs.path(shot)).status == 0
    assert CARD in kept.mergen("shops", "show", 1, "--numbers", "--json").out
    browser = office_of(kept).signed_in("admin")
    assert browser.get(f"/evidence/{shot}/preview").status_code == 200
    assert NUMBER in browser.get("/shops/1?numbers=1").text
    assert NUMBER not in browser.get("/shops/1").text
    seen = kept.all(sa.select(Event).where(Event.kind.in_((VIEWED, REVEALED))).order_by(Event.number))
    assert [(event.kind, event.subject_id) for event in seen] == [
        (VIEWED, digest),
        (VIEWED, shot),
        (REVEALED, "1"),
        (VIEWED, shot),
        (REVEALED, "1"),
    ]
    assert seen[0].detail["why"] == "request 7 of the court"
    assert all(event.actor and event.host and event.detail["why"] for event in seen)
    assert [bool(event.detail.get("from")) for event in seen] == [False, False, False, True, True]


def test_r11_no_command_tells_of_a_restricted_case_to_who_is_not_assigned(kept: Kept, tmp_path: Path) -> None:
    mergen, digest = kept.mergen, kept.shop.sha256
    [me] = mergen("case", "add", "Operation", "--restricted", "--json").record["people"]
    assert mergen("case", "put", "Operation", "--shop", 1).status == 0
    export = ("export", "csv", "--out", tmp_path / "out")
    original = ("original", digest, "--out", tmp_path / "page.html", "--reason", "x")
    run = ("export", "wacz", "--run", 1, "--reason", "x", "--out", tmp_path / "run")
    assert len(mergen("shops", "list", "--json").records) == 1
    assert mergen("case", "unassign", "Operation", me).status == 0
    assert mergen("shops", "list", "--json").records == []
    assert mergen("findings", "--json").records == []
    assert mergen("blocklist", "hosts", "--json").record["domains"] == []
    refused = [mergen("shops", "show", 1), mergen(*export), mergen(*original), mergen(*run)]
    refused.append(mergen("decide", 1, "reject", "--reason", "x"))
    assert [answer.status for answer in refused] == [1] * len(refused)
    assert [digest for answer in refused if digest in answer.out or "vetka" in answer.err] == []
    assert list(tmp_path.iterdir()) == []
    assert mergen("case", "assign", "Operation", me).status == 0
    assert mergen(*export).status == mergen(*original).status == mergen(*run).status == 0
    assert mergen("case", "take-out", "--shop", 1).status == 0


def test_r11_an_admin_changes_no_evidence_by_any_route_or_command(kept: Kept, tmp_path: Path) -> None:
    before, files = kept.rows(), kept.files()
    browser = office_of(kept).signed_in("admin")
    for verdict, reason in (("rejected", "report"), ("confirmed", "offer"), ("unsure", "")):
        assert browser.answer(1, verdict, reason, note="x").status_code == 303
    token = hidden(browser.get("/keys").text, "csrf_token")
    for route in (route for route in TABLE if route.startswith("POST")):
        path = route.partition(" ")[2].format(**NUMBERS)
        fields = {"csrf_token": token, "note": "x", "verdict": "unsure", "seen": "x"}
        browser.send(path, headers=ORIGIN, **fields)
    admin = kept.mergen.with_settings(MERGEN_KEEP_DAYS="unflagged=1,undecided=1,confirmed=1,photo=1")
    done = [
        admin("decide", 1, "reject", "--reason", "x", "--by", "admin"),
        admin("hold", "add", 1, "--reason", "x"),
        admin("hold", "release", 1, "--reason", "x"),
        admin("forget", "suhaya_vetka_", "--reason", "request 7", "--yes"),
        admin("case", "add", "A", "--restricted"),
        admin("case", "put", "A", "--shop", 1),
        admin("case", "take-out", "--shop", 1),
        admin("frontier", "list"),
        admin("seal", "--new-key"),
        admin("expire"),
        admin("blocklist", "hosts"),
        admin("backup", tmp_path / "backup", "--keep", 1),
    ]
    assert [answer.status for answer in done] == [0] * len(done)
    assert before.items() <= kept.rows().items()
    assert files.items() <= kept.files().items()
    later = Expiry(
        policy=read_policy("rejected=1, unflagged=1"),
        actor="admin",
        now=datetime.now(UTC) + timedelta(days=9),
    )
    gone = Remover(kept.database, kept.blobs, kept.evidence / "warc").remove(later)
    assert kept.shop.sha256 in gone.blobs
    assert before.items() <= kept.rows().items()
    assert kept.all(sa.select(Event.actor).where(Event.kind == "expired")) == ["admin"] * 2
    assert kept.mergen.verified()["faults"] == 0


def office_of(kept: Kept) -> Office:
    """The review application over the store, with an administrator."""
    with kept.database.write() as session:
        if find_user(session, "admin") is None:
            user = create_user(session, "admin", PASSWORD, Role.ADMIN, datetime.now(UTC), QUICK_HASHER)
            user.language = "en"
    return Office(database=kept.database, blobs=kept.blobs)
