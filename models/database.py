"""Opening the store: SQLite by default, PostgreSQL for teams."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from models.custody import UNSTORABLE, Link, Scene, linked, opened
from models.dossier import account_for, adopt
from models.errors import StoreError, StoreMissing, StoreNewer, StoreOutdated, StoreUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30.0
ATTEMPTS = 5
# PostgreSQL undid the transaction so that another could go on: it is to be done again.
UNDONE = ("40P01", "40001")
CUSTODY = "0040"
"""The migration from which on evidence is told to the custody log."""

T = TypeVar("T")


class Database:
    """A store that is open.

    `read()` gives a session that writes nothing; `write()` one whose work is committed as a whole when
    the block ends and undone when it raises. On SQLite a writer takes the write lock at its start, so
    that two writers wait for each other instead of failing half-way. A character that no database holds
    (NUL, half a surrogate pair) is stored, and asked for, as U+FFFD. What was written to evidence is told to
    the custody log when the block ends; `witness` hears of each event that was committed. With `token`, the
    events say that a program wrote them for a person (`models.custody.Scene`).
    """

    def __init__(
        self, url: str, *, scene: Scene | None = None, witness: Callable[[Sequence[Link]], None] | None = None
    ) -> None:
        self.url = _parsed(url)
        self._scene = scene or Scene()
        self._witness = witness
        self.engine = _engine(self.url)
        self._writing = self.engine.execution_options(mergen_writes=True)
        # SQLite's transactions take no way, and one query of a page then sees what the other saw.
        brief = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._brief = self.engine.execution_options(**brief)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self, *, briefly: bool = False) -> Iterator[Session]:
        """With `briefly`, PostgreSQL is asked without a transaction around, whose beginning and end take as
        long as a short question. Nothing can be streamed then."""
        engine = self._brief if briefly else self.engine
        with _clear_errors(self.url), Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, token: str = "") -> Iterator[Session]:
        scene = replace(self._scene, token=token)
        with (
            _clear_errors(self.url),
            Session(self._writing, expire_on_commit=False, info=opened(scene)) as session,
        ):
            with session.begin():
                yield session
                account_for(session)
            if self._witness is not None and linked(session):
                self._witness(linked(session))

    def transact(self, work: Callable[[Session], T]) -> T:
        """Do `work` in a `write()` of its own; again from its start if PostgreSQL undid it because it and
        another transaction waited for each other."""
        for _ in range(ATTEMPTS - 1):
            try:
                with self.write() as session:
                    return work(session)
            except StoreUnavailable as error:
                if _state(error) not in UNDONE:
                    raise
        with self.write() as session:
            return work(session)

    @contextmanager
    def snapshot(self) -> Iterator[sa.Connection]:
        """A connection that sees the store as it is now, whatever others write meanwhile."""
        whole = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with _clear_errors(self.url), self.engine.connect() as connection:
            yield connection.execution_options(**whole)

    @contextmanager
    def rows(self) -> Iterator[sa.Connection]:
        """A connection whose work is committed as a whole, for rows that come as they are."""
        with _clear_errors(self.url), self._writing.begin() as connection:
            yield connection

    def migrate(self, to: str = "head") -> bool:
        """Create the store or bring it up to date, or to the revision `to`. True if anything was to be done.

        Raises StoreNewer for a store from a newer Mergen, StoreUnavailable if it cannot be written.
        """
        if self.is_sqlite and self.url.database not in (None, "", ":memory:"):
            _make_folder(Path(str(self.url.database)).parent)
        before = self.revision()
        if before == (revisions()[-1] if to == "head" else to):
            return False
        _refuse_newer(before)
        from alembic import command  # noqa: PLC0415 - half of what opening a store would load

        with _clear_errors(self.url), self._writing.begin() as connection:
            config = alembic_config(str(self.url))
            config.attributes["connection"] = connection
            command.upgrade(config, to)
        if before is not None and before < CUSTODY <= (self.revision() or ""):
            with self.write() as session:
                adopt(session)
        return True

    def check(self) -> None:
        """Raise StoreMissing, StoreOutdated, StoreNewer or StoreUnavailable unless the store can be used."""
        if self.is_sqlite and not Path(str(self.url.database)).exists():
            raise StoreMissing(f"There is no store at {self.url.database}. Run: mergen init")
        revision = self.revision()
        if revision is None:
            raise StoreMissing(f"The store at {self._name} is empty. Run: mergen init")
        _refuse_newer(revision)
        if revision != revisions()[-1]:
            raise StoreOutdated(f"The store at {self._name} is from an older Mergen. Run: mergen init")

    def revision(self) -> str | None:
        """The migration the store stands at; None for one that was never initialised."""
        with _clear_errors(self.url), self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return revision

    def close(self) -> None:
        self.engine.dispose()

    @property
    def _name(self) -> str:
        return self.url.render_as_string(hide_password=True)


def alembic_config(url: str) -> "Config":
    """Alembic's configuration for the store at `url`, wherever Mergen is installed."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def revisions() -> list[str]:
    """The migrations that this Mergen knows, the newest last: their files are named for them."""
    known = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    if not known:
        raise StoreError(f"No migrations in {MIGRATIONS}: the installation is damaged, install Mergen again")
    return known


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision not in revisions():
        raise StoreNewer(
            f"The store is at revision {revision}, which this Mergen does not know: it was written by a newer"
            " one. Install that version; nothing was changed."
        )


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreUnavailable(
            f"MERGEN_DATABASE_URL is not a database address: {url!r}."
            " Examples: sqlite:///var/mergen.db, postgresql+psycopg://user@host/mergen"
        ) from None
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreUnavailable(f"Mergen stores in SQLite or PostgreSQL, not in {parsed.drivername!r}")
    return parsed


