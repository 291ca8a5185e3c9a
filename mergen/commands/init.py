"""`mergen init`"""

from mergen.clock import utc_now
from mergen.composition import scene_of
from mergen.errors import BadSettings
from mergen.options import Json, person
from mergen.output import Output
from mergen.settings import load
from models.database import Database
from pipeline.cards import refresh_stale
from pipeline.events import record


def init(as_json: Json = False) -> None:
    """Create the store, or bring it up to date. Running it again changes nothing."""
    settings = load()
    database = Database(settings.database_url, scene=scene_of(settings))
    changed = database.migrate()
    try:
        settings.evidence.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(
            f"Cannot create the evidence folder {settings.evidence}: {error.strerror}"
        ) from error
    if changed:
        with database.write() as session:
            revision = {"revision": database.revision()} if not database.is_sqlite else {}
            refresh_stale(session)
            record(session, "migrated", ("store", "schema"), actor=person(), at=utc_now(), **revision)
    name = database.url.render_as_string(hide_password=True)
    output = Output(as_json=as_json)
    if as_json:
        output.record({"store": name, "changed": changed, "evidence": str(settings.evidence)})
    else:
        output.say(f"The store at {name} {'is ready' if changed else 'was ready already'}.")
