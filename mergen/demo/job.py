"""The main job on the demonstration web, and how well it went."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from mergen.composition import Workshop
from mergen.crawls import Reach, run_one
from mergen.demo.photos import photos
from mergen.demo.server import DemoWeb
from mergen.demo.truth import BAD_LABELS, DemoFigures, measure
from models.capture import Capture, Page
from models.image import Photo, Symbol
from models.shop import Finding, Resource, Shop, ShopMember
from pipeline.crawling import Ended
from pipeline.photos import Sent
from pipeline.road import Report
from pipeline.runs import RunOptions, begin

OPTIONS = RunOptions(depth=4, max_pages=1500, offsite=4)
CHANNELS = "t-preview.example/s/"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """The account of the crawl, and the comparison with the truth file. `sites` counts those of the web that
    answered, `channels` those that were read on the one that shows channels."""

    ended: Ended
    figures: DemoFigures
    sites: int
    channels: int
    photos: int
    shops: int
    codes: int
    internal_hits: int

    def summary(self) -> dict[str, Any]:
        """The figures by name."""
        return {
            "precision": round(self.figures.precision, 4),
            "recall": round(self.figures.recall, 4),
            "sites": self.sites,
            "channels": self.channels,
            "pages": self.ended.account["pages"],
            "images": self.ended.account["images"],
            "photos": self.photos,
            "codes": self.codes,
            "code_recall": round(self.figures.code_recall, 4),
            "findings": self.ended.account["findings"],
            "shops": self.shops,
            "shops_expected": self.figures.shops_expected,
            "shops_right": self.figures.shops_right,
            "internal_hits": self.internal_hits,
        }


def do_the_job(workshop: Workshop, web: DemoWeb, report: Report) -> DemoResult:
    """Take the photos in, crawl the web from its seeds and from what the photos point to, measure."""
    led = _take_photos(workshop)
    seeds = list(dict.fromkeys([*web.seeds, *led]))
    with workshop.database.write() as session:
        run, _ = begin(session, seeds, OPTIONS, workshop.versions(), workshop.clock())
    routes = tuple((pattern, ("127.0.0.1", web.port)) for pattern in ("*.example", "*.test"))
    ended = run_one(workshop, run, report, Reach(hosts=routes))
    with workshop.database.read() as session:
        return _measure(session, ended, web)


def _take_photos(workshop: Workshop) -> list[str]:
    desk = workshop.photo_desk
    led: list[str] = []
    for photo in photos():
        led += desk.take(photo.data, Sent(file_name=photo.name, note="demonstration")).targets
    return led


def _measure(session: Session, ended: Ended, web: DemoWeb) -> DemoResult:
    found = _labels(session)
    shops = _shops(session)
    codes = _codes(session)
    return DemoResult(
        ended=ended,
        figures=measure(found, shops, codes),
        sites=len(_answered(session) & set(web.hosts)),
        channels=sum(name.startswith(CHANNELS) for name in found),
        photos=len(session.scalars(select(Photo.id)).all()),
        shops=len(shops),
        codes=len(set().union(*codes.values())) if codes else 0,
        internal_hits=web.internal_hits,
    )


def _answered(session: Session) -> set[str]:
    """The hosts that gave a page, or sent on to another: short links have no page of their own."""
    hosts = set()
    for url, hops in session.execute(select(Capture.url, Capture.hops)):
        hosts |= {urlsplit(each).hostname or "" for each in (url, *(hop["url"] for hop in hops))}
    return hosts


def _labels(session: Session) -> dict[str, str]:
    """The strongest label of each resource that was seen."""
    labels = dict.fromkeys((_name(key) for key in session.scalars(select(Resource.key))), "benign")
    query = select(Resource.key, Page.label).join(Page, Page.resource_id == Resource.id).order_by(Page.score)
    for key, label in session.execute(query):
        if label in BAD_LABELS or labels[_name(key)] not in BAD_LABELS:
            labels[_name(key)] = label
    return labels


def _shops(session: Session) -> list[Collection[str]]:
    """The shops whose label is bad, as groups of resources."""
    query = (
        select(ShopMember.shop_id, Resource.key)
        .join(Resource, Resource.id == ShopMember.resource_id)
        .join(Shop, Shop.id == ShopMember.shop_id)
        .where(
            Resource.id.in_(select(Finding.resource_id).where(Finding.label.in_(BAD_LABELS))),
            Shop.merged_into.is_(None),
        )
    )
    groups: dict[int, set[str]] = {}
    for shop_id, key in session.execute(query):
        groups.setdefault(shop_id, set()).add(_name(key))
    return list(groups.values())


def _codes(session: Session) -> dict[str, set[str]]:
    """What was read, by image address or photo name."""
    codes: dict[str, set[str]] = {}
    on_pages = select(Capture.url, Symbol.text).join(Symbol, Symbol.image_sha256 == Capture.sha256)
    in_photos = select(Photo.file_name, Symbol.text).join(Symbol, Symbol.image_sha256 == Photo.sha256)
    for query in (on_pages, in_photos):
        for name, text in session.execute(query):
            codes.setdefault(name, set()).add(text)
    return codes


def _name(key: str) -> str:
    """A resource's key as the truth file spells it."""
    return key.replace("t.me/", CHANNELS, 1) if key.startswith("t.me/") else key
