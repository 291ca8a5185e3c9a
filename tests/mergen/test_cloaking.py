"""A site that shows a shop to buyers with a phone, and a library to everybody else."""

import sqlite3
from contextlib import closing
from hashlib import sha256

from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, SHOP, Handler, Site, shown
from tests.pipeline.visits import SHOP_TEXT, code_png

PRICES = f"<title>Прайс</title><p>{SHOP_TEXT}</p><p>Минимальный заказ 0,5 г.</p><a href=/deeper>дальше</a>"
WALL = "<p><img src=/wall.png></p>"
BUYERS, OTHERS = code_png("for buyers"), code_png("for others")


def is_phone(handler: Handler) -> bool:
    """Also where it asks for a picture: that comes from the page."""
    return "Mobile" in (handler.headers["User-Agent"] or "")


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_suspicious_target_is_looked_at_as_a_buyer_too_and_what_was_hidden_is_a_finding(
    mergen: Mergen,
) -> None:
    pages = {
        "/": shown(f"{SHOP}<a href=/prices>прайс</a>", (f"{NEWS}<a href=/about>о нас</a>", 200)),
        "/about": NEWS.replace("Вечер", "Афиша: вечер") + WALL,
        "/prices": shown(PRICES + WALL),
        "/wall.png": lambda handler: handler.answer(BUYERS if is_phone(handler) else OTHERS),
        "/deeper": shown(PRICES.replace("0,5 г", "1 г")),
    }
    with Site(pages) as site:
        asked = mergen.with_settings(MERGEN_TELEGRAM_PREVIEW=site.url("/s/"))
        crawled = asked("crawl", site.url(), "--suspicious", "--json")
        prices = site.url("/prices")
        assert site.hits["/deeper"] == 2  # over HTTP and by the browser, as the buyer both times
        channels = {site.url(f"/s/{name}") for name in ("suhaya_vetka_", "suhaya_rezerv_")}
    assert (crawled.status, crawled.err) == (0, "")
    summary = crawled.summary
    assert (summary["looked_again"], summary["hidden"]) == (2, 4)
    assert (summary["differing"], summary["findings"], summary["shops"]) == (1, 2, 1)
    findings = {finding["url"]: finding for finding in mergen("findings", "--json").records}
    look = findings[site.url()]["second_look"]
    assert findings[site.url()]["title"] == "Сухая ветка"
    said = [look[name] for name in ("profile", "divergence", "shop_for", "is_other")]
    assert said == ["phone", "text", "second", True]
    assert look["sha256"] != findings[site.url()]["sha256"]
    assert findings[prices]["title"] == "Прайс"
    with closing(sqlite3.connect(mergen.folder / "var/mergen.db")) as store:
        seen = dict(store.execute("select url, profile from captures where run_id = 1"))
        walls = store.execute(
            "select c.url, image_sha256 from page_images join captures c on c.id = capture_id"
            " where page_images.url = ?",
            [site.url("/wall.png")],
        )
        assert dict(walls) == {site.url("/about"): digest(OTHERS), prices: digest(BUYERS)}
        pictures = store.execute(
            "select profile, sha256 from captures where url = ?", [site.url("/wall.png")]
        )
        assert dict(pictures) == {"": digest(OTHERS), "phone": digest(BUYERS)}
        led = dict(store.execute("select url, reference from frontier where profile = 'phone'"))
    assert seen[site.url("/about")] == ""
    assert (seen[prices], seen[site.url("/deeper")]) == ("phone", "phone")
    assert led == dict.fromkeys([prices, *channels], site.url()) | {site.url("/deeper"): prices}
    assert mergen.verified()["faults"] == 0
