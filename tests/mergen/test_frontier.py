"""`mergen frontier`"""

from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, SHOP, Site


def test_the_frontier_is_listed_counted_cancelled_and_tried_again(mergen: Mergen) -> None:
    with Site({"/": f"{NEWS}<a href=/late>later</a>"}) as site:
        mergen("crawl", site.url(), "--browser", "never")
        listed = mergen("frontier", "list", "--json").records
        assert [(row["url"], row["state"], row["depth"], row["origin"]) for row in listed] == [
            (site.url(), "done", 0, "seed"),
            (site.url("/late"), "failed", 1, "link"),
        ]
        assert listed[1]["reference"] == site.url()
        assert mergen("frontier", "count", "--state", "failed", "--json").record == {
            "state": "failed",
            "cause": "http_error",
            "count": 1,
        }
        refused = mergen("frontier", "cancel")
        assert (refused.status, "Say which addresses" in refused.message) == (1, True)
        assert mergen("frontier", "retry", "--run", 1, "--json").record == {"changed": 1}
        assert mergen("frontier", "priority", 7, "--url", site.url("/late"), "--json").record == {
            "changed": 1
        }
        assert "/late" in mergen("frontier", "list", "--state", "queued").out
        site.pages["/late"] = NEWS
        again = mergen("crawl", "--run", 1, "--json")
    assert (again.status, again.summary["pages"], again.summary["failed"]) == (0, 2, {})
    assert mergen("frontier", "count", "--json").record == {"state": "done", "cause": None, "count": 2}


def test_a_crawl_tells_what_it_hopes_for_at_a_site_that_only_others_name(mergen: Mergen) -> None:
    with Site({"/": SHOP}) as seen, Site({"/": NEWS}) as unseen:
        links = f"<a href={seen.url()}>витрина</a> <a href={unseen.url()}>погода</a>"
        with Site({"/": f"{SHOP}{links}"}) as first:
            allowed = ",".join(f"127.0.0.1:{site.server_port}" for site in (seen, unseen))
            crawls = mergen.with_settings(MERGEN_EGRESS_ALLOW=allowed)
            crawls("crawl", first.url(), "--browser", "never", "--max-pages", 2)
    [waits] = mergen("frontier", "list", "--state", "queued", "--json").records
    assert (waits["url"], waits["site_named"], waits["site_expected"] > 0.05) == (unseen.url(), 1, True)
    assert "hoped for by 1 that name it" in " ".join(
        mergen("frontier", "list", "--state", "queued").out.split()
    )
