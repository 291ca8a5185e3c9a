"""Terms tried on what is stored, before they are switched on."""

from datetime import timedelta
from functools import cache

import sqlalchemy as sa

from classifiers import scorer as scorers
from classifiers.score import Scorer
from crawler.reading import read
from crawler.request import Request
from crawler.visit import Visit
from models.capture import Page
from models.dry_run import DryRun, DryRunChange, DryRunState
from models.shop import Finding
from pipeline.dry_runs import SILENCE, Pair, Trial, ask, carry_out, finish, next_waiting, take
from pipeline.forgetting import forget
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture

TERMS = """[[group]]
kind = "C2_slang"
language = "ru"
terms = "зюмбрик"
"""
PRICES = "Зюмбрик 1 г — 9000 ₸, 2 г — 16000 ₸."
OFFER = "Зюмбрик, магнит. Автопродажа 24/7 @suhaya_vetka_"


@cache
def on_trial() -> Scorer:
    return scorers.load(trial={"town.toml": TERMS.encode()})


def stored(journey: Journey, *texts: str) -> None:
    """Pages as the crawler brings them, read from their bytes."""
    for number, text in enumerate(texts):
        url = f"http://vetka.example/{number}"
        captured = capture(url, f"<title>{number}</title><p>{text}</p>".encode())
        journey.take(Visit(request=Request(url=url), capture=captured, page=read(captured)))


def tried(journey: Journey, pair: Pair, newest: int | None = None) -> tuple[DryRun, list[DryRunChange]]:
    trial = Trial(name="town.toml", lexicon=TERMS, newest=newest)
    with journey.database.write() as session:
        number = ask(session, trial, actor="dana", now=journey.clock()).id
        run = take(session, number, journey.clock())
        assert run is not None
    carry_out(journey.database, journey.blobs, run, pair, journey.clock)
    with journey.database.read() as session:
        changes = session.scalars(sa.select(DryRunChange).order_by(DryRunChange.capture_id)).all()
        return session.get_one(DryRun, number), list(changes)


def test_pages_that_terms_would_flag_or_call_otherwise_are_told_with_quotes(journey: Journey) -> None:
    stored(journey, PRICES, OFFER, SHOP_TEXT, NEWS_TEXT)
    pair = Pair(before=scorer(), after=on_trial())

    run, changes = tried(journey, pair)

    assert (run.state, run.whole, run.pages, run.unread) == (DryRunState.DONE, 4, 4, 0)
    assert [(each.change, each.label_before, each.label_after) for each in changes] == [
        ("appears", "benign", "unsure"),
        ("band", "unsure", "sale"),
    ]
    assert {"kind": "C2_slang", "quote": "Зюмбрик"} in changes[0].gained
    assert changes[0].score_after > changes[0].score_before
    assert run.touched == 2
    assert run.scorer_before != run.scorer_after


def test_what_would_be_flagged_no_more_is_told_and_nothing_stored_changes(local_journey: Journey) -> None:
    stored(local_journey, PRICES)
    pair = Pair(before=on_trial(), after=scorer())
    with local_journey.database.read() as session:
        before = [(page.score, page.scorer) for page in session.scalars(sa.select(Page))]

    _, [change] = tried(local_journey, pair)

    assert (change.change, change.gained) == ("vanishes", [])
    assert {"kind": "C2_slang", "quote": "Зюмбрик"} in change.lost
    with local_journey.database.read() as session:
        assert [(page.score, page.scorer) for page in session.scalars(sa.select(Page))] == before
        assert session.scalars(sa.select(Finding)).all() == []


def test_only_so_many_pages_are_looked_at_and_lost_bytes_are_counted(local_journey: Journey) -> None:
    stored(local_journey, PRICES, OFFER, NEWS_TEXT)
    with local_journey.database.read() as session:
        newest = session.scalars(sa.select(Page).order_by(Page.capture_id.desc())).first()
    assert newest is not None
    for file in local_journey.blobs.root.rglob("*"):
        if file.is_file() and NEWS_TEXT[:40] in file.read_bytes().decode("utf-8", "replace"):
            file.unlink()
    run, changes = tried(local_journey, Pair(before=scorer(), after=scorer()), newest=2)
    assert (run.whole, run.pages, run.unread, changes) == (2, 2, 1, [])


def test_one_that_died_is_begun_anew_by_one_process_only(local_journey: Journey) -> None:
    database, now = local_journey.database, local_journey.clock()
    with database.write() as session:
        number = ask(session, Trial(name="a.toml", lexicon=TERMS), actor="dana", now=now).id
    with database.write() as session:
        assert next_waiting(session, now) == number
        assert take(session, number, now) is not None
    with database.write() as session:
        assert next_waiting(session, now) is None
        assert take(session, number, now) is None
        later = now + SILENCE + timedelta(seconds=1)
        assert next_waiting(session, later) == number
        assert take(session, number, later) is not None
    finish(database, number, DryRunState.FAILED, "ended", now)
    finish(database, number, DryRunState.DONE, "", now)
    with database.read() as session:
        assert session.get_one(DryRun, number).state == DryRunState.FAILED
        assert next_waiting(session, now + timedelta(days=1)) is None


def test_what_is_forgotten_on_pages_is_forgotten_in_what_dry_runs_quote(local_journey: Journey) -> None:
    stored(local_journey, PRICES)
    tried(local_journey, Pair(before=scorer(), after=on_trial()))
    with local_journey.database.write() as session:
        forget(session, "Зюмбрик", reason="request 7", actor="admin", now=local_journey.clock())
    with local_journey.database.read() as session:
        [change] = session.scalars(sa.select(DryRunChange))
    quotes = [sign["quote"] for sign in change.gained]
    assert "███████" in quotes
    assert "Зюмбрик" not in "".join(quotes)
