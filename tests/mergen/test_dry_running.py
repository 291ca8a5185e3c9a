"""An analyst tries terms on the review pages; a process beside the server does the work."""

import time
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from mergen.clock import utc_now
from mergen.dry_running import DryRunner
from mergen.settings import Settings
from models.database import Database
from models.dry_run import DryRun, DryRunState
from models.user import Role
from pipeline.blobs import FolderBlobs
from pipeline.dry_runs import Trial, ask
from review.app import create_app
from tests.review.conftest import ORIGIN, Browser, Office, hidden
from tests.review.factory import Street
from tests.stores import sqlite_store

PRICES = "Зюмбрик 1 г — 9000 ₸, 2 г — 16000 ₸."
HTML = [["Content-Type", "text/html; charset=utf-8"]]
GROUP = '[[group]]\nkind = "C2_slang"\nlanguage = "ru"\nterms = "зюмбрик"\n'


def runner_for(database: Database, folder: Path, **more: float) -> DryRunner:
    settings = Settings(
        database_url=str(database.url), evidence=folder / "evidence", models=folder / "models"
    )
    return DryRunner(settings, database, utc_now, **more)


def test_terms_are_tried_beside_the_server_and_their_outcome_is_shown(tmp_path: Path) -> None:
    with sqlite_store(tmp_path) as database:
        blobs = FolderBlobs(tmp_path / "evidence" / "blobs")
        office = Office(database=database, blobs=blobs)
        with database.write() as session:
            street = Street(session, blobs)
            street.person("analyst", Role.ANALYST)
            shop = street.shop("vetka.example", label="unsure", text=PRICES, signs=(), headers=HTML)
        runner = runner_for(database, tmp_path)
        config = replace(office.config(), dry_runs=runner.wake)
        browser = Browser(TestClient(create_app(config), headers={"Accept-Language": "en"}))
        browser.sign_in("analyst")
        token = hidden(browser.get("/lexicon").text, "csrf_token")
        fields = {"csrf_token": token, "kind": "C2_slang", "language": "ru", "newest": "200"}

        answer = browser.client.post(
            "/lexicon", data=fields | {"terms": "зюмбрик"}, headers=ORIGIN, follow_redirects=False
        )
        runner.wait(400)

        page = browser.get(answer.headers["location"]).text
        assert "would be new to look at</dt><dd>1<" in page
        assert "Slang for a substance <q>Зюмбрик</q>" in page
        assert f"/shops/{shop}?page=" in page
        assert "vetka.example" not in page
        file = browser.get(f"{answer.headers['location']}/file")
        assert (file.headers["content-type"], "зюмбрик" in file.text) == ("text/plain; charset=utf-8", True)
        assert "terms.toml" in browser.get("/lexicon").text

        wrong = browser.client.post(
            "/lexicon",
            data=fields,
            files={"file": ("../../town.toml", "<script>", "text/plain")},
            headers=ORIGIN,
        )
        assert wrong.status_code == 422
        assert "town.toml: not a lexicon" in wrong.text


def test_a_dry_run_that_takes_too_long_is_ended_and_says_so(tmp_path: Path) -> None:
    with sqlite_store(tmp_path) as database:
        with database.write() as session:
            ask(session, Trial(name="a.toml", lexicon=GROUP), actor="dana", now=utc_now())
        runner = runner_for(database, tmp_path, longest=0.05)
        started = time.monotonic()
        runner.wake()
        runner.wait(120)
        assert time.monotonic() - started < 60
        with database.read() as session:
            run = session.get_one(DryRun, 1)
        assert run.state == DryRunState.FAILED
        assert "look at fewer pages" in run.error
