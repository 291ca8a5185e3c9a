"""Backups: made under load, sharing what has not changed, brought back whole or not at all."""

import shutil
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.capture import Capture
from models.database import Database
from models.decision import Event
from models.keeping import Removal
from models.shop import Shop
from pipeline.backups.making import Made, Places, back_up
from pipeline.backups.manifest import Manifest, Stored, manifests, read_manifest, write_manifest
from pipeline.backups.restoring import Restored, content_of, restore
from pipeline.backups.shelf import Shelf
from pipeline.errors import BackupDamaged, StoreInUse
from pipeline.events import record
from pipeline.verify import Proofs, verify
from pipeline.witness import Witness
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png, image, visit
from tests.stores import Clock, postgres_store

SHOP = "http://vetka.example/"


class Office:
    """A store with a shop's page and an image, and the folder of its backups."""

    def __init__(self, journey: Journey, folder: Path) -> None:
        self.journey = journey
        self.folder = folder / "backups"
        evidence, models = journey.warc_folder.parent, folder / "models"
        self.places = Places(evidence=evidence, folders={"models": models})
        models.mkdir()
        (models / "model.npz").write_bytes(b"a model")
        journey.take(visit(SHOP, SHOP_TEXT, (image(f"{SHOP}1.png", code_png("one")),)))

    def back_up(self) -> Made:
        self.journey.clock.pass_(hours=1)
        return back_up(self.journey.database, self.places, self.folder, "Mergen", self.journey.clock())

    def restore(self, *, name: str | None = None, replace: bool = False) -> Restored:
        clock = self.journey.clock
        return restore(self.journey.database, self.places, self.folder, clock(), name=name, replace=replace)

    def destroy(self) -> None:
        database = self.journey.database
        shutil.rmtree(self.places.evidence)
        shutil.rmtree(self.places.folders["models"])
        database.close()
        if database.is_sqlite:
            for path in Path(str(database.url.database)).parent.glob("mergen.db*"):
                path.unlink()
        else:
            with database.rows() as connection:
                connection.execute(sa.text("DROP SCHEMA public CASCADE"))
                connection.execute(sa.text("CREATE SCHEMA public"))

    def urls(self) -> set[str]:
        with self.journey.database.read() as session:
            return set(session.scalars(sa.select(Capture.url)))

    def faults(self) -> list[str]:
        with self.journey.database.read() as session:
            checked = verify(session, self.journey.blobs, self.journey.warc_folder)
            return [each.fault for each in checked if each.fault]

    def pieces(self) -> set[Path]:
        return {path for path in (self.folder / "pieces").glob("??/*") if path.is_file()}


@pytest.fixture
def office(journey: Journey, tmp_path: Path) -> Office:
    """On each database, its folders apart from those of the tests."""
    return _office(journey, tmp_path)


@pytest.fixture
def local_office(local_journey: Journey, tmp_path: Path) -> Office:
    return _office(local_journey, tmp_path)


def _office(journey: Journey, tmp_path: Path) -> Office:
    journey.warc_folder = tmp_path / "evidence" / "warc"
    journey.blobs.root = tmp_path / "evidence" / "blobs"
    return Office(journey.anew(), tmp_path)


def test_the_drill_made_under_load_and_destroyed_the_store_comes_back_with_all_that_was_committed(
    office: Office,
) -> None:
    stop, stored = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set() and number < 200:
            number += 1
            office.journey.take(visit(f"http://n{number}.example/", f"{NEWS_TEXT} {number}"))
            stored.set()

    writer = threading.Thread(target=write)
    writer.start()
    stored.wait(30)
    committed = office.urls()
    made = office.back_up()
    stop.set()
    writer.join()
    before = (office.places.folders["models"] / "model.npz").read_bytes()
    office.destroy()

    restored = office.restore()

    assert (made.faults, restored.aside) == ((), ())
    assert office.faults() == []
    assert committed <= office.urls()
    assert (office.places.folders["models"] / "model.npz").read_bytes() == before
    office.journey.anew().take(visit("http://after.example/", NEWS_TEXT))  # numbers go on after the last
    assert "http://after.example/" in office.urls()


