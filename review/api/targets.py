"""What the office watches."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, StrictBool
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import select
from starlette.status import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from crawler.request import HOPS, SEED, BrowserPolicy, SpiderName
from models.target import Target
from pipeline.targets import Watch, add_target, remove_target, target_address
from review.api.gate import AtDesk, Gate, with_scope
from review.api.paging import Limit, NumberCursor, number_cursor, read_number
from review.api.responses import ALWAYS, OF_BODIES, Responses, problems
from review.api.shape import LARGEST_ID, NUMBER, Ask, Id, Shape
from review.errors import Denied
from review.scopes import Scope
from review.tokens import Bearer

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
Steps = Annotated[int, Field(ge=0, le=100), NUMBER]


class TargetShape(Shape):
    """Something that is watched."""

    id: Id
    url: str
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


class Targets(Shape):
    """A page of targets, by number."""

    items: tuple[TargetShape, ...]
    next: str | None


ADDED: Responses = {
    200: {"model": TargetShape, "description": "It was watched already, and is now watched so"}
}


class TargetPage(Ask):
    """Which targets are asked for."""

    cursor: NumberCursor | SkipJsonSchema[None] = None
    limit: Limit = 25


class NewTarget(Ask):
    """What is to be watched, and how: as `mergen target add` has it."""

    address: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="a web address, or `@name` of a public Telegram channel",
        examples=["https://shop.example/"],
    )
    every: str | None = Field(
        default=None, max_length=100, description="cron expression in UTC", examples=["0 6 * * *"]
    )
    depth: Steps = 2
    hops: Steps = HOPS
    max_pages: Annotated[int, Field(ge=1, le=1_000_000), NUMBER] = 200
    browser: BrowserPolicy = BrowserPolicy.AUTO
    spider: SpiderName = SpiderName.SITE
    ignore_robots: str = Field(default="", max_length=LONGEST, description="the reason for leaving it aside")
    suspicious: StrictBool = False
    note: str = Field(default="", max_length=LONGEST, description="why it is watched")

    def watch(self) -> Watch:
        return Watch(
            every=self.every,
            depth=self.depth,
            hops=self.hops,
            max_pages=self.max_pages,
            browser=self.browser.value,
            spider=self.spider.value,
            ignore_robots=self.ignore_robots.strip(),
            suspicious=self.suspicious,
            note=self.note,
        )


@router.get("")
def list_targets(desk: AtDesk, _who: Reader, asked: Annotated[TargetPage, Query()]) -> Targets:
    """What is watched, and when it is due."""
    query = select(Target).where(Target.removed_at.is_(None)).order_by(Target.id).limit(asked.limit + 1)
    if asked.cursor:
        query = query.where(Target.id > read_number(asked.cursor))
    with desk.database.read() as session:
        found = session.scalars(query).all()
    shown = found[: asked.limit]
    more = number_cursor(shown[-1].id) if len(found) > asked.limit else None
    return Targets(items=tuple(map(TargetShape.model_validate, shown)), next=more)


@router.post(
    "",
    status_code=HTTP_201_CREATED,
    responses=ADDED | problems(*OF_BODIES, HTTPStatus.CONFLICT),
)
def add(desk: AtDesk, who: Writer, wanted: NewTarget, answer: Response) -> TargetShape:
    """Watch an address, once or on a schedule. One that is watched already has its settings replaced."""
    url = target_address(wanted.address, desk.config.preview)
    with desk.database.write(token=who.token) as session:
        target, fresh = add_target(
            session, url, wanted.watch(), provenance=SEED, actor=who.person.name, now=desk.now()
        )
        answer.status_code = HTTP_201_CREATED if fresh else HTTP_200_OK
        return TargetShape.model_validate(target)


@router.get("/{target_id}", responses=NOT_FOUND)
def show_target(target_id: TargetId, desk: AtDesk, _who: Reader) -> TargetShape:
    """One target that is watched."""
    with desk.database.read() as session:
        target = session.get(Target, target_id)
    if target is None or target.removed_at is not None:
        raise Denied(HTTPStatus.NOT_FOUND, f"Nothing is watched under the number {target_id}")
    return TargetShape.model_validate(target)


@router.delete("/{target_id}", status_code=HTTP_204_NO_CONTENT, responses=NOT_FOUND)
def stop(target_id: TargetId, desk: AtDesk, who: Writer) -> Response:
    """Stop watching. What was found stays, and adding it again takes it up."""
    with desk.database.write(token=who.token) as session:
        target = session.get(Target, target_id)
        if target is None or target.removed_at is not None:
            raise Denied(HTTPStatus.NOT_FOUND, f"Nothing is watched under the number {target_id}")
        remove_target(session, str(target_id), actor=who.person.name, now=desk.now())
    return Response(status_code=HTTP_204_NO_CONTENT)