def _engine(url: URL) -> sa.Engine:
    try:
        if url.get_backend_name() != "sqlite":
            engine = sa.create_engine(url, pool_pre_ping=True)
        else:
            engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
    except (ImportError, NoSuchModuleError):
        raise StoreUnavailable(
            "PostgreSQL needs its driver: install Mergen with the extra 'postgres' (psycopg)"
        ) from None
    sa.event.listen(engine, "before_cursor_execute", _make_storable, retval=True)
    return engine


def _make_storable(
    _connection: sa.Connection,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    _many: bool,
) -> tuple[str, Any]:
    return statement, _storable(parameters)


def storable_text(text: str) -> str:
    """A text as it is stored: with U+FFFD for what no database holds."""
    return UNSTORABLE.sub("\ufffd", text)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    return type(value)(map(_storable, value)) if isinstance(value, list | tuple) else value


def _state(error: StoreUnavailable) -> str | None:
    """PostgreSQL's code of what went wrong (SQLSTATE)."""
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", None)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling begins too late for BEGIN IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000:.0f}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("mergen_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"Cannot create the folder {folder}: {error.strerror}") from error


ADVICE = {
    "unable to open database file": "its folder is missing or read-only: check its owner and permissions",
    "readonly database": "the file or its folder is read-only: check its owner and permissions",
    "database or disk is full": "the disk is full: free some space and start again; what was stored is safe",
    "disk i/o error": "the disk reports an error; check it before going on",
    "file is not a database": "the file is not an SQLite database, or it is encrypted",
    "database is locked": "another process has been writing for long; try again",
    "database disk image is malformed": "the file is damaged: restore it from a backup",
}


@contextmanager
def _clear_errors(url: URL) -> Iterator[None]:
    """Say what a person can do about a database that fails as a whole; let faults of our own through."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error, sa.exc.OperationalError | sa.exc.DatabaseError) or isinstance(
            error, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError
        ):
            raise
        message = str(error.orig).strip()
        advice = next((text for sign, text in ADVICE.items() if sign in message.lower()), message)
        raise StoreUnavailable(
            f"The store at {url.render_as_string(hide_password=True)}: {advice}"
        ) from error
