from functools import cache
from itertools import count
from pathlib import Path
from typing import Self

import pytest

from classifiers import scorer as scorers
from classifiers.score import Scorer
from crawler.focus import Focus
from crawler.visit import Visit
from models.database import Database
from models.frontier import EntryState, FrontierEntry
from pipeline.blobs import FolderBlobs
from pipeline.evidence import Evidence
from pipeline.frontier import SqlFrontier
from pipeline.leads import Leads
from pipeline.pictures import Pictures, TextReader
from pipeline.resources import TelegramPreview
from pipeline.road import Road, Tools
from pipeline.rows import ensure
from pipeline.runs import RunOptions, begin
from pipeline.sites import Sites
from pipeline.travelled import Stored, Travelled
from pipeline.verify import verify
from pipeline.warc import WarcArchive
from qr.reader import Reader
from tests.pipeline.queued import begin_run
from tests.stores import Clock

SEEDS = count(1)  # another run each time: one with open addresses would be taken up again
PREVIEW = TelegramPreview(base="https://t-preview.example/s/")


@cache
def scorer() -> Scorer:
    return scorers.load()


class Journey:
    """A road with real tools, and what came to its end."""

    def __init__(self, database: Database, folder: Path, clock: Clock) -> None:
        self.database = database
        self.blobs = FolderBlobs(folder / "blobs")
        self.warc_folder = folder / "warc"
        self.ended: list[tuple[Travelled, Stored]] = []
        self.clock = clock
        self.text_reader: TextReader | None = None
        self.pictures = Pictures(database, Reader(), None)
        self.road = self._new_road()

    def anew(self) -> Self:
        """The same store in another run, with what `pictures` is now."""
        self.road = self._new_road()
        return self

    def _new_road(self) -> Road:
        with self.database.write() as session:
            run, _ = begin(
                session, [f"http://seed.example/{next(SEEDS)}"], RunOptions(depth=2), {}, self.clock()
            )
        sites = Sites(run.id, Focus(), PREVIEW)
        self.run_id, self.frontier = run.id, SqlFrontier(self.database, run.id, self.clock, sites=sites)
        leads = Leads(depth=2, preview=PREVIEW)
        return Road(run.id, self.tools(run.id), self.frontier, leads, self.report)

    def tools(self, run_id: int) -> Tools:
        """The tools of one run, with an archive of its own."""
        warc = WarcArchive(self.warc_folder, f"run-{run_id}-{next(SEEDS)}", "Mergen test")
        return Tools(
            database=self.database,
            evidence=Evidence(self.blobs, warc),
            pictures=self.pictures,
            scorer=scorer(),
            preview=PREVIEW,
            clock=self.clock,
        )

    def report(self, travelled: Travelled, stored: Stored) -> None:
        self.ended.append((travelled, stored))

    def take(self, visit: Visit) -> bool:
        """Lease a visit's address, however often it was taken, and bring the visit home."""
        row = self.frontier._row(visit.request)
        key = {name: row.pop(name) for name in ("run_id", "url")}
        with self.database.write() as session:
            entry = ensure(session, FrontierEntry, key, **row)
            entry.state, entry.lease_owner = EntryState.LEASED, self.frontier.owner
        return self.road.take(visit)

    def faults(self) -> list[str]:
        """What is not as it was stored."""
        with self.database.read() as session:
            checked = verify(session, self.blobs, self.warc_folder)
            return [each.fault for each in checked if each.fault is not None]

    def queued(self) -> dict[str, str]:
        return {request.url: request.provenance.origin.value for request in self.frontier.take(1000)}


@pytest.fixture
def journey(store: Database, tmp_path: Path, clock: Clock) -> Journey:
    return Journey(store, tmp_path, clock)


@pytest.fixture
def local_journey(sqlite: Database, tmp_path: Path, clock: Clock) -> Journey:
    return Journey(sqlite, tmp_path, clock)


@pytest.fixture
def run_id(store: Database, clock: Clock) -> int:
    return begin_run(store, clock)
