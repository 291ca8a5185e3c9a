"""A store with invented shops, filled row by row as the road would fill it."""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from PIL import Image as Pixels
from PIL import ImageDraw
from sqlalchemy.orm import Session
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from exports.context import ExportContext
from exports.shop import Record
from models.capture import Blob, Capture, Page
from models.case import Sight
from models.decision import Decision, Verdict
from models.image import Image, Payload, Photo, Sighting, Symbol
from models.run import Run
from models.shop import Finding, Resource, ResourceKind, Shop, ShopMember, Signal

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAULE = Sight("saule")


def screenshot(words: str = "qala", size: tuple[int, int] = (800, 1400)) -> bytes:
    picture = Pixels.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((40, 40, 760, 200), outline="navy", width=6)
    ImageDraw.Draw(picture).text((60, 90), words, fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@dataclass
class Store:
    """Adds rows to `session` and keeps the bytes that they name."""

    session: Session
    blobs: dict[str, bytes] = field(default_factory=dict)
    records: dict[Record, tuple[bytes, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.run = Run(key="r", started_at=NOW, heartbeat_at=NOW)
        self._add(self.run)

    def context(self, **changes: object) -> ExportContext:
        values = {"now": NOW + 24 * HOUR, "actor": "saule", "read_blob": self.blobs.__getitem__}
        values["read_records"] = self.records.__getitem__
        return ExportContext(**{**values, **changes})  # type: ignore[arg-type]

    def blob(self, data: bytes, kind: str = "body", media_type: str = "text/html") -> str:
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.blobs:
            self.blobs[digest] = data
            self._add(Blob(sha256=digest, size=len(data), media_type=media_type, kind=kind, stored_at=NOW))
        return digest

    def shop(self, *keys: str) -> Shop:
        """A shop of the resources `keys`, each with one finding."""
        shop = Shop(created_at=NOW)
        self._add(shop)
        for key in keys:
            self.join(shop, key)
        return shop

    def join(self, shop: Shop, key: str, *, detail: str = "t.me/qala_vitrina_") -> Resource:
        resource = self.resource(key)
        self.join_existing(shop, resource, detail=detail)
        self.finding(resource)
        return resource

    def join_existing(self, shop: Shop, resource: Resource, *, detail: str = "t.me/qala_vitrina_") -> None:
        self._add(
            ShopMember(
                resource_id=resource.id, shop_id=shop.id, reason="contact", detail=detail, joined_at=NOW
            )
        )

    def resource(self, key: str) -> Resource:
        host, _, account = key.partition("/")
        kind = ResourceKind.ACCOUNT if account else ResourceKind.SITE
        resource = Resource(key=key, kind=kind, host=host, first_seen_at=NOW)
        self._add(resource)
        return resource

    def finding(
        self,
        resource: Resource,
        *,
        path: str = "/",
        title: str = "Қала витринасы",
        quotes: tuple[tuple[str, str, str], ...] = (
            ("A", "A1_catalog_price", "1 г – 16 000 ₸"),
            ("B", "B3_coords_photo_after_pay", "төлемнен кейін координаттары"),
        ),
        at: datetime = NOW,
        picture: bytes | None = None,
    ) -> Finding:
        capture = self.capture(resource, path=path, title=title, at=at, picture=picture)
        finding = Finding(
            capture_id=capture.id,
            resource_id=resource.id,
            score=0.97,
            label="sale",
            scorer="linear-1",
            found_at=at,
        )
        self._add(finding)
        for family, kind, quote in quotes:
            self._add(
                Signal(
                    finding_id=finding.id,
                    family=family,
                    kind=kind,
                    quote=quote,
                    start=0,
                    end=len(quote),
                    weight=-1.0 if family == "L" else 1.0,
                )
            )
        return finding

    def capture(
        self,
        resource: Resource,
        *,
        path: str = "/",
        title: str = "",
        at: datetime = NOW,
        picture: bytes | None = None,
        hops: tuple[dict[str, object], ...] = (),
    ) -> Capture:
        url = f"https://{resource.key}{path}"
        shot = None if picture is None else self.blob(picture, "screenshot", "image/png")
        body = f"<title>{title}</title><p>{url} {at}</p>".encode()
        record = self.record(url, body)
        capture = Capture(
            run_id=self.run.id,
            url=str(hops[0]["url"]) if hops else url,
            final_url=url,
            status=200,
            media_type="text/html",
            via="browser",
            fetched_at=at,
            sha256=self.blob(body),
            hops=list(hops),
            ip_address="203.0.113.7",
            screenshot_sha256=shot,
            warc_file=record.file,
            warc_offset=record.offset,
            warc_length=record.length,
        )
        self._add(capture)
        self._add(
            Page(
                capture_id=capture.id,
                resource_id=resource.id,
                title=title,
                language="kk",
                text="",
                main_text="",
                score=0.97,
                sale=0.97,
                recruitment=0.1,
                label="sale",
                scorer="linear-1",
            )
        )
        return capture

    def record(self, url: str, body: bytes) -> Record:
        """Where an answer's WARC record would lie; its bytes are in `records`."""
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        identity = f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>"
        given = {"WARC-Date": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "WARC-Record-ID": identity}
        writer.write_record(
            writer.create_warc_record(
                url, "response", io.BytesIO(body), http_headers=head, warc_headers_dict=given
            )
        )
        record = Record(file="run-000001-00001.warc.gz", offset=1024 + len(self.records), length=512)
        self.records[record] = (buffer.getvalue(),)
        return record

    def contact(self, finding: Finding, kind: str, value: str, url: str | None = None) -> Payload:
        payload = Payload(kind=kind, value=value, url=url)
        self._add(payload)
        self._add(
            Sighting(capture_id=finding.capture_id, payload_id=payload.id, source="contact", text=value)
        )
        return payload

    def photo(self, *urls: str, at: datetime = NOW) -> Photo:
        digest = self.blob(f"photo of {urls}".encode(), "photo", "image/jpeg")
        self._add(Image(sha256=digest, width=10, height=10, reader="r", read_at=NOW))
        photo = Photo(
            sha256=digest,
            file_name="from-aigerim.jpg",
            received_at=at,
            latitude=49.8047,
            longitude=73.1094,
            note="behind the school",
            sender="aigerim",
        )
        self._add(photo)
        for url in urls:
            payload = Payload(kind="url", value=url, url=url)
            self._add(payload)
            self._add(
                Symbol(
                    image_sha256=digest,
                    payload_id=payload.id,
                    text=url,
                    raw=url.encode(),
                    format="QRCode",
                    decoder="zxing",
                    variant="plain",
                )
            )
        return photo

    def decide(
        self,
        shop: Shop,
        verdict: Verdict | str = Verdict.CONFIRMED,
        *covers: str,
        at: datetime = NOW + HOUR,
    ) -> Decision:
        """What daniyar says; a confirmation, after madina said the same."""
        people = ("madina", "daniyar") if verdict == Verdict.CONFIRMED else ("daniyar",)
        return [self.say(name, shop, verdict, *covers, at=at) for name in people][-1]

    def say(
        self,
        name: str,
        shop: Shop,
        verdict: Verdict | str = Verdict.CONFIRMED,
        *covers: str,
        at: datetime = NOW + HOUR,
    ) -> Decision:
        decision = Decision(
            shop_id=shop.id,
            verdict=str(verdict),
            reason="Витрина с ценами и тайниками",
            decided_by=name,
            decided_at=at,
            covers=list(covers),
            ground="acquisition",
        )
        self._add(decision)
        return decision

    def confirmed(self, *keys: str) -> Shop:
        """A shop that two people confirmed with all its resources."""
        shop = self.shop(*keys)
        self.decide(shop, Verdict.CONFIRMED, *keys)
        return shop

    def _add(self, row: object) -> None:
        self.session.add(row)
        self.session.flush()
