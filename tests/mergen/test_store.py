"""`mergen init`, `user`, and what every command says of a store that it cannot use."""

import sqlite3
from contextlib import closing

import pytest

from tests.mergen.command import Mergen


def test_init_creates_the_store_and_a_second_time_changes_nothing(bare: Mergen) -> None:
    first, second = bare("init", "--json"), bare("init", "--json")
    assert (first.status, second.status, first.err + second.err) == (0, 0, "")
    assert first.record == {
        "store": "sqlite:///var/mergen.db",
        "changed": True,
        "evidence": "var/evidence",
    }
    assert second.record["changed"] is False
    with closing(sqlite3.connect(bare.folder / "var/mergen.db")) as store:
        assert store.execute("select count(*) from events where kind = 'migrated'").fetchone() == (1,)


def test_another_store_is_named_in_the_environment(bare: Mergen) -> None:
    other = bare.with_settings(MERGEN_DATABASE_URL="sqlite:///other/place.db")
    assert other("init", "--json").record["store"] == "sqlite:///other/place.db"
    assert (bare.folder / "other/place.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("crawl", "http://shop.example/"),
        ("target", "list"),
        ("run", "--once"),
        ("serve",),
    ],
)
def test_without_a_store_a_command_says_how_to_make_one(bare: Mergen, words: tuple[str, ...]) -> None:
    answer = bare(*words)
    assert (answer.status, answer.out) == (1, "")
    assert "There is no store at var/mergen.db. Run: mergen init" in answer.message


@pytest.mark.parametrize("command", ["init", "findings"])
def test_a_store_from_a_newer_version_is_left_alone(mergen: Mergen, command: str) -> None:
    path = mergen.folder / "var/mergen.db"
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("update alembic_version set version_num = 'ffff00000000'")
    before = path.read_bytes()
    answer = mergen(command)
    assert answer.status == 1
    assert "ffff00000000, which this Mergen does not know" in answer.message
    assert "Install that version; nothing was changed." in answer.message
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["init", "findings", "verify"])
def test_an_encrypted_store_is_named_as_such(mergen: Mergen, command: str) -> None:
    path = mergen.folder / "var/mergen.db"
    path.write_bytes(bytes((7 * number) % 251 for number in range(8192)))
    answer = mergen(command)
    assert (answer.status, answer.out) == (1, "")
    assert "the file is not an SQLite database, or it is encrypted" in answer.message


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://office@host/mergen", "Mergen stores in SQLite or PostgreSQL, not in 'mysql'"),
        ("no address", "MERGEN_DATABASE_URL is not a database address"),
        ("postgresql+psycopg://office@127.0.0.1:9/mergen", "The store at postgresql+psycopg://office@"),
        ("sqlite:////proc/nowhere/mergen.db", "Cannot create the folder /proc/nowhere"),
    ],
)
def test_a_store_that_cannot_be_opened_is_named(bare: Mergen, url: str, said: str) -> None:
    answer = bare.with_settings(MERGEN_DATABASE_URL=url)("init")
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.message
    assert "Traceback" not in answer.err


def test_a_setting_that_cannot_be_used_is_named(bare: Mergen) -> None:
    answer = bare.with_settings(MERGEN_LANGUAGE="fr", MERGEN_OBEY_ROBOTS="perhaps")("init")
    assert answer.status == 1
    assert "MERGEN_LANGUAGE" in answer.message
    assert "MERGEN_OBEY_ROBOTS" in answer.message


def test_a_person_is_added_once_and_a_weak_password_is_refused(mergen: Mergen) -> None:
    words = ("user", "add", "aigul", "--role", "reviewer", "--password-stdin", "--json")
    assert mergen(*words, given="long-enough-words\n").record == {"name": "aigul", "role": "reviewer"}
    again = mergen(*words, given="long-enough-words\n")
    assert again.status == 1
    assert "aigul" in again.message
    weak = mergen("user", "add", "bolat", "--password-stdin", given="123\n")
    assert weak.status == 1
    assert "password" in weak.message
    assert mergen("user", "password", "aigul", "--password-stdin", given="other-long-words\n").status == 0
    unasked = mergen("user", "add", "bolat")
    assert unasked.status == 1
    assert "use --password-stdin" in unasked.message
