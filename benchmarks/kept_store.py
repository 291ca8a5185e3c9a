"""A small store with everything in it that is evidence: pages, codes, a photo, decisions and seals."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import segno
import sqlalchemy as sa

from classifiers import scorer as scorers
from classifiers.score import Scorer
from crawler.capture import Capture, Via
from crawler.page import ImageRef, ImageSource, Page
from crawler.request import Request
from crawler.visit import SeenImage, Visit
from models.custody import Scene
from models.database import Database
from models.decision import Verdict
from models.shop import Shop
from pipeline.blobs import FolderBlobs
from pipeline.checked import Checked
from pipeline.decisions import Judgement, decide
from pipeline.evidence import Evidence
from pipeline.frontier import SqlFrontier
from pipeline.leads import Leads
from pipeline.leases import free_dead
from pipeline.likeness import likenesses
from pipeline.photos import PhotoDesk, Sent
from pipeline.pictures import Pictures
from pipeline.resources import TelegramPreview
from pipeline.road import Road, Tools
from pipeline.runs import RunOptions, begin
from pipeline.sealing import Office, Sealer
from pipeline.shops import gather
from pipeline.signing import SigningKey, load_key, new_key
from pipeline.timestamps import Authorities
from pipeline.verify import Proofs, verify
from pipeline.warc import WarcArchive
from pipeline.witness import Witness
from qr.reader import Reader

BEGUN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PREVIEW = TelegramPreview(base="https://t-preview.example/s/")
TEXT = (
    "Витрина {name}. Автопродажи круглосуточно, Караганда, районы: Майкудук, Юго-Восток. Меф кристалл 0,5 г"
    " (прикоп) — {price} ₸. Шишки 1 г (тайник) — 12000 ₸. Координаты и фото клада сразу после оплаты. Только"
    " предоплата, без встреч, оплата USDT. Ненаход — перезаклад. Оператор @{name}_vitrina_."
)


@dataclass(frozen=True, slots=True)
class KeptStore:
    """A store in a folder: `mergen.db`, `evidence`, `seal.pem`."""

    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/mergen.db"

    @property
    def blobs(self) -> FolderBlobs:
        return FolderBlobs(self.folder / "evidence" / "blobs")

    @property
    def warc_folder(self) -> Path:
        return self.folder / "evidence" / "warc"

    @property
    def witness_folder(self) -> Path:
        return self.folder / "evidence" / "custody"

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The store, open."""
        witness = Witness(self.witness_folder, "desk")
        database = Database(self.url, scene=Scene(host="desk", authority="Order 7"), witness=witness)
        try:
            yield database
        finally:
            database.close()

    def checked(self) -> list[Checked]:
        """What `mergen verify` finds, things that are in order too."""
        with self.opened() as database, database.read() as session:
            proofs = Proofs(witness_folder=self.witness_folder)
            return list(verify(session, self.blobs, self.warc_folder, proofs))

    def faults(self) -> list[str]:
        """What is not as it was stored, the first of the log first."""
        return [each.fault for each in self.checked() if each.fault is not None]


def kept_store(folder: Path, visits: int = 4) -> KeptStore:
    """Fill a store over two days, each sealed in its evening; something is left that no seal covers."""
    store = KeptStore(folder)
    key = new_key(folder / "seal.pem")
    with store.opened() as database:
        database.migrate()
        take_visits(store, database, [shop_visit(number) for number in range(visits)])
        seal(store, database, key, BEGUN + timedelta(hours=12))
        take_photo(store, database)
        decide_all(database)
        seal(store, database, load_key(folder / "seal.pem"), BEGUN + timedelta(hours=36))
        take_visits(store, database, [shop_visit(visits)])
    return store


@cache
def _scorer() -> Scorer:
    return scorers.load()


def take_visits(store: KeptStore, database: Database, visits: list[Visit]) -> None:
    """Bring visits home in a run of their own, and gather shops."""
    with database.write() as session:
        seeds = [visit.request.url for visit in visits]
        run, _ = begin(session, seeds, RunOptions(depth=1), {}, BEGUN)
    free_dead(database, run.id)
    name = f"run-{run.id}-{os.getpid()}"
    tools = Tools(
        database=database,
        evidence=Evidence(store.blobs, WarcArchive(store.warc_folder, name, "Mergen")),
        pictures=Pictures(database, Reader(), None),
        scorer=_scorer(),
        preview=PREVIEW,
        clock=lambda: BEGUN,
    )
    frontier = SqlFrontier(database, run.id, lambda: BEGUN)
    frontier.add([visit.request for visit in visits])
    road = Road(run.id, tools, frontier, Leads(depth=1, preview=PREVIEW), lambda _travelled, _stored: None)
    due = {request.url for request in frontier.take(len(visits))}
    for visit in visits:
        if visit.request.url in due and not road.take(visit):
            raise RuntimeError(f"{visit.request.url} was not stored")
    with database.read() as session:
        found = likenesses(session)
    database.transact(lambda session: gather(session, BEGUN, found))


def shop_visit(number: int) -> Visit:
    """A visit to a shop of its own, with a code on its page."""
    name = f"qala{number}"
    url = f"http://{name}.example/"
    text = TEXT.format(name=name, price=9000 + number)
    code = Capture(
        url=f"{url}code.png",
        final_url=f"{url}code.png",
        status=200,
        headers=(("Content-Type", "image/png"),),
        body=_code(f"https://t.me/{name}_vitrina_"),
        via=Via.HTTP,
        fetched_at=BEGUN,
    )
    ref = ImageRef(url=code.url, source=ImageSource.IMG)
    page = Page(
        url=url, title=name, text=text, main_text=text, images=(ref,), contacts=(f"@{name}_vitrina_",)
    )
    capture = Capture(
        url=url,
        final_url=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=f"<title>{name}</title><p>{text}</p><img src=code.png>".encode(),
        via=Via.HTTP,
        fetched_at=BEGUN,
    )
    return Visit(
        request=Request(url=url), capture=capture, page=page, images=(SeenImage(ref=ref, capture=code),)
    )


def _code(text: str) -> bytes:
    buffer = io.BytesIO()
    segno.make_qr(text).save(buffer, kind="png", scale=8)
    return buffer.getvalue()


def take_photo(store: KeptStore, database: Database) -> None:
    """Take a photo in that shows the first shop's code."""
    pictures = Pictures(database, Reader(), None)
    leads = Leads(depth=1, preview=PREVIEW)
    at = BEGUN + timedelta(hours=20)
    desk = PhotoDesk(database, store.blobs, pictures, leads, _scorer(), lambda: at)
    desk.take(_code("https://t.me/qala0_vitrina_") + b"photo", Sent(file_name="wall.png", sender="dana"))


def decide_all(database: Database) -> None:
    """Decide on every shop, confirming the first, rejecting the second, and so on."""
    with database.write() as session:
        for number, shop_id in enumerate(session.scalars(sa.select(Shop.id).order_by(Shop.id)).all()):
            verdict = Verdict.REJECTED if number % 2 else Verdict.CONFIRMED
            at = BEGUN + timedelta(hours=21)
            decide(
                session, shop_id, Judgement(verdict=verdict, reason="prices and drops"), actor="aigul", now=at
            )


def seal(store: KeptStore, database: Database, key: SigningKey, now: datetime) -> None:
    """Seal what is new, if anything is."""
    sealer = Sealer(database, store.blobs, store.warc_folder, key, Authorities((), None))
    sealer.seal(Office(name="Qala", software="Mergen", actor="mergen", now=now))
