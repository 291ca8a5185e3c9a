"""What the office watches."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, StrictBool
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from crawler.request import HOPS, SEED, BrowserPolicy, SpiderName
from models.case import Sight
from models.target import Target
from pipeline.errors import BadTarget
from pipeline.targets import (
    Watch,
    add_target,
    change_target,
    check_outside,
    make_due,
    pause_target,
    remove_target,
    resume_target,
    seen_target,
    target_address,
)
from review.api.gate import AtDesk, Gate, with_scope
from review.api.paging import Limit, NumberCursor, number_cursor, read_number
from review.api.responses import ALWAYS, OF_BODIES, Responses, problems
from review.api.shape import LARGEST_ID, NUMBER, Ask, Id, Shape
from review.bearers import Bearer
from review.errors import Denied
from review.reasons import clean_note
from review.scopes import Scope
from review.target_list import TargetFilter, TargetState, list_targets, state_of

router = APIRouter(
    prefix="/targets",
    tags=["targets"],
    route_class=Gate,
    responses=problems(*ALWAYS, HTTPStatus.UNPROCESSABLE_ENTITY),
)
TargetId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Reader = Annotated[Bearer, with_scope(Scope.TARGETS_READ)]
Writer = Annotated[Bearer, with_scope(Scope.TARGETS_WRITE)]
NOT_FOUND = problems(HTTPStatus.NOT_FOUND)
LONGEST = 2_000
# The bounds are those of the page's form (`review.target_form.LIMITS`).
Depth = Annotated[int, Field(ge=0, le=20), NUMBER]
Hops = Annotated[int, Field(ge=0, le=10), NUMBER]
Pages = Annotated[int, Field(ge=1, le=100_000), NUMBER]


class TargetShape(Shape):
    """Something that is or was watched."""

    id: Id
    url: str
    state: TargetState
    every: str | None = Field(description="cron expression in UTC; null for once")
    depth: int
    hops: int
    max_pages: int
    browser: str
    spider: str
    ignore_robots: str = Field(description="why robots.txt is left aside; empty where it is obeyed")
    suspicious: bool
    origin: str
    reference: str = Field(description="the page or photo that led there")
    note: str
    created_at: datetime
    next_due_at: datetime | None

    @classmethod
    def of(cls, target: Target, now: datetime) -> Self:
        facts = {name: getattr(target, name) for name in cls.model_fields if name != "state"}
        return cls(state=state_of(target, now), **facts)


ADDED: Responses = {
    200: {"model": TargetShape, "description": "It is watched already; nothing of it is changed"}
}


class Targets(Shape):
    """A page of targets, the newest first."""

    items: tuple[TargetShape, ...]
    next: str | None


class TargetPage(Ask):
    """Which targets are asked for."""

    state: TargetState = TargetState.WATCHED
    words: Annotated[str, Field(max_length=200)] | SkipJsonSchema[None] = Field(
        default=None, description="part of the address or the note"
    )
    cursor: NumberCursor | SkipJsonSchema[None] = None
    limit: Limit = 25


class Settings(Ask):
    """How something is watched: as `mergen target add` has it."""

    every: str | None = Field(
        default=None, max_length=100, description="cron expression in UTC", examples=["0 6 * * *"]
    )
    depth: Depth = 2
    hops: Hops = HOPS
    max_pages: Pages = 200
    browser: BrowserPolicy = BrowserPolicy.AUTO
    spider: SpiderName = SpiderName.SITE
    ignore_robots: str = Field(default="", max_length=LONGEST, description="the reason for leaving it aside")
    suspicious: StrictBool = False
    note: str = Field(default="", max_length=LONGEST, description="why it is watched")

    def watch(self) -> Watch:
        return Watch(
            every=self.every or None,
            depth=self.depth,
            hops=self.hops,
            max_pages=self.max_pages,
            browser=self.browser.value,
            spider=self.spider.value,
            ignore_robots=clean_note(self.ignore_robots),
            suspicious=self.suspicious,
            note=clean_note(self.note),
        )


class NewTarget(Settings):
    """What is to be watched, and how."""

    address: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="a web address, or `@name` of a public Telegram channel",
        examples=["https://shop.example/"],
    )


@router.get("")
def show_targets(desk: AtDesk, who: Reader, asked: Annotated[TargetPage, Query()]) -> Targets:
    """What is watched, and when it is due; with `state`, also what is paused, done or watched no more."""
    wanted = TargetFilter(
        words=asked.words or "",
        state=asked.state,
        before=read_number(asked.cursor) if asked.cursor else 0,
    )
    now = desk.now()
    with desk.database.read() as session:
        found = [row.target for row in list_targets(session, wanted, who.sight, now, asked.limit + 1)]
    shown = found[: asked.limit]
    more = number_cursor(shown[-1].id) if len(found) > asked.limit else None
    return Targets(items=tuple(TargetShape.of(target, now) for target in shown), next=more)


@router.post(
    "",
    status_code=HTTP_201_CREATED,
    responses=ADDED | problems(*OF_BODIES, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def add(desk: AtDesk, who: Writer, wanted: NewTarget, answer: Response) -> TargetShape:
    """Watch an address, once or on a schedule. One that is watched already is told, and nothing of it is
    changed. Addresses inside the office's own network can only be named on the server."""
    url, now = target_address(wanted.address, desk.config.preview), desk.now()
    check_outside(url)
    with desk.database.write(token=who.token) as session:
        known = session.scalar(select(Target.id).where(Target.url == url, Target.removed_at.is_(None)))
        if known is not None:
            answer.status_code = HTTP_200_OK
            return TargetShape.of(_seen(session, known, who.sight), now)
        target, _ = add_target(session, url, wanted.watch(), provenance=SEED, actor=who.person.name, now=now)
        return TargetShape.of(target, now)


