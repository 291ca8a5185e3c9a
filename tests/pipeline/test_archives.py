"""Archives on the road of a crawl."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crawler.archive import Archive
from models.capture import Capture, Page, PageImage
from models.image import Sighting
from models.run import Run, RunState
from models.shop import Finding
from pipeline.archives import archive_run, read_archives
from pipeline.crawling import Ended
from pipeline.errors import BadRun
from pipeline.runs import SILENCE, cut_off_runs, resume
from pipeline.warc import payload_digest
from tests.crawler.archives import HTML, Answer, warc
from tests.crawler.test_referred import revisit
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, code_png

SHOP = "http://vetka.example/"
HIDDEN = "http://hidden.example/enter"
ANSWERS: list[Answer] = [
    (SHOP, f"<title>Ветка</title><p>{SHOP_TEXT}</p><img src=/wall.png>", HTML),
    ("http://library.example/", f"<p>{NEWS_TEXT}</p>", HTML),
    (f"{SHOP}wall.png", code_png(HIDDEN), (("Content-Type", "image/png"),)),
]


def opened(journey: Journey, data: bytes, name: str = "given.warc.gz") -> Archive:
    path = journey.warc_folder.parent / name
    path.write_bytes(data)
    return Archive(path)


def begun(journey: Journey, archive: Archive, scorer: str = "s1") -> Run:
    with journey.database.write() as session:
        return archive_run(session, [archive], {"reader": "r", "scorer": scorer}, "aigul", journey.clock())


def read(journey: Journey, archive: Archive) -> tuple[Ended, tuple[str, ...]]:
    run = begun(journey, archive)
    return read_archives(run, [archive], journey.tools(run.id), journey.report)


def counts(journey: Journey) -> dict[str, int]:
    with journey.database.read() as session:
        return {
            table.__name__: session.scalars(sa.select(sa.func.count()).select_from(table)).one()
            for table in (Capture, Page, PageImage, Sighting, Finding)
        }


def test_an_archive_becomes_findings_evidence_and_shops_and_nothing_is_queued_for_fetching(
    journey: Journey,
) -> None:
    ended, leads = read(journey, opened(journey, warc(ANSWERS)))
    assert (ended.state, ended.error, ended.shops) == (RunState.FINISHED, "", 1)
    assert (ended.account["pages"], ended.account["findings"], ended.account["symbols"]) == (2, 1, 1)
    assert HIDDEN in leads
    with journey.database.read() as session:
        row = session.scalars(sa.select(Capture).where(Capture.url == SHOP)).one()
    assert journey.faults() == []
    assert (row.via, row.origin, row.ip_address) == ("archive", "archive", "192.0.2.7")
    assert row.reference.startswith("given.warc.gz:")


def test_the_same_files_are_stored_once_and_a_new_scorer_reads_them_anew(journey: Journey) -> None:
    archive = opened(journey, warc(ANSWERS))
    read(journey, archive)
    before = counts(journey)
    ended, _ = read(journey, archive)
    assert counts(journey) == before
    assert (ended.account["pages"], ended.account["unchanged"], ended.account["requested"]) == (0, 2, 2)
    first, again, other = begun(journey, archive), begun(journey, archive), begun(journey, archive, "s2")
    assert (first.id == again.id, first.id == other.id) == (True, False)


def test_our_own_archive_read_again_gives_the_same_findings(local_journey: Journey) -> None:
    read(local_journey, opened(local_journey, warc(ANSWERS)))
    [ours] = local_journey.warc_folder.glob("*.warc.gz")
    ended, _ = read(local_journey, Archive(ours))
    assert (ended.account["pages"], ended.account["findings"], ended.account["symbols"]) == (2, 1, 1)
    with local_journey.database.read() as session:
        scores = session.scalars(sa.select(Finding.score)).all()
        dates = session.scalars(sa.select(Capture.fetched_at).where(Capture.url == SHOP)).all()
    assert len(scores) == 2
    assert len({*scores}) == len({*dates}) == 1


def test_a_damaged_archive_says_so_and_what_stands_before_is_stored(local_journey: Journey) -> None:
    ended, _ = read(local_journey, opened(local_journey, warc(ANSWERS[:2])[:-300]))
    assert "given.warc.gz is cut off" in ended.error
    assert ended.account["pages"] == 1


def test_a_reading_that_was_killed_is_never_taken_up_as_a_crawl(local_journey: Journey) -> None:
    run = begun(local_journey, opened(local_journey, warc(ANSWERS)))
    local_journey.clock.now += SILENCE + timedelta(minutes=1)
    with local_journey.database.write() as session:
        assert run.id not in [row.id for row in cut_off_runs(session, local_journey.clock())]
        with pytest.raises(BadRun, match="mergen warc"):
            resume(session, session.get_one(Run, run.id), local_journey.clock())


def test_a_reading_that_was_killed_goes_on_where_it_stopped(local_journey: Journey) -> None:
    archive = opened(local_journey, warc(ANSWERS))
    run = begun(local_journey, archive)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_archives(run, [archive], local_journey.tools(run.id), killed)
    ended, _ = read(local_journey, archive)
    assert (ended.run_id, ended.account["pages"], ended.account["unchanged"]) == (run.id, 1, 1)
    assert counts(local_journey)["Page"] == 2


def test_a_revisit_is_resolved_from_the_store(local_journey: Journey) -> None:
    body = ANSWERS[0][1]
    assert isinstance(body, str)
    read(local_journey, opened(local_journey, warc(ANSWERS[:1])))
    again = revisit(SHOP, of=SHOP, digest=payload_digest(body.encode()))
    ended, _ = read(local_journey, opened(local_journey, again, "again.warc.gz"))
    assert (ended.account["pages"], ended.account["findings"], ended.account["failed"]) == (1, 1, {})
    lost = opened(local_journey, revisit(SHOP, of=SHOP, digest="sha1:AAAA"), "lost.warc.gz")
    assert read(local_journey, lost)[0].account["failed"] == {"limit": 1}
