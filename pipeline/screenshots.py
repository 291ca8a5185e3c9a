"""A picture of every flagged page, so that a person sees what a visitor would have seen."""

from collections.abc import Callable, Mapping, Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.capture import Via
from crawler.shot import Shot
from crawler.visit import Failure
from models.capture import Capture
from models.shop import Finding
from pipeline.events import record
from pipeline.evidence import add_blob, made_by
from pipeline.pictures import keep_crops
from pipeline.road import Tools
from pipeline.runs import show_life
from pipeline.storing import add_screenshot

Camera = Callable[[Sequence[str]], Mapping[str, Shot | Failure]]
PER_RESOURCE = 2
AT_ONCE = 24  # pictures in memory, and lost if the process is killed


def photograph(run_id: int, tools: Tools, camera: Camera) -> int:
    """Take and keep a screenshot of each resource's strongest flagged pages that have none yet. Gives
    how many were taken; a page that cannot be photographed is logged and left, and so is one that another
    visitor was shown: the picture would be of something else."""
    with tools.database.read() as session:
        wanted = _wanted(session, run_id)
    taken = 0
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        shots = camera([url for _, url in some])
        taken += sum(keep_shot(capture_id, url, shots[url], tools) for capture_id, url in some)
        with tools.database.write() as session:
            show_life(session, run_id, tools.clock())
    return taken


def keep_shot(capture_id: int, url: str, shot: Shot | Failure, tools: Tools) -> bool:
    """Keep the picture of a capture's page; False, and a line in the log, where there is none."""
    if isinstance(shot, Failure) or shot.png is None:
        reason = shot.message if isinstance(shot, Failure) else "the browser made no picture"
        structlog.get_logger().warning("no screenshot", url=url, reason=reason)
        return False
    _keep(capture_id, shot, shot.png, tools)
    return True


def _wanted(session: Session, run_id: int) -> list[tuple[int, str]]:
    query = (
        select(Finding.resource_id, Capture.id, Capture.url)
        .join(Capture, Capture.id == Finding.capture_id)
        .where(Capture.run_id == run_id, Capture.profile == "", Capture.screenshot_sha256.is_(None))
        .order_by(Finding.score.desc(), Capture.id)
    )
    chosen: dict[int, list[tuple[int, str]]] = {}
    for resource_id, capture_id, url in session.execute(query):
        pages = chosen.setdefault(resource_id, [])
        if len(pages) < PER_RESOURCE:
            pages.append((capture_id, url))
    return [page for pages in chosen.values() for page in pages]


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
