"""The custody log: chained, told of every row, refused changes, and checked (R5)."""

import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from benchmarks.kept_store import KeptStore, kept_store
from benchmarks.tampering import WAYS, Tamper, tampered
from models.capture import Capture
from models.custody import START, Link, Scene, event_digest
from models.database import Database
from models.decision import Decision, Event, Verdict
from models.guards import GUARDS, missing
from models.shop import Shop
from pipeline.checked import Checked
from pipeline.decisions import Judgement, decide
from pipeline.events import record
from pipeline.verify import Proofs, verify
from pipeline.witness import Witness, witnessed
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit
from tests.stores import Clock

SHOP = "http://vetka.example/"
TIMES = 6
"""For each of the ten ways; the benchmark `tamper` takes two hundred of each."""


def events(database: Database) -> list[Event]:
    with database.read() as session:
        return list(session.scalars(sa.select(Event).order_by(Event.number)))


def write_down(database: Database, clock: Clock, *subjects: str) -> None:
    with database.write() as session:
        for subject in subjects:
            record(session, "looked", ("shop", subject), actor="aigul", at=clock())


def test_r5_every_event_carries_the_digest_of_the_one_before(store: Database, clock: Clock) -> None:
    write_down(store, clock, "1", "2")
    write_down(store, clock, "3")
    found = events(store)
    assert [event.number for event in found] == [1, 2, 3]
    assert [event.previous for event in found] == [START, found[0].digest, found[1].digest]
    columns = sa.inspect(Event).column_attrs
    assert all(
        event.digest == event_digest({c.key: getattr(event, c.key) for c in columns}) for event in found
    )


def test_an_event_that_is_undone_leaves_no_gap(store: Database, clock: Clock) -> None:
    write_down(store, clock, "1")
    with pytest.raises(ZeroDivisionError), store.write() as session:
        record(session, "looked", ("shop", 2), actor="aigul", at=clock())
        session.flush()
        1 / 0  # noqa: B018
    write_down(store, clock, "3")
    assert [event.subject_id for event in events(store)] == ["1", "3"]
    assert [event.number for event in events(store)] == [1, 2]


def test_an_event_says_where_by_what_right_and_in_local_time(sqlite: Database, clock: Clock) -> None:
    scene = Scene(host="desk-3", zone=ZoneInfo("Asia/Almaty"), authority="Order 7")
    database = Database(str(sqlite.url), scene=scene)
    write_down(database, clock, "1")
    [event] = events(database)
    assert (event.host, event.authority, event.local) == ("desk-3", "Order 7", "2026-03-02T11:00:00+05:00")
    database.close()


def test_what_is_stored_while_the_store_is_verified_is_left_for_the_next_time(journey: Journey) -> None:
    journey.take(visit(SHOP, SHOP_TEXT))
    before = Counter(each.kind for each in whole(journey))
    with journey.database.read() as session:
        checks = verify(session, journey.blobs, journey.warc_folder)
        seen = [next(checks)]
        journey.anew().take(visit(SHOP, NEWS_TEXT))
        seen += checks
    assert [each.fault for each in seen if each.fault] == []
    assert Counter(each.kind for each in seen) == before
    assert Counter(each.kind for each in whole(journey))["record"] > before["record"]


def whole(journey: Journey) -> list[Checked]:
    with journey.database.read() as session:
        return list(verify(session, journey.blobs, journey.warc_folder))


def test_letters_that_no_database_holds_do_not_break_the_chain(journey: Journey, clock: Clock) -> None:
    with journey.database.write() as session:
        record(session, "looked", ("shop", "a\0b"), actor="x\ud800", at=clock(), note="c\0d", more="\udfff")
    with journey.database.read() as session:
        assert [
            each.fault for each in verify(session, journey.blobs, journey.warc_folder) if each.fault
        ] == []


def test_whatever_a_visit_stores_stands_in_the_log_and_verifies(journey: Journey) -> None:
    picture = image(f"{SHOP}code.png", code_png("https://t.me/suhaya_vetka_"))
    journey.take(visit(SHOP, SHOP_TEXT, images=(picture,)))
    told: Counter[str] = Counter()
    for event in events(journey.database):
        told.update({name: len(keys) for name, keys in event.rows.items()})
    assert told["captures"] == 2
    assert {"blobs", "findings", "images", "payloads", "warc_segments"} < set(told)
    with journey.database.read() as session:
        checked = list(verify(session, journey.blobs, journey.warc_folder))
    assert [each.fault for each in checked if each.fault] == []
    assert Counter(each.kind for each in checked)["row"] == sum(told.values())


def test_the_database_guards_every_table_of_originals_and_decisions(store: Database) -> None:
    with store.engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        assert {guard.table for guard in GUARDS} <= tables
        assert missing(connection) == []


def test_a_decision_and_its_event_cannot_be_changed_or_removed(store: Database, clock: Clock) -> None:
    with store.write() as session:
        shop = Shop(created_at=clock())
        session.add(shop)
        session.flush()
        decide(
            session,
            shop.id,
            Judgement(verdict=Verdict.REJECTED, reason="a library"),
            actor="aigul",
            now=clock(),
        )
    for table in (Decision, Event):
        for statement in (sa.delete(table), sa.update(table).values(id=100)):
            with pytest.raises(sa.exc.DBAPIError, match="stay as"), store.engine.begin() as connection:
                connection.execute(statement)
    with store.read() as session:
        assert session.scalars(sa.select(Decision.reason)).one() == "a library"


