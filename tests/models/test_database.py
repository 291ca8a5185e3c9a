import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from models.database import Database, alembic_config, revisions
from models.decision import Event
from models.errors import StoreMissing, StoreNewer, StoreUnavailable
from models.image import Image, Photo
from tests.stores import Clock


def test_a_store_is_created_once_and_then_left_alone(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/mergen.db")
    assert database.migrate() is True
    assert database.migrate() is False
    database.check()


def test_models_and_migrations_describe_the_same_tables(store: Database) -> None:
    with store.engine.connect() as connection:
        config = alembic_config(str(store.url))
        config.attributes["connection"] = connection
        command.check(config)


def test_the_names_of_the_migrations_are_alembics_own_order(sqlite: Database) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(str(sqlite.url)))
    assert revisions() == [script.revision for script in scripts.walk_revisions()][::-1]


def test_migrations_can_be_undone(sqlite: Database) -> None:
    with sqlite.engine.begin() as connection:
        config = alembic_config(str(sqlite.url))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert sqlite.revision() is None


def test_photos_of_an_older_store_stay_when_it_is_brought_up_to_date(store: Database) -> None:
    def move(change: str, revision: str) -> None:
        with store.engine.begin() as connection:
            config = alembic_config(str(store.url))
            config.attributes["connection"] = connection
            getattr(command, change)(config, revision)

    move("downgrade", "0001")
    digest, at = "a" * 64, datetime(2026, 3, 2, tzinfo=UTC)
    blob = {"sha256": digest, "size": 1, "media_type": "", "kind": "photo", "stored_at": at}
    image = {"sha256": digest, "width": 1, "height": 1, "reader": "", "read_at": at, "text": ""}
    photo = {"sha256": digest, "file_name": "", "received_at": at, "note": "", "sender": ""}
    with store.engine.begin() as connection:
        for name, row in (("blobs", blob), ("images", image), ("photos", {**photo, "latitude": 49.8})):
            columns: list[sa.ColumnClause[object]] = [sa.column(column) for column in row]
            connection.execute(sa.insert(sa.table(name, *columns)).values(row))
    move("upgrade", "head")
    with store.read() as session:
        kept = session.execute(
            sa.select(Photo.latitude, Photo.camera_latitude, Photo.near, Photo.phash)
        ).one()
        seen = session.execute(sa.select(Image.unread, Image.failures, Image.hints)).one()
    assert tuple(kept) == (49.8, None, [], None)
    assert tuple(seen) == ([], [], [])


def test_a_missing_store_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="mergen init"):
        Database(f"sqlite:///{tmp_path}/none.db").check()


def test_a_store_from_a_newer_version_is_refused_and_unchanged(sqlite: Database) -> None:
    with sqlite.write() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (sqlite.check, sqlite.migrate):
        with pytest.raises(StoreNewer, match="newer"):
            attempt()
    assert sqlite.revision() == "9999"


def test_an_encrypted_or_foreign_file_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "mergen.db").write_bytes(b"not a database at all, or an encrypted one" * 100)
    with pytest.raises(StoreUnavailable, match="not an SQLite database"):
        Database(f"sqlite:///{tmp_path}/mergen.db").check()


def test_an_unreachable_server_is_a_clear_error() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/mergen")
    with pytest.raises(StoreUnavailable, match="nobody@"):
        database.check()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db"])
def test_an_address_that_is_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        Database(url)


def test_instants_keep_their_moment_whatever_zone_they_come_in(store: Database) -> None:
    almaty = datetime(2026, 3, 2, 11, 0, tzinfo=timezone(timedelta(hours=5)))
    with store.write() as session:
        session.add(Event(at=almaty, actor="a", kind="k", subject="s", subject_id="1"))
    with store.read() as session:
        assert session.scalars(sa.select(Event.at)).one() == datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def test_an_instant_without_a_zone_is_refused(sqlite: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="no time zone"), sqlite.write() as session:
        session.add(Event(at=datetime(2026, 3, 2), actor="a", kind="k", subject="s", subject_id="1"))  # noqa: DTZ001


def test_a_write_that_fails_leaves_nothing(store: Database, clock: Clock) -> None:
    with pytest.raises(RuntimeError), store.write() as session:
        session.add(Event(at=clock(), actor="a", kind="k", subject="s", subject_id="1"))
        session.flush()
        raise RuntimeError
    with store.read() as session:
        assert session.scalars(sa.select(sa.func.count(Event.id))).one() == 0


def test_a_brief_read_leaves_the_connection_as_it_was(store: Database, clock: Clock) -> None:
    """The same connection is lent on: to one who streams, and to one whose work is to be undone."""
    for number in range(3):
        with store.write() as session:
            session.add(Event(at=clock(), actor="a", kind="k", subject="s", subject_id=str(number)))
        with store.read(briefly=True) as session:
            assert session.scalar(sa.select(sa.func.count(Event.id))) == number + 1
        with store.read() as session:
            numbers = sa.select(Event.id).execution_options(yield_per=2)
            assert len(list(session.scalars(numbers))) == number + 1
    with pytest.raises(RuntimeError), store.write() as session:
        session.add(Event(at=clock(), actor="a", kind="k", subject="s", subject_id="3"))
        session.flush()
        raise RuntimeError
    with store.read(briefly=True) as session:
        assert session.scalar(sa.select(sa.func.count(Event.id))) == 3


def test_a_full_disk_is_named_and_what_was_stored_stays(sqlite: Database, clock: Clock) -> None:
    with sqlite.write() as session:
        session.add(Event(at=clock(), actor="a", kind="k", subject="s", subject_id="1"))
    with sqlite.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    sqlite.close()
    sa.event.listen(sqlite.engine, "connect", limit)
    with pytest.raises(StoreUnavailable, match="disk is full"), sqlite.write() as session:
        for number in range(1000):
            event = Event(at=clock(), actor="a" * 1000, kind="k", subject="s", subject_id=str(number))
            session.add(event)
    with sqlite.read() as session:
        assert session.scalars(sa.select(Event.subject_id)).all() == ["1"]


def test_a_read_only_store_is_named(tmp_path: Path) -> None:
    with_store = Database(f"sqlite:///{tmp_path}/mergen.db")
    with_store.migrate()
    with_store.close()
    read_only = Database(f"sqlite:///file:{tmp_path}/mergen.db?mode=ro&uri=true")
    with pytest.raises(StoreUnavailable, match="read-only"), read_only.write() as session:
        session.execute(sa.text("DELETE FROM events"))
