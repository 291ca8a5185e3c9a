"""The road of a shop after it was found: handed over, blocked, and back."""

from tests.mergen.command import Mergen
from tests.mergen.site import SHOP, Handler, Site

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


def _looked_again(mergen: Mergen) -> dict[str, object]:
    assert mergen("recheck", "--shop", "1").status == 0
    assert mergen("run", "--once").status == 0
    [face] = mergen("recheck", "--json").records
    return face
