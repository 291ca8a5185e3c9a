"""`mergen target`"""

from datetime import datetime
from typing import Annotated, Protocol

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.request import SEED, BrowserPolicy, SpiderName
from mergen.composition import Workshop
from mergen.options import SPIDER_HELP, Hops, IgnoreRobots, Json, Suspicious, person
from mergen.output import Output, moment
from mergen.settings import load
from models.case import Sight
from models.target import Target
from pipeline.recapture import LOOKED_AT
from pipeline.targets import (
    Watch,
    add_target,
    delete_target,
    pause_target,
    remove_target,
    resume_target,
    target_address,
)

target = typer.Typer(name="target", help="Addresses and channels that are watched.", no_args_is_help=True)


@target.command("add")
def add(
    address: Annotated[str, typer.Argument(help="A web address, or @channel for a public Telegram channel.")],
    every: Annotated[
        str | None, typer.Option(help='When, as cron text in UTC: "0 6 * * *" is daily at 06:00.')
    ] = None,
    depth: Annotated[int, typer.Option(min=0, help="How many links deep.")] = 2,
    hops: Hops = 3,
    max_pages: Annotated[int, typer.Option(min=1, help="How many pages at most.")] = 200,
    browser: Annotated[BrowserPolicy, typer.Option(help="When a real browser is used.")] = BrowserPolicy.AUTO,
    spider: Annotated[SpiderName, typer.Option(help=SPIDER_HELP)] = SpiderName.SITE,
    ignore_robots: IgnoreRobots = "",
    suspicious: Suspicious = False,
    note: Annotated[str, typer.Option(help="Why it is watched.")] = "",
    as_json: Json = False,
) -> None:
    """Watch an address: once, or again and again with --every. `mergen run` does what is due."""
    watch = Watch(
        every=every,
        depth=depth,
        hops=hops,
        max_pages=max_pages,
        browser=browser.value,
        spider=spider.value,
        ignore_robots=ignore_robots.strip(),
        suspicious=suspicious,
        note=note,
    )
    with Workshop(load()) as workshop:
        url = target_address(address, workshop.preview)
        with workshop.database.write() as session:
            row, fresh = add_target(
                session, url, watch, provenance=SEED, actor=person(), now=workshop.clock()
            )
            output = Output(as_json=as_json)
            if as_json:
                output.record(_record(row) | {"new": fresh})
            else:
                due = moment(row.next_due_at) if row.next_due_at else "done"
                output.say(f"Target {row.id} {'is new' if fresh else 'was changed'}: {url}, due {due}")


@target.command("list")
def list_targets(
    done: Annotated[
        bool, typer.Option("--done", help="Also those asked for once for a shop, and done.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What is watched, and when it is due."""
    with Workshop(load()) as workshop, workshop.database.read() as session:
        seen = select(Target).where(
            Target.removed_at.is_(None), Target.id.not_in(Sight(person()).hidden_targets)
        )
        rows = session.scalars((seen if done else seen.where(~LOOKED_AT)).order_by(Target.id)).all()
    output = Output(as_json=as_json)
    if as_json:
        for row in rows:
            output.record(_record(row))
    elif not rows:
        output.say('Nothing is watched yet. Try: mergen target add https://shop.example/ --every "0 6 * * *"')
    else:
        columns = ("no.", "address", "every", "due", "from", "robots.txt", "note")
        cells = ((r.id, r.url, r.every or "once", _due(r), r.origin, _robots(r), r.note) for r in rows)
        output.table("Targets", columns, cells)


@target.command("remove")
def remove(
    which: Annotated[str, typer.Argument(help="The target's number or address.")], as_json: Json = False
) -> None:
    """Stop watching. What was found stays."""
    with Workshop(load()) as workshop, workshop.database.write() as session:
        known = which if which.isdecimal() else target_address(which, workshop.preview)
        row = remove_target(session, known, actor=person(), now=workshop.clock())
        output = Output(as_json=as_json)
        if as_json:
            output.record(_record(row) | {"removed": True})
        else:
            output.say(f"Target {row.id} is no longer watched: {row.url}")


@target.command("pause")
def pause(
    which: Annotated[str, typer.Argument(help="The target's number or address.")], as_json: Json = False
) -> None:
    """Crawl it no more until it is resumed. Its schedule is kept."""
    _done(pause_target, which, as_json, "is paused")


@target.command("resume")
def resume(
    which: Annotated[str, typer.Argument(help="The target's number or address.")], as_json: Json = False
) -> None:
    """Crawl a paused target again, from its next scheduled time on."""
    _done(resume_target, which, as_json, "goes on")


@target.command("delete")
def delete(
    which: Annotated[str, typer.Argument(help="The target's number or address.")], as_json: Json = False
) -> None:
    """Delete a target that was never crawled; others keep their history and can only be removed."""
    _done(delete_target, which, as_json, "is deleted")


class Act(Protocol):
    """Something that is done to a target (`pipeline.targets`)."""

    def __call__(self, session: Session, which: str, *, actor: str, now: datetime) -> Target: ...


def _done(act: Act, which: str, as_json: bool, said: str) -> None:
    with Workshop(load()) as workshop, workshop.database.write() as session:
        known = which if which.isdecimal() else target_address(which, workshop.preview)
        row = act(session, known, actor=person(), now=workshop.clock())
        output = Output(as_json=as_json)
        if as_json:
            output.record(_record(row))
        else:
            output.say(f"Target {row.id} {said}: {row.url}")


def _robots(row: Target) -> str:
    return f"left aside: {row.ignore_robots}" if row.ignore_robots else "obeyed"


def _due(row: Target) -> datetime | str:
    if row.paused_at:
        return "paused"
    return f"now, as {row.look_as}" if row.look_as else row.next_due_at or "done"


def _record(row: Target) -> dict[str, object]:
    return {
        "id": row.id,
        "url": row.url,
        "every": row.every,
        "depth": row.depth,
        "hops": row.hops,
        "max_pages": row.max_pages,
        "browser": row.browser,
        "spider": row.spider,
        "ignore_robots": row.ignore_robots,
        "suspicious": row.suspicious,
        "origin": row.origin,
        "reference": row.reference,
        "note": row.note,
        "next_due_at": row.next_due_at.isoformat() if row.next_due_at else None,
        "look_as": row.look_as,
        "paused_at": row.paused_at.isoformat() if row.paused_at else None,
    }