def test_a_second_backup_copies_only_what_is_new(local_office: Office) -> None:
    first = local_office.back_up()
    pieces = local_office.pieces()
    assert local_office.back_up().copied == 0
    assert local_office.pieces() == pieces

    local_office.journey.take(visit("http://new.example/", NEWS_TEXT))
    third = local_office.back_up()

    assert 0 < third.copied < first.size
    [newest] = manifests(local_office.folder / "backups")[-1:]
    archives = read_manifest(newest).of("warc").values()
    assert [len(each.pieces) for each in archives] == [2]
    local_office.destroy()
    local_office.restore()
    assert (local_office.faults(), "http://new.example/" in local_office.urls()) == ([], True)


def test_an_earlier_backup_comes_back_as_it_was(local_office: Office) -> None:
    first = local_office.back_up()
    local_office.journey.take(visit("http://new.example/", NEWS_TEXT))
    local_office.back_up()
    local_office.destroy()

    local_office.restore(name=first.name)

    assert (local_office.faults(), "http://new.example/" in local_office.urls()) == ([], False)


def test_a_store_with_content_is_left_alone_unless_told_and_then_moved_aside(office: Office) -> None:
    made = office.back_up()
    office.journey.take(visit("http://new.example/", NEWS_TEXT))

    with pytest.raises(StoreInUse, match=rf"captures.*files in .*{made.name}.*--replace"):
        office.restore()
    assert "http://new.example/" in office.urls()

    restored = office.restore(replace=True)

    assert (office.faults(), "http://new.example/" in office.urls()) == ([], False)
    assert [path for path in restored.aside if not path.exists()] == []
    assert any(path.name.startswith("evidence.before-") for path in restored.aside)


def test_a_store_that_was_only_initialised_has_nothing_to_lose(local_office: Office) -> None:
    local_office.back_up()
    local_office.destroy()
    database = local_office.journey.database
    database.migrate()
    with database.write() as session:
        session.add(
            Event(
                at=local_office.journey.clock(), actor="a", kind="migrated", subject="store", subject_id="s"
            )
        )

    assert content_of(database, local_office.places) == ""
    local_office.restore()
    assert local_office.urls() == {SHOP, f"{SHOP}1.png"}


@pytest.mark.parametrize("harm", ["piece gone", "piece altered", "manifest torn", "manifest altered"])
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_changed(
    local_office: Office, harm: str
) -> None:
    local_office.back_up()
    [manifest] = manifests(local_office.folder / "backups")
    piece = min(local_office.pieces())
    for path in (piece, manifest):
        path.chmod(0o640)
    if harm == "piece gone":
        piece.unlink()
    elif harm == "piece altered":
        piece.write_bytes(piece.read_bytes()[:-1] + b"x")
    elif harm == "manifest torn":
        manifest.write_bytes(manifest.read_bytes()[:-100])
    else:
        manifest.write_bytes(manifest.read_bytes().replace(b"blobs", b"blubs"))

    with pytest.raises(BackupDamaged):
        local_office.restore(replace=True)

    assert (local_office.faults(), local_office.urls()) == ([], {SHOP, f"{SHOP}1.png"})


def test_old_backups_go_with_the_pieces_that_nobody_else_has(local_office: Office) -> None:
    """What had to be removed from the store must not stay in backups for ever."""
    blobs = local_office.journey.blobs
    first, *_ = blobs.digests()
    local_office.back_up()
    blobs.path(first).unlink()
    with local_office.journey.database.write() as session:
        clock = local_office.journey.clock
        gone = {"kind": "blob", "name": first, "sha256": first, "size": 1, "reason": "retention"}
        session.add(Removal(**gone, removed_at=clock(), removed_by="a"))  # type: ignore[arg-type]
    assert local_office.back_up().faults == ()
    shelf = Shelf(local_office.folder)
    assert shelf.has(first)

    assert shelf.forget(5) == 0
    assert shelf.forget(1) == 1

    assert not shelf.has(first)
    local_office.destroy()
    local_office.restore()
    assert local_office.faults() == []


def test_nothing_is_taken_out_while_a_list_that_stays_cannot_be_read(local_office: Office) -> None:
    local_office.back_up()
    local_office.back_up()
    newest = manifests(local_office.folder / "backups")[-1]
    newest.write_bytes(newest.read_bytes()[:-100])

    with pytest.raises(BackupDamaged):
        Shelf(local_office.folder).forget(1)
    assert len(manifests(local_office.folder / "backups")) == 2


