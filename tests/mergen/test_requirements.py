"""The requirements R1–R13 of docs/evidence.md, on what one real crawl stored."""

import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image as Pillow
from pypdf import PdfReader
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator

from exports.case.exporter import CaseExporter
from exports.context import Signature
from exports.exporter import exporter_named
from exports.pdf import PdfExporter
from exports.proof import Proof, Stamp
from exports.wacz.exporter import WaczExporter
from models.capture import Blob, Capture
from models.decision import Decision, Event
from models.quality import CaptureCheck
from models.run import Run
from models.shop import Signal
from pipeline.events import REVEALED, VIEWED
from pipeline.expiry import Expiry, Remover
from pipeline.keeping import read_policy
from pipeline.signing import new_key
from pipeline.timestamps import Authorities, Token
from tests.mergen.kept import CARD, NUMBER, PAGE, Kept, crawled, office_of
from tests.mergen.packages import is_signed
from tests.pipeline.authority import local_authority
from tests.review.conftest import ORIGIN, hidden
from tests.review.test_access import NUMBERS, TABLE


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    store = crawled(tmp_path_factory.mktemp("kept"))
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
    assert mergen("recheck", "--json").records == []
    refused = [mergen("shops", "show", 1), mergen(*export), mergen(*original), mergen(*run)]
    refused += [mergen("decide", 1, "reject", "--reason", "x"), mergen("recheck", "--shop", 1)]
    refused.append(mergen("reply", 1, "accepted"))
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
