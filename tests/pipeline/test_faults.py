"""Whatever breaks a write off, nothing stored is lost or altered; what was being written is whole or absent.

A child process works on a copy of a store and is killed at its n-th write (a file that is opened for writing,
renamed, truncated or made, a statement, a commit), or finds that files can grow no further.
"""

import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.kept_store import (
    BEGUN,
    KeptStore,
    decide_all,
    kept_store,
    seal,
    shop_visit,
    take_photo,
    take_visits,
)
from exports.context import ExportContext
from exports.delivery import deliver
from exports.errors import ExportError
from exports.jsonl import JsonLinesExporter
from models.capture import Blob, Capture
from models.database import Database
from models.decision import Decision, Event
from models.errors import StoreError
from pipeline.backups.making import Places, back_up
from pipeline.errors import PipelineError
from pipeline.expiry import Expiry, Remover
from pipeline.forgetting import forget
from pipeline.keeping import read_policy
from pipeline.signing import load_key

WRITES = frozenset({"os.rename", "os.truncate", "os.mkdir", "os.chmod", "os.remove"})
PLACES = 4
"""At how many writes of each piece of work a child is killed."""
FAILED = 3

Work = Callable[[KeptStore, Database], None]


def work_visit(store: KeptStore, database: Database) -> None:
    take_visits(store, database, [shop_visit(7)])


def work_photo(store: KeptStore, database: Database) -> None:
    take_photo(store, database)


def work_decision(_store: KeptStore, database: Database) -> None:
    decide_all(database)


def work_seal(store: KeptStore, database: Database) -> None:
    seal(store, database, load_key(store.folder / "seal.pem"), BEGUN + timedelta(days=3))


def work_expiry(store: KeptStore, database: Database) -> None:
    policy = read_policy("unflagged=1,confirmed=1,photo=1")
    expiry = Expiry(policy=policy, actor="admin", now=BEGUN + timedelta(days=400))
    Remover(database, store.blobs, store.warc_folder).remove(expiry)


def work_forget(_store: KeptStore, database: Database) -> None:
    with database.write() as session:
        forget(session, "Караганда", reason="a request", actor="admin", now=BEGUN + timedelta(days=3))


def work_delivery(store: KeptStore, database: Database) -> None:
    context = ExportContext(
        now=BEGUN + timedelta(days=3),
        actor="dana",
        read_blob=store.blobs.get,
        read_records=lambda _record: (),
        people=1,
    )
    with database.write() as session:
        deliver(session, JsonLinesExporter(), store.folder / "handover", context)


def work_backup(store: KeptStore, database: Database) -> None:
    folder = store.folder / "kept"
    earlier = len([*folder.glob("backups/*")])
    places = Places(evidence=store.folder / "evidence", folders={})
    made = back_up(database, places, folder, "Mergen", BEGUN + timedelta(days=3, seconds=earlier))
    assert made.faults == ()


WORKS: tuple[Work, ...] = (
    *(work_visit, work_photo, work_decision, work_seal),
    *(work_expiry, work_forget, work_delivery, work_backup),
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptStore:
    return kept_store(tmp_path_factory.mktemp("kept"), visits=1)


@pytest.fixture
def copied(kept: KeptStore, tmp_path: Path) -> Callable[[], KeptStore]:
    def copy() -> KeptStore:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(kept.folder, tmp_path / "copy")
        return KeptStore(tmp_path / "copy")

    return copy


def holdings(store: KeptStore) -> dict[str, set[object]]:
    """What is in a store, by the keys of its rows."""
    with store.opened() as database, database.read() as session:
        keys = (Blob.sha256, Capture.id, Decision.id, Event.digest)
        return {str(key): set(session.scalars(sa.select(key))) for key in keys}


def in_child(store: KeptStore, work: Work, before: Callable[[Database], None]) -> int:
    """Do the work in a child process; gives its status as `os.waitpid` does."""
    child = os.fork()
    if child == 0:  # pragma: no cover - the child never comes back
        status = 0
        try:
            with store.opened() as database:
                before(database)
                work(store, database)
        except (ExportError, PipelineError, StoreError):
            status = FAILED
        except BaseException:  # noqa: BLE001 - a traceback in a child would be lost
            status = 1
        os._exit(status)
    return os.waitpid(child, 0)[1]


def counting(reached: Callable[[int], None]) -> Callable[[Database], None]:
    """Tells a child's writes to `reached`, counted from 1."""

    def before(database: Database) -> None:
        count = 0

        def write(*_arguments: object) -> None:
            nonlocal count
            count += 1
            reached(count)

        def audit(event: str, arguments: tuple[object, ...]) -> None:
            opened = (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            )
            if event in WRITES or opened:
                write()

        sys.addaudithook(audit)
        sa.event.listen(database.engine, "before_cursor_execute", write)
        sa.event.listen(database.engine, "commit", write)

    return before


def writes_of(store: KeptStore, work: Work) -> int:
    """How many writes the work takes."""
    reading, writing = os.pipe()

    def tell(_count: int) -> None:
        os.write(writing, b".")

    status = in_child(store, work, counting(tell))
    os.close(writing)
    assert status == 0
    with os.fdopen(reading, "rb") as file:
        return len(file.read())


def kill_at(number: int) -> Callable[[int], None]:
    def reached(count: int) -> None:
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return reached


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_a_kill_between_two_writes_loses_and_alters_nothing(
    copied: Callable[[], KeptStore], work: Work
) -> None:
    total = writes_of(copied(), work)
    assert total > 3
    for number in sorted({1 + total * place // PLACES for place in range(PLACES)} | {total}):
        store = copied()
        before = holdings(store)
        status = in_child(store, work, counting(kill_at(number)))
        assert os.WIFSIGNALED(status), f"write {number} of {total} was not reached"
        after = holdings(store)
        assert all(before[key] <= after[key] for key in before)
        assert store.faults() == [], f"killed at write {number} of {total}"
        assert in_child(store, work, lambda _database: None) == 0
        assert store.faults() == []


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
@pytest.mark.parametrize("size", [0, 300, 5_000])
def test_a_disk_that_takes_no_more_loses_and_alters_nothing(
    copied: Callable[[], KeptStore], work: Work, size: int
) -> None:
    store = copied()
    before = holdings(store)

    def fill(_database: Database) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    status = in_child(store, work, fill)
    assert os.waitstatus_to_exitcode(status) == FAILED
    after = holdings(store)
    assert all(before[key] <= after[key] for key in before)
    assert store.faults() == []


def test_two_writers_at_once_lose_and_alter_nothing(copied: Callable[[], KeptStore]) -> None:
    store = copied()
    children = []
    for first in (10, 20):
        child = os.fork()
        if child == 0:  # pragma: no cover - the child never comes back
            status = 1
            try:
                with store.opened() as database:
                    take_visits(store, database, [shop_visit(first + number) for number in range(4)])
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert store.faults() == []
    with store.opened() as database, database.read() as session:
        urls = set(session.scalars(sa.select(Capture.url)))
    assert {f"http://qala{first + number}.example/" for first in (10, 20) for number in range(4)} <= urls
