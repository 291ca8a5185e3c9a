"""Why addresses gave no page, over all runs of a span of time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.case import Sight
from models.frontier import EntryState, FrontierEntry
from models.run import Run
from pipeline.runs import seen_runs

HOSTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A cause (`crawler.visit.Cause`) with how many addresses it kept from us, in how many runs and
    on how many hosts; `worst` are the hosts with most of them, each with its count."""

    name: str
    addresses: int
    runs: int
    hosts: int
    worst: tuple[tuple[str, int], ...]


def causes_since(session: Session, since: datetime, sight: Sight) -> Sequence[Cause]:
    """The causes in runs begun since then that a person may see, the commonest first."""
    count = func.count(FrontierEntry.id)
    runs, hosts = (func.count(column.distinct()) for column in (FrontierEntry.run_id, FrontierEntry.host))
    query = _failed(select(FrontierEntry.cause, count, runs, hosts), since, sight).group_by(
        FrontierEntry.cause
    )
    found = session.execute(query.order_by(count.desc(), FrontierEntry.cause)).all()
    worst = _worst(session, since, sight)
    return [
        Cause(
            name=cause or "other",
            addresses=addresses,
            runs=in_runs,
            hosts=on_hosts,
            worst=tuple(worst.get(cause, ())),
        )
        for cause, addresses, in_runs, on_hosts in found
    ]


def failed_of(session: Session, run_id: int, *, after: int = 0, limit: int = 50) -> Sequence[FrontierEntry]:
    """The addresses of a run that gave no page, in the order of their numbers, from behind `after` on."""
    query = select(FrontierEntry).where(
        FrontierEntry.run_id == run_id,
        FrontierEntry.state == EntryState.FAILED,
        FrontierEntry.id > after,
    )
    return session.scalars(query.order_by(FrontierEntry.id).limit(limit)).all()


def _worst(session: Session, since: datetime, sight: Sight) -> dict[str | None, list[tuple[str, int]]]:
    count = func.count(FrontierEntry.id)
    rank = func.row_number().over(
        partition_by=FrontierEntry.cause, order_by=(count.desc(), FrontierEntry.host)
    )
    named = (FrontierEntry.cause, FrontierEntry.host)
    ranked = _failed(select(*named, count.label("count"), rank.label("rank")), since, sight).group_by(*named)
    table = ranked.subquery()
    query = select(table.c.cause, table.c.host, table.c.count).where(table.c.rank <= HOSTS)
    worst: dict[str | None, list[tuple[str, int]]] = defaultdict(list)
    for cause, host, number in session.execute(query.order_by(table.c.cause, table.c.rank)):
        worst[cause].append((host, number))
    return worst


def _failed(query: Select[*tuple[Any, ...]], since: datetime, sight: Sight) -> Select[*tuple[Any, ...]]:
    return query.join(Run, Run.id == FrontierEntry.run_id).where(
        Run.started_at >= since, seen_runs(sight), FrontierEntry.state == EntryState.FAILED
    )