def test_what_the_store_has_damaged_is_told_and_all_else_is_kept(local_office: Office) -> None:
    blobs = local_office.journey.blobs
    first, *rest = blobs.digests()
    blobs.path(first).chmod(0o640)
    blobs.path(first).write_bytes(b"altered")

    made = local_office.back_up()

    assert made.faults == (f"Blob {first} was altered after it was stored",)
    [manifest] = manifests(local_office.folder / "backups")
    assert set(read_manifest(manifest).of("blobs")) == set(rest)
    blobs.path(first).unlink()
    assert local_office.back_up().faults == (f"Blob {first} is missing",)


def test_a_record_that_is_being_written_is_left_for_the_next_backup(local_office: Office) -> None:
    [archive] = local_office.journey.warc_folder.glob("*.warc.gz")
    whole = archive.stat().st_size
    written = archive.read_bytes()
    record = written[-600:]
    with archive.open("ab") as file:
        file.write(written[:50])

    assert local_office.back_up().faults == ()

    def kept() -> int:
        [stored] = read_manifest(manifests(local_office.folder / "backups")[-1]).of("warc").values()
        return stored.size

    assert (kept(), len(record)) == (whole, 600)
    with archive.open("ab") as file:
        file.write(written[50:])
    local_office.back_up()
    assert kept() == 2 * whole


def test_an_archive_that_was_cut_off_is_told(local_office: Office) -> None:
    local_office.back_up()
    [archive] = local_office.journey.warc_folder.glob("*.warc.gz")
    size = archive.stat().st_size
    with archive.open("r+b") as file:
        file.truncate(size - 300)

    assert f"{archive.name} has {size - 300} bytes, and had {size}" in local_office.back_up().faults[0]


def test_a_store_on_sqlite_comes_back_on_postgresql(local_office: Office, postgres_url: str) -> None:
    """Rows of every type, and rows that point to later ones of their own table."""
    journey = local_office.journey
    with journey.database.write() as session:
        first, second = Shop(created_at=journey.clock()), Shop(created_at=journey.clock())
        session.add_all([first, second])
        session.flush()
        first.merged_into = second.id
    local_office.back_up()
    shutil.rmtree(local_office.places.evidence)
    shutil.rmtree(local_office.places.folders["models"])

    with postgres_store(postgres_url) as database:
        journey.database, lost = database, journey.database
        local_office.restore()
        assert local_office.faults() == []
        with lost.read() as old, database.read() as new:
            rows = sa.select(Capture).order_by(Capture.id)
            before, after = old.scalars(rows).all(), new.scalars(rows).all()
            merged = new.scalars(sa.select(Shop.merged_into).order_by(Shop.id)).all()
        assert list(map(repr, before)) == list(map(repr, after))
        assert merged[-2:] == [second.id, None]


@pytest.mark.parametrize("name", ["blobs/../../x", "/etc/x", "x", "blobs/.."])
def test_a_backup_cannot_name_a_place_outside_the_store(tmp_path: Path, name: str) -> None:
    stored = Stored(name=name, size=0, pieces=())
    manifest = Manifest(name="m", made_at="", software="", revision="", files=(stored,))
    write_manifest(tmp_path, manifest)

    with pytest.raises(BackupDamaged, match="no name of a file"):
        read_manifest(tmp_path / "m.jsonl")


def test_without_a_backup_there_is_nothing_to_restore(sqlite: Database, tmp_path: Path, clock: Clock) -> None:
    places = Places(evidence=tmp_path / "evidence", folders={})
    with pytest.raises(BackupDamaged, match="There is no backup"):
        restore(sqlite, places, tmp_path / "none", clock(), replace=False)


def test_a_witness_comes_back_with_the_log_that_it_saw(local_office: Office) -> None:
    office, witness = local_office, Witness(local_office.places.custody, "desk")
    database = Database(str(office.journey.database.url), witness=witness)
    with database.write() as session:
        record(session, "looked", ("shop", 1), actor="aigul", at=office.journey.clock())
    database.close()
    lines = witness.path.read_bytes()
    witness.path.write_bytes(lines + b"9 4f")  # somebody writes at this moment
    office.back_up()
    office.destroy()

    office.restore()

    assert witness.path.read_bytes() == lines
    with office.journey.database.read() as session:
        proofs = Proofs(witness_folder=office.places.custody)
        checked = list(verify(session, office.journey.blobs, office.journey.warc_folder, proofs))
    assert [each.fault for each in checked if each.fault] == []
    assert [each.name for each in checked if each.kind == "witness"]
