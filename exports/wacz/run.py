"""The captures of runs: everything that was fetched, confirmed or not. For the office and its prosecutors."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from exports.shown import record_of, shown
from exports.wacz.content import Content, Drawn, Held, PageEntry
from models.capture import Blob, Capture, Page, Revisit
from models.case import Sight
from models.portions import portions
from models.run import Run
from models.shop import ShopMember


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The rows of runs by capture: titles of pages, and which earlier one an unchanged page refers to."""

    captures: dict[int, Capture]
    titles: dict[int, str]
    earlier: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Captures:
    """What one run stored, or all runs of a target: `noun` is `run` or `target`."""

    noun: str
    number: int

    def read(self, session: Session) -> Content:
        """Their captures; none where nothing is stored."""
        runs = session.scalars(self._runs).all()
        return _content(session, f"Mergen: {self.noun} {self.number}", runs)

    def hidden_from(self, session: Session, sight: Sight) -> bool:
        """Whether a shop that `sight` may not see is among them."""
        hidden = (
            select(Capture.id)
            .join(Page, Page.capture_id == Capture.id)
            .join(ShopMember, ShopMember.resource_id == Page.resource_id)
            .where(Capture.run_id.in_(self._runs), ShopMember.shop_id.in_(sight.hidden))
        )
        return session.scalar(hidden.limit(1)) is not None

    @property
    def _runs(self) -> Select[int]:
        which = Run.id if self.noun == "run" else Run.target_id
        return select(Run.id).where(which == self.number).order_by(Run.id)


def _content(session: Session, title: str, run_ids: Collection[int]) -> Content:
    found = _found(session, run_ids)
    first_seen = [row.id for row in found.captures.values() if row.id in found.titles]
    images = {row.id: row for _, row in shown(session, first_seen)}
    rows = [row for _, row in sorted((found.captures | images).items())]
    stored = _stored_at(session, rows)
    description = (
        f"{len(rows)} captures, as they were fetched. Nobody has decided on them yet:"
        " a capture shows what a server sent, and says nothing on who is behind it."
    )
    return Content(
        title=title,
        description=description,
        held=tuple(_held(row, stored) for row in rows),
        pages=tuple(_pages(found)),
    )


def _found(session: Session, run_ids: Collection[int]) -> _Found:
    own: dict[int, Capture] = {}
    for some in portions(run_ids):
        query = select(Capture).where(Capture.run_id.in_(some)).order_by(Capture.id)
        own |= {row.id: row for row in session.scalars(query)}
    earlier: dict[int, int] = {}
    for some in portions(own):
        again = select(Revisit.capture_id, Revisit.earlier_id).where(Revisit.capture_id.in_(some))
        earlier |= {key: earlier_id for key, earlier_id in session.execute(again)}
    for some in portions(set(earlier.values()) - set(own)):
        own |= {row.id: row for row in session.scalars(select(Capture).where(Capture.id.in_(some)))}
    titles: dict[int, str] = {}
    for some in portions(own):
        pages = select(Page.capture_id, Page.title).where(Page.capture_id.in_(some))
        titles |= {key: title for key, title in session.execute(pages)}
    within = {(own[page_id].url, own[page_id].fetched_at) for page_id in titles}
    kept = {
        key: row
        for key, row in own.items()
        if key in titles or key in earlier or (row.url, row.fetched_at) not in within
    }
    return _Found(captures=kept, titles=titles, earlier=earlier)


def _pages(found: _Found) -> Iterator[PageEntry]:
    for key, row in sorted(found.captures.items()):
        title = found.titles.get(found.earlier.get(key, key))
        if title is not None and row.status != HTTPStatus.NOT_MODIFIED:
            yield PageEntry(url=row.final_url, at=row.fetched_at, title=title)


def _stored_at(session: Session, rows: Collection[Capture]) -> dict[str, Drawn]:
    kinds = {row.screenshot_sha256: "screenshot" for row in rows}
    kinds |= {row.rendered_sha256: "rendered" for row in rows}
    drawn = {}
    for some in portions(kinds.keys() - {None}):
        for blob in session.scalars(select(Blob).where(Blob.sha256.in_(some))):
            drawn[blob.sha256] = Drawn(
                kind=kinds[blob.sha256], sha256=blob.sha256, media_type=blob.media_type, at=blob.stored_at
            )
    return drawn


def _held(row: Capture, drawn: dict[str, Drawn]) -> Held:
    return Held(
        url=row.final_url,
        at=row.fetched_at,
        sha256=row.sha256,
        record=record_of(row),
        drawn=tuple(drawn[key] for key in (row.screenshot_sha256, row.rendered_sha256) if key in drawn),
    )
