"""The canonical form of addresses, and what belongs to a site."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.address import Scope, canonical_url, host_of, realm_of, registered_domain
from crawler.errors import AddressError

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("HTTP://Shop.Example:80/a/../b?b=2&a=1#top", "http://shop.example/b?a=1&b=2"),
        ("https://shop.example:443", "https://shop.example/"),
        ("https://shop.example:8443/", "https://shop.example:8443/"),
        ("http://user:word@shop.example/", "http://shop.example/"),
        ("http://shop.example./", "http://shop.example/"),
        ("http://shop.example/?utm_source=x&id=7&fbclid=y&PHPSESSID=z", "http://shop.example/?id=7"),
        ("http://shop.example/list;jsessionid=AB12?page=2", "http://shop.example/list?page=2"),
        ("https://дүкен.қаз/бет", "https://xn--d1acon18c.xn--80ao21a/%D0%B1%D0%B5%D1%82"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("  http://shop.example/a\n", "http://shop.example/a"),
        ("http://shop_one.example/", "http://shop_one.example/"),
        (r"http:\\shop.example\a\@b.example", "http://shop.example/a/@b.example"),
        (r"http://shop.example\@b.example/", "http://shop.example/@b.example/"),
        (r"http://shop.example/?a=\&_ym_uid=1&srsltid=x", "http://shop.example/?a=%5C"),
        ("http://sh%6Fp.example/", "http://shop.example/"),
        ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
        ("http://shop.example/?sid=0123456789abcdef01&id=1", "http://shop.example/?id=1"),
        (
            "http://shop.example/?sid=77&session_id=abcdefghijklmnopqrst",
            "http://shop.example/?session_id=abcdefghijklmnopqrst&sid=77",
        ),
    ],
)
def test_every_spelling_has_one_canonical_form(spelling: str, canonical: str) -> None:
    assert canonical_url(spelling) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.example",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://",
        "http:///x",
        "http://shop.example:99999/",
        "http://shop.example:0/",
        "http://[::1/",
        "http://a b.example/",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        canonical_url(text)


@settings(deadline=None)
@given(st.builds("http://{}/{}?{}#{}".format, texts, texts, texts, texts))
def test_the_canonical_form_of_a_canonical_form_is_itself(url: str) -> None:
    try:
        once = canonical_url(url)
    except AddressError:
        return
    assert canonical_url(once) == once
    assert "#" not in once


def test_a_site_is_what_somebody_registered() -> None:
    assert registered_domain("a.b.shop.com.kz") == "shop.com.kz"
    assert registered_domain("one.github.io") == "one.github.io"
    assert registered_domain("127.0.0.1") == "127.0.0.1"
    assert registered_domain("localhost") == "localhost"


def test_scope_is_the_site_or_the_host() -> None:
    assert realm_of("https://m.shop.example/x") == realm_of("https://shop.example/") == "shop.example"
    assert realm_of("https://m.shop.example/x", Scope.HOST) == "m.shop.example"
    assert realm_of("https://shop.example.evil.test/") == "evil.test"
    assert realm_of("mailto:x") == ""


def test_a_host_is_read_from_any_text_without_an_error() -> None:
    assert host_of("http://Shop.EXAMPLE.:8080/x") == "shop.example"
    assert host_of("http://[broken") == ""
