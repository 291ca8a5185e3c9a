"""A store that one real crawl left behind, and what a test asks of it."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import trustme

from exports.context import ExportContext
from exports.delivery import deliver
from exports.exporter import Exporter
from models.capture import Blob, Capture
from models.database import Database
from models.decision import Verdict
from models.guards import GUARDS, Guard
from models.shop import Shop
from models.tables import metadata
from models.user import Role
from pipeline.blobs import FolderBlobs
from pipeline.decisions import Judgement, decide
from pipeline.members import read_members
from pipeline.warc import WarcPosition
from review.accounts import create_user, find_user
from tests.mergen.command import Mergen
from tests.mergen.site import SHOP, Page, Site
from tests.review.conftest import Office
from tests.review.factory import PASSWORD, QUICK_HASHER

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


def crawled(folder: Path) -> Kept:
    """A shop behind TLS that redirects, pictured by Chromium, confirmed by two people."""
    mergen = Mergen(folder, MERGEN_TIME_ZONE=ALMATY, MERGEN_AUTHORITY="Order 7")
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
    return store


def office_of(kept: Kept) -> Office:
    """The review application over the store, with an administrator."""
    with kept.database.write() as session:
        if find_user(session, "admin") is None:
            user = create_user(session, "admin", PASSWORD, Role.ADMIN, datetime.now(UTC), QUICK_HASHER)
            user.language = "en"
    return Office(database=kept.database, blobs=kept.blobs)
