import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from mergen.demo.bundle import WebOfSites, load_web
from mergen.demo.truth import load_truth
from tests.mergen.demo.browsing import HARMFUL, fetch, links, pages, preview, reachable

KAZAKH = re.compile("[әғқңөұүһі]")
HOST = re.compile(r"//([\w-]+(?:\.[\w-]+)+)")
HANDLE = re.compile(r"(?<![\w./@-])@([A-Za-z]\w{3,})")
TELEGRAM = re.compile(r"(?:t\.me/|domain=)(\w+)")
PHONE = re.compile(r"\+\d[\d ()-]{8,}")
SEGWIT = re.compile(r"\b(?:bc1|ltc1)q([02-9ac-hj-np-z]{38})\b")
TRON = re.compile(r"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")
MONTH = re.compile(r"http://kuntizbe\.example/kun/\d+/\d+")
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BIP_173_VECTOR = "w508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


@pytest.fixture(scope="module")
def texts(web: WebOfSites) -> dict[str, str]:
    found = dict(pages(web))
    for extra in ("http://flash-market.test/api/catalogue.json", "http://flash-market.test/static/app.js"):
        found[extra] = fetch(web, extra).body.decode()
    found |= {url: fetch(web, url).body.decode() for url in older_posts(web)}
    return found


def visible(html: str) -> str:
    body = LexborHTMLParser(html).body
    return "" if body is None else body.text()


def older_posts(web: WebOfSites) -> Iterator[str]:
    for url, html in pages(web):
        yield from (target for target in links(url, html) if "?before=" in target)


def test_there_are_enough_sites_and_pages(web: WebOfSites) -> None:
    hosts = {urlsplit(url).hostname for url in web.addresses()}
    assert len(hosts) >= 28
    assert len(set(web.addresses())) >= 330


def test_links_from_the_seeds_lead_to_enough_pages(web: WebOfSites) -> None:
    found = reachable(web) & set(web.addresses())
    assert len(found) >= 330
    assert len({urlsplit(url).hostname for url in found}) >= 28


def test_every_link_leads_somewhere_or_is_known_to_be_broken(web: WebOfSites) -> None:
    broken = {entry.url for entry in load_truth().unreachable}
    channels = {"/" + url.rpartition("/")[2] for url in web.addresses() if "t-preview.example/s/" in url}
    for url, html in pages(web):
        for target in map(preview, links(url, html)):
            parts = urlsplit(target)
            if parts.hostname == "t-preview.example" and parts.path.removeprefix("/s") not in channels:
                continue  # an account that has no preview
            assert target in broken or fetch(web, target).status < 400, f"{url} links to {target}"


def test_no_two_pages_of_a_site_are_the_same(web: WebOfSites) -> None:
    bodies: dict[tuple[str | None, str], str] = {}
    for url, html in pages(web):
        key = (urlsplit(url).hostname, visible(html) if "app.js" not in html else url)
        assert key not in bodies, f"{url} repeats {bodies[key]}"
        bodies[key] = url


def test_kazakh_russian_and_english_are_all_there() -> None:
    for language in ("kk", "ru", "en"):
        of_language = [resource for resource in load_truth().resources if resource.language == language]
        assert {resource.bad for resource in of_language} == {True, False}
        assert len(of_language) >= 5


def test_kazakh_sites_are_written_in_kazakh(texts: dict[str, str]) -> None:
    kazakh = {resource.name for resource in load_truth().resources if resource.language == "kk"}
    for host in kazakh:
        own = " ".join(visible(text) for url, text in texts.items() if url.startswith(f"http://{host}"))
        assert not own or len(KAZAKH.findall(own)) / len(own.split()) > 0.2, host


