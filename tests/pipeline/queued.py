"""Addresses for tests of frontiers."""

import sqlalchemy as sa

from crawler.request import Request
from models.database import Database
from models.frontier import FrontierEntry
from pipeline.runs import RunOptions, begin
from tests.stores import Clock


def page(path: str, host: str = "shop.example", **fields: object) -> Request:
    return Request(url=f"http://{host}/{path}", **fields)  # type: ignore[arg-type]


def entries(store: Database) -> list[FrontierEntry]:
    with store.read() as session:
        return list(session.scalars(sa.select(FrontierEntry)))


def begin_run(store: Database, clock: Clock, seed: str = "http://shop.example/") -> int:
    with store.write() as session:
        run, _ = begin(session, [seed], RunOptions(), {}, clock())
        return run.id
