"""A picture of every flagged page, so that a person sees what a visitor would have seen."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import structlog
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crawler.capture import Via
from crawler.shot import Shot, Sitting
from crawler.visit import Failure
from models.capture import Capture
from models.shop import Finding
from pipeline.events import record
from pipeline.evidence import add_blob, made_by
from pipeline.pictures import keep_crops
from pipeline.road import Tools
from pipeline.runs import show_life
from pipeline.storing import add_screenshot

Camera = Callable[[Sequence[Sitting]], Iterable[tuple[Sitting, Shot | Failure]]]
"""Gives each picture as soon as it is taken, in any order, or why there is none."""
PER_RESOURCE = 2
AT_ONCE = 24  # pages with one browser


class Album:
    """The pictures of one run's pages: of each resource the strongest flagged ones that have none yet, each
    asked for once. Not of one that another visitor was shown: the picture would be of something else."""

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._asked: set[int] = set()

    def choose(self, session: Session, besides: Collection[int] = ()) -> list[tuple[int, str]]:
        """Captures that are to be pictured now, with their addresses, at most `AT_ONCE`; `besides` are about
        to be pictured for another reason."""
        missing = (Capture.screenshot_sha256.is_(None), Capture.id.not_in(besides))
        query = (
            select(Finding.resource_id, Capture.id, Capture.url)
            .join(Capture, Capture.id == Finding.capture_id)
            .where(Capture.run_id == self._run_id, Capture.profile == "")
            .where(or_(and_(*missing), Capture.id.in_(self._asked)))
            .order_by(Finding.score.desc(), Capture.id)
        )
        chosen: dict[int, list[tuple[int, str]]] = {}
        for resource_id, capture_id, url in session.execute(query):
            pages = chosen.setdefault(resource_id, [])
            if len(pages) < PER_RESOURCE:
                pages.append((capture_id, url))
        new = [page for pages in chosen.values() for page in pages if page[0] not in self._asked][:AT_ONCE]
        self._asked |= {capture_id for capture_id, _ in new}
        return new

    def fill(self, tools: Tools, camera: Camera) -> int:
        """Take and keep what is missing; gives how many pictures were taken. A page that cannot be
        photographed is logged and left."""
        taken = 0
        while True:
            with tools.database.read() as session:
                chosen = self.choose(session)
            if not chosen:
                return taken
            taken += len(picture(chosen, tools, camera))


def alive(camera: Camera, run_id: int, tools: Tools) -> Camera:
    """`camera`, with whose every picture a run shows life: some pages take a minute each."""

    def take(asked: Sequence[Sitting]) -> Iterator[tuple[Sitting, Shot | Failure]]:
        for taken in camera(asked):
            with tools.database.write() as session:
                show_life(session, run_id, tools.clock())
            yield taken

    return take


def picture(captures: Iterable[tuple[int, str]], tools: Tools, camera: Camera) -> set[int]:
    """Take and keep a picture of each capture's address; gives the captures that have one now."""
    wanted, kept = sittings(captures), set()
    # No comprehension: where one raises, the traceback holds the camera, which goes on taking pictures.
    for sitting, shot in camera(list(wanted)):
        kept |= {each for each in wanted[sitting] if keep_shot(each, sitting.url, shot, tools)}
    return kept


def sittings(captures: Iterable[tuple[int, str]]) -> dict[Sitting, list[int]]:
    """The crawler's own sittings for captures and their addresses, each with the captures it is for."""
    wanted: dict[Sitting, list[int]] = defaultdict(list)
    for capture_id, url in captures:
        wanted[Sitting(url=url)].append(capture_id)
    return wanted


def keep_shot(capture_id: int, url: str, shot: Shot | Failure, tools: Tools) -> bool:
    """Keep the picture of a capture's page; False, and a line in the log, where there is none."""
    if isinstance(shot, Failure) or shot.png is None:
        reason = shot.message if isinstance(shot, Failure) else "the browser made no picture"
        structlog.get_logger().warning("no screenshot", url=url, reason=reason)
        return False
    _keep(capture_id, shot, shot.png, tools)
    return True


def _keep(capture_id: int, shot: Shot, png: bytes, tools: Tools) -> None:
    rendered = shot.rendered
    made = {"screenshot": tools.evidence.blobs.put(png), "rendered": tools.evidence.blobs.put(rendered)}
    picture = tools.pictures.look(png)
    keep_crops(tools.evidence.blobs, picture)
    now = tools.clock()
    with tools.database.write() as session:
        capture = session.get_one(Capture, capture_id)
        maker = made_by(shot.capture(capture.url, now))
        for kind, data, media_type in (("screenshot", png, "image/png"), ("rendered", rendered, "text/html")):
            add_blob(
                session,
                made[kind],
                len(data),
                media_type=media_type,
                kind=kind,
                now=now,
                derived_from=capture.sha256,
                made_by=maker,
            )
        capture.screenshot_sha256 = made["screenshot"]
        capture.handling = shot.handling.record()
        # A page that a browser fetched was read from the DOM of that time, which stays.
        if capture.via == Via.HTTP or capture.rendered_sha256 is None:
            capture.rendered_sha256 = made["rendered"]
        add_screenshot(session, capture_id, capture.final_url, picture, now)
        record(session, "photographed", ("capture", capture_id), actor="mergen", at=now, **made)
