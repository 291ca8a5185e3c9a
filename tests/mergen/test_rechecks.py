"""The road of a shop after it was found: handed over, blocked, and back."""

import json
import sqlite3
from contextlib import closing

from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, SHOP, Handler, Site, shown

NOTICE = "<title>451</title><p>Доступ к интернет-ресурсу ограничен по предписанию</p>"


def blocked(handler: Handler) -> None:
    handler.answer(NOTICE, status=451)


def test_a_shop_that_was_handed_over_is_found_blocked_and_then_back(mergen: Mergen) -> None:
    mergen = mergen.with_settings(MERGEN_FOUR_EYES="false")
    with Site({"/": SHOP}) as site:
        assert mergen("crawl", site.url(), "--browser", "never").status == 0
        assert "mergen export" in mergen("recheck", "--shop", "1").message
        decided = mergen("decide", "1", "confirm", "--reason", "offer", "--ground", "acquisition")
        assert decided.status == 0, decided.message
        assert mergen("export", "jsonl", "--out", "hand-over").status == 0
        assert mergen("reply", "1", "accepted", "--number", "17-4/2026").status == 0
        site.pages["/"] = blocked
        states = [_looked_again(mergen)]
        closed = mergen("shops", "list", "--json").record
        site.pages["/"] = SHOP
        states.append(_looked_again(mergen))
    assert [(face["state"], face["outcome"]) for face in states] == [
        ("blocked", "notice"),
        ("back", "up"),
    ]
    assert closed["blocked_at"] == states[0]["since"]
    shop = mergen("shops", "show", "1", "--json").record
    assert (shop["state"], shop["verdict"], shop["blocked_at"]) == ("reappeared", "confirmed", None)
    said = mergen("report", "--language", "en", "--json").record["sheets"][0]["rows"]
    counts = {name.removeprefix("Shops: "): value for name, value in said}
    assert (counts["sent"], counts["blocked"], counts["re-appeared"]) == (1, 1, 1)
    watched, all_of_them = (mergen("target", "list", *more, "--json").records for more in ((), ("--done",)))
    assert len(all_of_them) > len(watched), (
        "what was looked at for a shop, and is done, is shown when asked for"
    )
    mergen.verified()


def test_a_shop_that_only_a_buyer_was_shown_is_looked_at_again_as_a_buyer(mergen: Mergen) -> None:
    mergen = mergen.with_settings(MERGEN_FOUR_EYES="false")
    library = (NEWS, 200)
    with Site({"/": shown(SHOP, library)}) as site:
        watched = mergen("target", "add", site.url(), "--suspicious", "--every", "0 6 1 1 *", "--json").record
        assert mergen("crawl", site.url(), "--suspicious").status == 0
        assert mergen("decide", "1", "confirm", "--reason", "offer", "--ground", "acquisition").status == 0
        assert mergen("export", "jsonl", "--out", "hand-over").status == 0
        faces = []
        for page in (
            shown(SHOP, library),
            shown(NOTICE, library, status=451),
            shown(SHOP, library),
        ):
            site.pages["/"] = page
            faces.append(_looked_again(mergen))
        site.pages["/robots.txt"] = "User-agent: *\nDisallow: /"
        asked = site.hits["/"]
        faces.append(_looked_again(mergen))
        assert site.hits["/"] == asked
    assert [(face["state"], face["outcome"]) for face in faces] == [
        ("sent", "up"),
        ("blocked", "notice"),
        ("back", "up"),
        ("back", "unclear"),
    ]
    with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
        told = store.execute("select detail from events where kind = 'rechecked' order by id desc limit 4")
        assert [json.loads(detail)["asked_as"] for (detail,) in told] == ["phone"] * 4
        asks = (
            "select profile, count(*) from captures where run_id in (select id from runs where target_id = 1)"
        )
        assert dict(store.execute(f"{asks} and url = ? group by profile", [site.url()])) == {"phone": 3}
    [target] = mergen("target", "list", "--json").records
    assert {**watched, "new": None} == {**target, "new": None}
    mergen.verified()


def _looked_again(mergen: Mergen) -> dict[str, object]:
    assert mergen("recheck", "--shop", "1").status == 0
    assert mergen("run", "--once").status == 0
    [face] = mergen("recheck", "--json").records
    return face
