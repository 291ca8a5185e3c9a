"""The end of a crawl, where what was handed over is judged, on a store that others use."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from exports.handed import hand_over
from models.database import Database
from models.handover import Handover
from models.queue import ShopCard
from models.run import RunState
from pipeline.account import Account
from pipeline.blobs import FolderBlobs
from pipeline.crawling import _end
from pipeline.events import record
from pipeline.faces import FaceState
from pipeline.rechecks import judge
from tests.pipeline.conftest import Journey
from tests.pipeline.handed import (
    dated,
    notice,
    sent_shop,
    states,
    told,
)
from tests.review.factory import Street


def test_the_end_of_a_crawl_asks_as_little_however_many_shops_are_half_blocked(
    store: Database, tmp_path: Path
) -> None:
    with store.write() as session:
        street = Street(session, FolderBlobs(tmp_path))
        for number in range(6):
            street.shop(f"a{number}.example", f"b{number}.example")
    asked: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append(str(call[2])))
    counts = []
    for handed in (1, 6):
        with store.write() as session:
            hand_over(session, [f"a{number}.example" for number in range(handed)], street.at)
            session.execute(sa.update(Handover).values(blocked_at=street.at))
            asked.clear()
            judge(session, street.run.id, street.at)
            counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_the_end_of_a_crawl_is_written_down_though_another_transaction_is_in_its_way(
    journey: Journey,
) -> None:
    """PostgreSQL ends one of two that wait for each other: here it is the one that ends the crawl."""
    sent, shop = sent_shop(journey).anew(), sa.select(ShopCard).where(ShopCard.shop_id == 1)
    sent.take(dated(sent, notice()))
    waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with sent.database.write() as session:
            session.execute(sa.text("SET LOCAL deadlock_timeout = '60s'"))
            session.execute(shop.with_for_update())
            ended = pool.submit(_end, sent.run_id, RunState.FINISHED, Account(), "", sent.tools(sent.run_id))
            while not session.scalar(waits):
                time.sleep(0.05)
            record(session, "looked", ("shop", 1), actor="aigul", at=sent.clock())
        ended.result(30)
    assert states(sent) == [FaceState.BLOCKED]
    assert told(sent, "blocked", "looked") == ["looked", "blocked"]