def test_only_reserved_hosts_are_named(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        for host in HOST.findall(text):
            assert host == "t.me" or host.endswith((".example", ".test")), f"{url} names {host}"


def test_no_handle_can_be_live(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        handles = [*HANDLE.findall(text), *TELEGRAM.findall(text)]
        handles = [handle for handle in handles if handle not in ("context", "type")]
        assert all(handle.endswith("_") for handle in handles), f"{url}: {handles}"


def test_phone_numbers_are_zeros(texts: dict[str, str]) -> None:
    for url, text in texts.items():
        for number in PHONE.findall(text):
            assert re.fullmatch(r"\+7 700 000 00 \d\d ?", number), f"{url}: {number}"


def test_wallets_are_test_vectors(texts: dict[str, str]) -> None:
    everything = " ".join(texts.values())
    segwit, tron = set(SEGWIT.findall(everything)), set(TRON.findall(everything))
    assert len(segwit) >= 6
    assert len(tron) >= 4
    for text in segwit - {BIP_173_VECTOR}:
        bits = "".join(f"{BECH32.index(letter):05b}" for letter in text[:32])
        assert len({bits[place : place + 8] for place in range(0, 160, 8)}) == 1, text
    for address in tron:
        number = 0
        for letter in address:
            number = number * 58 + BASE58.index(letter)
        assert len(set(number.to_bytes(25, "big")[1:21])) == 1, address


def test_the_directory_names_no_hidden_host(web: WebOfSites) -> None:
    hidden = {item.name for item in load_truth().resources if item.reached in ("code", "photo")}
    assert hidden
    for url, html in pages(web):
        named = {host for host in HOST.findall(html) if host in hidden and host != urlsplit(url).hostname}
        assert not named, f"{url} names {named}"


def test_links_and_contacts_reach_all_that_the_truth_says(web: WebOfSites) -> None:
    seen = {urlsplit(url).hostname for url in reachable(web)}
    seen |= {url.removeprefix("http://") for url in reachable(web)}
    for item in load_truth().resources:
        assert (item.name in seen) == (item.reached in ("seed", "link", "contact")), item


def test_a_code_leads_to_the_hidden_shop_in_two_redirects(web: WebOfSites) -> None:
    (url,) = load_truth().codes["http://qala-forum.example/img/ostanovka.jpg"]
    hops = []
    while location := dict(fetch(web, url).headers).get("location"):
        hops.append(location)
        url = location
    assert len(hops) == 2
    assert url == "http://tereze-lavka.example/"


def test_the_shop_of_scripts_says_nothing_without_them(web: WebOfSites) -> None:
    assert visible(fetch(web, "http://flash-market.test/").body.decode()).strip() == "JavaScript"


def test_a_channel_pages_back_to_its_first_post(web: WebOfSites) -> None:
    url = "http://t-preview.example/s/qala_vitrina_"
    numbers: list[int] = []
    while url:
        tree = LexborHTMLParser(fetch(web, url).body.decode())
        posts = [node.attributes["data-post"] or "" for node in tree.css(".js-widget_message[data-post]")]
        numbers = [int(post.rpartition("/")[2]) for post in posts] + numbers
        more = tree.css_first("a.tme_messages_more")
        url = f"http://t-preview.example{more.attributes['href']}" if more else ""
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert len(numbers) == 15


def test_robots_forbids_a_path(web: WebOfSites) -> None:
    assert b"Disallow: /private/" in fetch(web, "http://faults.test/robots.txt").body


def test_the_trap_always_leads_on(web: WebOfSites) -> None:
    url = "http://kuntizbe.example/kun/2025/10"
    seen = set()
    for _ in range(500):
        seen.add(url)
        months = [target for target in links(url, fetch(web, url).body.decode()) if MONTH.fullmatch(target)]
        url = months[-1]
    assert len(seen) == 500
    assert fetch(web, "http://kuntizbe.example/kun/2025/13").status == 404


def test_pages_are_the_same_each_time(web: WebOfSites) -> None:
    again = load_web(internal_port=9)
    for url in web.addresses():
        if urlsplit(url).hostname not in HARMFUL:
            assert fetch(web, url) == fetch(again, url), url
