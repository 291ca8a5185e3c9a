"""A watched channel is read back as far as it is not known."""

from tests.mergen.command import Mergen
from tests.mergen.previews import channel
from tests.mergen.site import Site


def test_a_channel_is_read_back_to_the_last_known_post_only(mergen: Mergen) -> None:
    with Site(channel("qala_vitrina_", 100)) as site:
        asked = mergen.with_settings(MERGEN_TELEGRAM_PREVIEW=site.url("/s/"), MERGEN_OBEY_ROBOTS="false")
        words = ("crawl", site.url("/s/qala_vitrina_"), "--browser", "never", "--json")
        first = asked(*words)
        assert (first.status, first.summary["pages"], site.hits.total()) == (
            0,
            5,
            5 + site.hits["/favicon.ico"],
        )
        site.pages = dict(channel("qala_vitrina_", 125))
        site.hits.clear()
        second = asked(*words)
        asked_for = {path: count for path, count in site.hits.items() if path.startswith("/s/")}
    assert second.summary["pages"] == 2
    assert asked_for == {"/s/qala_vitrina_": 1, "/s/qala_vitrina_?before=106": 1}
