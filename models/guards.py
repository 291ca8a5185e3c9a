"""What the database itself refuses: changing or removing evidence, decisions and the custody log.

Triggers on SQLite and PostgreSQL. They do not stop whoever owns the database from dropping them; `missing`
finds that, and the custody log finds what was changed then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

FUNCTION = "mergen_refuse"
_PREFIX = "guard_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A table whose rows stay. None of its columns changes, or, where they are named, only those not in
    `fixed`; those in `once` may be filled and then stay too."""

    table: str
    fixed: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


CAPTURE = (
    "id",
    "run_id",
    "url",
    "final_url",
    "status",
    "media_type",
    "via",
    "fetched_at",
    "sha256",
    "headers",
    "request_headers",
    "hops",
    "ip_address",
    "certificate_sha256",
    "tls_error",
    "protocol",
    "certificates",
    "warc_file",
    "warc_offset",
    "warc_length",
)
GUARDS: tuple[Guard, ...] = (
    Guard(table="events"),
    Guard(table="decisions"),
    Guard(table="blobs"),
    Guard(table="warc_segments"),
    Guard(table="revisits"),
    Guard(table="seals"),
    Guard(table="timestamps"),
    Guard(table="removals"),
    Guard(table="captures", fixed=CAPTURE),
    Guard(table="photos", fixed=("id", "sha256", "received_at"), once=("latitude", "longitude")),
)


def guard(connection: sa.Connection) -> None:
    """Let the database refuse, wherever the tables are there."""
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.exec_driver_sql(_POSTGRES_FUNCTION)
    for name, statement in _triggers(connection):
        if postgres:
            connection.exec_driver_sql(f"CREATE OR REPLACE TRIGGER {name} {statement}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {statement}")


def unguard(connection: sa.Connection) -> None:
    """Let the database take changes: for migrations, in the transaction that ends with `guard`."""
    for name, table in _present(connection):
        where = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}{where}")


def missing(connection: sa.Connection) -> list[str]:
    """The tables that the database does not guard as it should."""
    present = {name for name, _ in _present(connection)}
    return sorted({table for table, name in _wanted(connection) if name not in present})


def _wanted(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    known = set(sa.inspect(connection).get_table_names())
    for each in GUARDS:
        if each.table in known:
            for change in ("update", "delete"):
                yield each.table, f"{_PREFIX}{each.table}_{change}"


def _triggers(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """The names of the triggers and what comes after them in CREATE TRIGGER."""
    postgres = connection.dialect.name == "postgresql"
    known = set(sa.inspect(connection).get_table_names())
    for each in GUARDS:
        if each.table not in known:
            continue
        refusal = f"rows of {each.table} are evidence and stay as they are"
        for change in ("update", "delete"):
            changed = _changed(_there(each, connection), postgres=postgres) if change == "update" else ""
            when = f" WHEN ({changed})" if changed else ""
            action = (
                f"EXECUTE FUNCTION {FUNCTION}('{refusal}')"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
            rows = f"BEFORE {change.upper()} ON {each.table} FOR EACH ROW{when} {action}"
            yield f"{_PREFIX}{each.table}_{change}", rows


def _there(each: Guard, connection: sa.Connection) -> Guard:
    """The guard without columns that a store of an earlier revision has not."""
    known = {column["name"] for column in sa.inspect(connection).get_columns(each.table)}
    fixed, once = (tuple(name for name in names if name in known) for names in (each.fixed, each.once))
    return replace(each, fixed=fixed, once=once)


def _changed(each: Guard, *, postgres: bool) -> str:
    """The condition under which an update is refused; empty for every one."""
    # JSON has no equality in PostgreSQL.
    differs = (
        '(OLD."{0}")::text IS DISTINCT FROM (NEW."{0}")::text' if postgres else 'OLD."{0}" IS NOT NEW."{0}"'
    )
    tests = [differs.format(column) for column in each.fixed]
    tests += [f'(OLD."{column}" IS NOT NULL AND {differs.format(column)})' for column in each.once]
    return " OR ".join(tests)


def _present(connection: sa.Connection) -> list[tuple[str, str]]:
    """The names and tables of the triggers that are there."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema()"
        )
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    found = connection.exec_driver_sql(query)
    return [(name, table) for name, table in found if name.startswith(_PREFIX)]


_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$
"""
