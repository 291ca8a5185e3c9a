"""Rows for the review tests: a store with shops as the road would have left them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import segno
from argon2 import PasswordHasher
from PIL import Image as Pillow
from PIL import ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Blob, Capture, Obstacle, Page, PageImage
from models.case import Sight
from models.frontier import EntryState, FrontierEntry
from models.image import Image, Payload, Photo, PhotoScore, Symbol
from models.post import Post
from models.run import Run
from models.second_look import SecondLook
from models.shop import Finding, Resource, Shop, ShopMember, Signal
from models.user import Role
from pipeline.blobs import BlobStore
from pipeline.cards import refresh
from pipeline.harvest import count_page
from review.accounts import create_user

NOW = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
ANYBODY = Sight("anybody")
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TEXT = (
    "Vitrina QALA. Choose your city: Almaty, Karaganda\n"
    "1g - 9000, 2g - 16000\n"
    "Only prepayment, photo and coordinates after payment. Operator: @qala_vitrina_\n"
    "Mirror: http://qala-2.example/"
)
SIGNS = (
    ("A", "A1_catalog_price", "1g - 9000, 2g - 16000", 0.8),
    ("A", "A2_city_district", "Choose your city: Almaty, Karaganda", 0.6),
    ("B", "B3_coordinates_after_payment", "photo and coordinates after payment", 0.9),
    ("E", "E1_telegram", "@qala_vitrina_", 0.5),
)


def picture(width: int = 400, height: int = 300, colour: str = "#446") -> bytes:
    """A PNG with something on it."""
    image = Pillow.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).rectangle((width // 4, height // 4, width // 2, height // 2), fill="#eec")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def code_picture(text: str) -> bytes:
    """A PNG with a QR code."""
    out = BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=6)
    return out.getvalue()


class Street:
    """Adds shops to a store, one fact after the other, a minute apart."""

    def __init__(self, session: Session, blobs: BlobStore) -> None:
        self.session = session
        self.blobs = blobs
        self.at = NOW - timedelta(days=1)
        self.run = Run(key="k", started_at=self.at, heartbeat_at=self.at)
        session.add(self.run)
        session.flush()

    def person(self, name: str, role: Role, language: str = "en") -> None:
        user = create_user(self.session, name, PASSWORD, role, NOW, QUICK_HASHER)
        user.language = language
        self.session.flush()

    def blob(self, data: bytes, media_type: str = "image/png", kind: str = "body") -> str:
        digest = self.blobs.put(data)
        if self.session.get(Blob, digest) is None:
            self.session.add(
                Blob(sha256=digest, size=len(data), media_type=media_type, kind=kind, stored_at=self.at)
            )
            self.session.flush()
        return digest

    def shop(self, *keys: str, score: float = 0.9, **page: Any) -> int:
        """A shop with one flagged page on each resource."""
        shop = Shop(created_at=self.at)
        self.session.add(shop)
        self.session.flush()
        for index, key in enumerate(keys):
            self.face(shop.id, key, score=score - index / 100, **page)
        return shop.id

    def face(self, shop_id: int, key: str, *, reason: str = "first", detail: str = "", **page: Any) -> int:
        """A further resource of a shop; gives the capture of its page."""
        self.at += timedelta(minutes=1)
        host, _, account = key.partition("/")
        resource = Resource(key=key, kind="account" if account else "site", host=host, first_seen_at=self.at)
        self.session.add(resource)
        self.session.flush()
        self.session.add(
            ShopMember(
                resource_id=resource.id, shop_id=shop_id, reason=reason, detail=detail, joined_at=self.at
            )
        )
        return self.page(resource, **page)

    def page(
        self,
        resource: Resource,
        score: float = 0.9,
        label: str = "sale",
        language: str = "ru",
        title: str = "QALA",
        text: str = TEXT,
        **capture: Any,
    ) -> int:
        image_text = capture.pop("image_text", "")
        signs = capture.pop("signs", SIGNS)
        places = capture.pop("places", [])
        home = select(ShopMember.shop_id).where(ShopMember.resource_id == resource.id)
        url = capture.pop("url", f"https://{resource.key}/")
        row = Capture(
            run_id=self.run.id,
            url=url,
            final_url=url,
            status=200,
            media_type="text/html",
            via="http",
            fetched_at=self.at,
            sha256=self.blob(text.encode() + str(resource.id).encode(), "text/html"),
            **capture,
        )
        self.session.add(row)
        self.session.flush()
        self.session.add(
            Page(
                capture_id=row.id,
                resource_id=resource.id,
                title=title,
                language=language,
                text=text,
                main_text=text,
                image_text=image_text,
                score=score,
                sale=score,
                recruitment=0.1,
                label=label,
                scorer="test 1",
            )
        )
        finding = Finding(
            capture_id=row.id,
            resource_id=resource.id,
            score=score,
            label=label,
            scorer="test 1",
            found_at=self.at,
            places=places,
        )
        self.session.add(finding)
        self.session.flush()
        self._signs(finding, text, image_text, signs)
        count_page(self.session, row, resource.id, pages=True, flagged=True)
        refresh(self.session, self.session.scalars(home))
        return row.id

    def queued(self, url: str, cause: str | None = None, message: str | None = None) -> FrontierEntry:
        """An address of the run that waits, or that failed for a cause."""
        entry = FrontierEntry(
            run_id=self.run.id,
            url=url,
            host=url.split("/")[2],
            depth=0,
            priority=0.0,
            origin="seed",
            reference="",
            due_at=self.at,
            state=EntryState.FAILED if cause else EntryState.QUEUED,
            cause=cause,
            message=message,
        )
        self.session.add(entry)
        self.session.flush()
        return entry

    def post(self, capture_id: int, number: int, text: str, **more: Any) -> None:
        """A post of the channel whose page a capture shows."""
        page = self.session.get_one(Page, capture_id)
        where = {"resource_id": page.resource_id, "first_capture_id": capture_id, "capture_id": capture_id}
        said: dict[str, Any] = {"seen_at": self.at, "published_at": self.at, **where, **more}
        self.session.add(Post(number=number, text=text, **said))
        self.session.flush()

    def obstacle(self, key: str, kind: str, sign: str, *, pictured: bool = False) -> str:
        """What stood before another page of a resource; gives the digest of its picture, if it has one."""
        self.at += timedelta(minutes=1)
        resource = self.session.scalars(select(Resource).where(Resource.key == key)).one()
        url, body = f"https://{key}/inside", self.blob(sign.encode(), "text/html")
        facts: dict[str, Any] = {"final_url": url, "status": 200, "media_type": "text/html", "via": "http"}
        shot = self.blob(picture(500, 400, "#633"), "image/png") if pictured else None
        facts["screenshot_sha256"] = shot
        row = Capture(run_id=self.run.id, url=url, fetched_at=self.at, sha256=body, **facts)
        self.session.add(row)
        self.session.flush()
        self.session.add(Obstacle(capture_id=row.id, resource_id=resource.id, kind=kind, sign=sign))
        self.session.flush()
        return shot or ""

    def look_again(self, key: str, other_key: str) -> tuple[int, int]:
        """Make the page of one resource what another visitor was shown instead of that of another."""
        query = select(Page.capture_id).join(Resource, Resource.id == Page.resource_id)
        seen, other = (
            self.session.scalars(query.where(Resource.key == each)).one() for each in (key, other_key)
        )
        said: dict[str, Any] = {"divergence": "text", "text_likeness": 0.12, "link_likeness": 0.5}
        look = SecondLook(capture_id=seen, other_id=other, profile="phone", shop_for="second", **said)
        self.session.add(look)
        self.session.flush()
        return seen, other

    def _signs(self, finding: Finding, text: str, image_text: str, signs: Any) -> None:
        whole = f"{text}\n\n{image_text}"
        for family, kind, quote, weight in signs:
            start = whole.index(quote)
            self.session.add(
                Signal(
                    finding_id=finding.id,
                    family=family,
                    kind=kind,
                    quote=quote,
                    start=start,
                    end=start + len(quote),
                    weight=weight,
                    in_image=start > len(text),
                )
            )
        self.session.flush()

    def code(self, text: str, kind: str = "url", url: str | None = None) -> str:
        """An image with a code in it; gives its digest."""
        data = code_picture(text)
        digest = self.blob(data)
        width, height = Pillow.open(BytesIO(data)).size
        self.session.add(Image(sha256=digest, width=width, height=height, reader="test", read_at=self.at))
        payload = Payload(kind=kind, value=text, url=url)
        self.session.add(payload)
        self.session.flush()
        self.session.add(
            Symbol(
                image_sha256=digest,
                payload_id=payload.id,
                text=text,
                raw=text.encode(),
                format="qr",
                decoder="zxing",
                variant="plain",
                agreed=["opencv"],
                position=[[24, 24], [width - 24, 24], [width - 24, height - 24], [24, height - 24]],
            )
        )
        self.session.flush()
        return digest

    def photo(self, digest: str, **photo: Any) -> None:
        """A person sent the picture `digest`; a `text` on it with a `quote` is an offer."""
        text, quote = photo.pop("text", ""), photo.pop("quote", "")
        row = Photo(sha256=digest, file_name="wall.jpg", received_at=self.at, **photo)
        self.session.add(row)
        self.session.flush()
        if text:
            start = text.index(quote)
            place = {"quote": quote, "start": start, "end": start + len(quote)}
            self.session.add(
                PhotoScore(
                    photo_id=row.id,
                    text=text,
                    language="ru",
                    score=0.91,
                    sale=0.91,
                    recruitment=0.1,
                    label="sale",
                    scorer="test 1",
                    scored_at=self.at,
                    signals=[{"family": "A", "kind": "A1_catalog_price", "weight": 0.8, **place}],
                )
            )
            self.session.flush()

    def shows(self, capture_id: int, digest: str) -> None:
        """The page of a capture shows the picture `digest`."""
        self.session.add(
            PageImage(
                capture_id=capture_id, url="https://qala.example/q.png", source="img", image_sha256=digest
            )
        )
        self.session.flush()
