"""A site that shows a shop to buyers with a phone, and a library to everybody else."""

from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, SHOP, Handler, Site


def by_visitor(handler: Handler) -> None:
    """The shop for phones that come from a search."""
    buyer = "Mobile" in handler.headers["User-Agent"] and "google" in (handler.headers["Referer"] or "")
    handler.answer(SHOP if buyer and handler.headers["Accept-Language"].startswith("kk") else NEWS)


def test_a_suspicious_target_is_looked_at_as_a_buyer_too_and_what_was_hidden_is_a_finding(
    mergen: Mergen,
) -> None:
    with Site({"/": by_visitor}) as site:
        crawled = mergen("crawl", site.url(), "--suspicious", "--json")
    assert (crawled.status, crawled.err) == (0, "")
    summary = crawled.summary
    assert (summary["looked_again"], summary["differing"], summary["findings"]) == (1, 1, 0)
    finding = mergen("findings", "--json").record
    look = finding["second_look"]
    assert (finding["label"], finding["title"]) == ("sale", "Сухая ветка")
    said = [look[name] for name in ("profile", "divergence", "shop_for", "is_other")]
    assert said == ["phone", "text", "second", True]
    assert look["sha256"] != finding["sha256"]
    assert summary["shops"] == 1