def test_a_capture_takes_a_screenshot_and_no_other_change(journey: Journey) -> None:
    journey.take(visit(SHOP, SHOP_TEXT))

    def change(**values: object) -> None:
        with journey.database.engine.begin() as connection:
            connection.execute(sa.update(Capture).values(values))

    with journey.database.read() as session:
        digest = session.scalars(sa.select(Capture.sha256)).one()
    change(screenshot_sha256=digest)
    for name, value in (("sha256", "0" * 64), ("url", "http://other.example/"), ("headers", [])):
        with pytest.raises(sa.exc.DBAPIError, match="stay as they are"):
            change(**{name: value})


def test_a_store_whose_triggers_are_gone_is_told_of(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_decisions_update")
    with sqlite.read() as session:
        [fault] = [each.fault for each in verify(session, None, tmp_path) if each.fault]  # type: ignore[arg-type]
    assert "decisions" in fault
    assert "mergen init" in fault


def test_a_witness_contradicts_a_log_whose_end_is_gone(
    sqlite: Database, tmp_path: Path, clock: Clock
) -> None:
    witness = Witness(tmp_path / "custody", "desk 3")
    database = Database(str(sqlite.url), witness=witness)
    write_down(database, clock, "1", "2")
    assert [link.number for _, link in witnessed(tmp_path / "custody")] == [1, 2]
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_events_delete")
        connection.exec_driver_sql("DELETE FROM events WHERE number = 2")
    database.migrate()
    with database.read() as session:
        proofs = Proofs(witness_folder=tmp_path / "custody")
        faults = [each.fault for each in verify(session, None, tmp_path, proofs) if each.fault]  # type: ignore[arg-type]
    assert any("desk_3.custody saw event 2" in fault for fault in faults)
    database.close()


def test_a_witness_that_could_not_write_catches_up(tmp_path: Path) -> None:
    (tmp_path / "custody").write_text("in the way")
    witness = Witness(tmp_path / "custody", "desk")
    witness([Link(1, "a" * 64)])
    (tmp_path / "custody").unlink()
    witness([Link(2, "b" * 64)])
    assert [link.number for _, link in witnessed(tmp_path / "custody")] == [1, 2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptStore:
    return kept_store(tmp_path_factory.mktemp("kept"), visits=2)


def test_a_store_that_nobody_touched_verifies(kept: KeptStore) -> None:
    assert kept.faults() == []
    assert {"event", "row", "blob", "record", "segment", "seal", "witness"} <= {
        c.kind for c in kept.checked()
    }


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_tampering_is_found(kept: KeptStore, tmp_path: Path, way: Tamper) -> None:
    lot = Random(way.__name__)
    for _ in range(TIMES):
        copy, what = tampered(kept, tmp_path / "copy", way, lot)
        assert copy.faults(), f"not found: {what}"
    shutil.rmtree(tmp_path / "copy")


def test_the_first_broken_link_is_named_first(kept: KeptStore, tmp_path: Path) -> None:
    shutil.copytree(kept.folder, tmp_path / "copy")
    copy = KeptStore(tmp_path / "copy")
    with copy.opened() as database, database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_events_update")
        connection.execute(sa.update(Event).where(Event.number.in_((9, 4))).values(actor="nobody"))
    faults = [fault for fault in copy.faults() if "Event" in fault]
    assert faults[0].startswith("Event 4 (")
    assert "altered" in faults[0]


SPOILT = (
    ("captures", "handling", "rowid = 1", "captures 1"),
    ("captures", "fetched_at", "rowid = 2", "captures 2"),
    ("events", "detail", "number = 4", "Event 4"),
    ("events", "at", "number = 5", "Event 5"),
    ("seals", "sealed_at", "rowid = 1", "seals 1"),
)


@pytest.mark.parametrize(("table", "column", "where", "named"), SPOILT)
def test_a_value_that_no_mergen_wrote_is_named_and_ends_no_check(
    kept: KeptStore, tmp_path: Path, table: str, column: str, where: str, named: str
) -> None:
    shutil.copytree(kept.folder, tmp_path / "copy")
    copy = KeptStore(tmp_path / "copy")
    with copy.opened() as database, database.engine.begin() as connection:
        for (trigger,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = 'x' WHERE {where}")  # noqa: S608
    assert [fault for fault in copy.faults() if named in fault]
    assert {"blob", "record", "segment"} <= {checked.kind for checked in copy.checked()}


def test_a_clock_that_was_set_back_breaks_nothing(journey: Journey, clock: Clock) -> None:
    write_down(journey.database, clock, "1")
    clock.now -= timedelta(days=400)
    write_down(journey.database, clock, "2")
    with journey.database.read() as session:
        assert [c.fault for c in verify(session, journey.blobs, journey.warc_folder) if c.fault] == []
