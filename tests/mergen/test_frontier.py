"""`mergen frontier`"""

from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, Site


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