@router.get("/{target_id}", responses=NOT_FOUND)
def show_target(target_id: TargetId, desk: AtDesk, who: Reader) -> TargetShape:
    """One target."""
    with desk.database.read() as session:
        return TargetShape.of(_seen(session, target_id, who.sight), desk.now())


@router.put("/{target_id}", responses=NOT_FOUND | problems(*OF_BODIES))
def change(target_id: TargetId, desk: AtDesk, who: Writer, wanted: Settings) -> TargetShape:
    """Watch it otherwise from now on; what is left out is as for a new one."""
    with desk.database.write(token=who.token) as session:
        _watched(session, target_id, who.sight)
        target = change_target(session, target_id, wanted.watch(), actor=who.person.name, now=desk.now())
        return TargetShape.of(target, desk.now())


@router.delete("/{target_id}", status_code=HTTP_204_NO_CONTENT, responses=NOT_FOUND)
def stop(target_id: TargetId, desk: AtDesk, who: Writer) -> Response:
    """Stop watching. What was found stays, and adding it again takes it up."""
    with desk.database.write(token=who.token) as session:
        _watched(session, target_id, who.sight)
        remove_target(session, str(target_id), actor=who.person.name, now=desk.now())
    return Response(status_code=HTTP_204_NO_CONTENT)


@router.post("/{target_id}/pause", responses=NOT_FOUND)
def pause(target_id: TargetId, desk: AtDesk, who: Writer) -> TargetShape:
    """Crawl it no more until it is resumed."""
    with desk.database.write(token=who.token) as session:
        _watched(session, target_id, who.sight)
        target = pause_target(session, str(target_id), actor=who.person.name, now=desk.now())
        return TargetShape.of(target, desk.now())


@router.post("/{target_id}/resume", responses=NOT_FOUND)
def resume(target_id: TargetId, desk: AtDesk, who: Writer) -> TargetShape:
    """Go on with it, from its next scheduled time on."""
    with desk.database.write(token=who.token) as session:
        _watched(session, target_id, who.sight)
        target = resume_target(session, str(target_id), actor=who.person.name, now=desk.now())
        return TargetShape.of(target, desk.now())


@router.post("/{target_id}/now", responses=NOT_FOUND | problems(HTTPStatus.CONFLICT))
def crawl_now(target_id: TargetId, desk: AtDesk, who: Writer) -> TargetShape:
    """Make it due: `mergen run` takes it up at its next look."""
    with desk.database.write(token=who.token) as session:
        if _watched(session, target_id, who.sight).paused_at is not None:
            raise Denied(HTTPStatus.CONFLICT, "The target is paused: resume it first")
        target = make_due(session, target_id, actor=who.person.name, now=desk.now())
        return TargetShape.of(target, desk.now())


def _seen(session: Session, target_id: int, sight: Sight) -> Target:
    try:
        return seen_target(session, target_id, sight)
    except BadTarget as error:
        raise Denied(HTTPStatus.NOT_FOUND, f"There is no target {target_id}") from error


def _watched(session: Session, target_id: int, sight: Sight) -> Target:
    """A target that is watched still."""
    target = _seen(session, target_id, sight)
    if target.removed_at is not None:
        raise Denied(HTTPStatus.NOT_FOUND, f"The target {target_id} is watched no more: add it again")
    return target
