"""`mergen target` and `mergen run`"""

import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.mergen.command import Mergen
from tests.mergen.site import SHOP, Gate, Page, Site, chain


def runs(mergen: Mergen) -> list[tuple[str, int]]:
    """State and target of every run."""
    with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
        return store.execute("select state, target_id from runs order by id").fetchall()


def test_targets_are_added_changed_listed_and_removed(mergen: Mergen) -> None:
    added = mergen("target", "add", "Shop.Example/a", "--every", "0 6 * * *", "--note", "tip", "--json")
    assert (added.status, added.err) == (0, "")
    target = added.record
    assert (target["url"], target["new"], target["every"]) == ("https://shop.example/a", True, "0 6 * * *")
    assert target["next_due_at"].endswith("06:00:00+00:00")
    assert mergen("target", "add", "@Qala_Vitrina_", "--json").record["url"] == "https://t.me/s/qala_vitrina_"
    changed = mergen("target", "add", "https://shop.example/a", "--depth", "5", "--json").record
    assert (changed["id"], changed["new"], changed["depth"], changed["every"]) == (
        target["id"],
        False,
        5,
        None,
    )
    assert [row["id"] for row in mergen("target", "list", "--json").records] == [1, 2]
    assert mergen("target", "remove", "Shop.example/a", "--json").record["removed"] is True
    assert mergen("target", "remove", "@qala_vitrina_").status == 0
    assert mergen("target", "list", "--json").records == []
    again = mergen("target", "remove", "2")
    assert again.status == 1
    assert "There is no target 2. See: mergen target list" in again.message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ftp://shop.example/",), "Give a web address"),
        (("https://shop.example/", "--every", "every day"), "is not a schedule"),
        (("https://shop.example/", "--every", "0 0 31 2 *"), "is not a schedule"),
    ],
)
def test_what_cannot_be_watched_is_refused(mergen: Mergen, words: tuple[str, ...], said: str) -> None:
    answer = mergen("target", "add", *words)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.message


def test_a_target_is_crawled_once_a_tick_and_against_robots_txt_for_a_reason_that_is_recorded(
    mergen: Mergen,
) -> None:
    reason = "order 7 of the prosecutor"
    robots: Page = lambda h: h.answer("User-agent: *\nDisallow: /", content_type="text/plain")  # noqa: E731
    with Site({"/": SHOP, "/robots.txt": robots}) as site:
        mergen("target", "add", site.url(), "--browser", "never", "--ignore-robots", reason)
        mergen("target", "add", site.url("/later"), "--every", "0 6 * * *")
        first = mergen("run", "--once", "--json")
        second = mergen("run", "--once", "--json")
        assert site.hits["/"] == 1
    assert (first.status, second.status) == (0, 0)
    run = first.record
    assert (run["seeds"], run["state"]) == ([site.url()], "finished")
    assert (run["pages"], run["findings"], run["ignored_robots"]) == (1, 1, reason)
    assert second.out == ""
    targets = mergen("target", "list", "--json").records
    assert {row["url"]: row["ignore_robots"] for row in targets} == {
        site.url(): reason,
        site.url("/later"): "",
    }
    due = {row["url"]: row["next_due_at"] for row in targets}
    assert due[site.url()] is None
    assert due[site.url("/later")] is not None
    mergen.verified()


def test_a_stopped_schedule_stops_its_crawl_in_order_and_takes_it_up_again(mergen: Mergen) -> None:
    gate = Gate(3)
    with Site(chain(6, gate)) as site:
        mergen("target", "add", site.url("/1"), "--depth", "9", "--browser", "never")
        with mergen.start("run") as running:
            assert gate.held.wait(90)
            running.send_signal(signal.SIGTERM)
            time.sleep(2)  # until it has been passed on
            gate.open()
            _, err = running.communicate(timeout=90)
        assert "Traceback" not in err
        assert runs(mergen) == [("stopped", 1)]
        again = mergen("run", "--once", "--json")
    assert again.record["state"] == "finished"
    assert again.record["pages"] == 6
    assert runs(mergen) == [("finished", 1)]


def test_a_target_rests_while_it_is_paused_and_goes_when_it_was_never_crawled(mergen: Mergen) -> None:
    mergen("target", "add", "https://shop.example/", "--json")
    assert mergen("target", "pause", "1", "--json").record["paused_at"]
    assert mergen("run", "--once", "--json").records == []
    assert mergen("target", "resume", "shop.example", "--json").record["paused_at"] is None
    assert mergen("target", "delete", "1").status == 0
    assert "There is no target 1" in mergen("target", "pause", "1").message
