"""Reading documents: text, links, images, contacts; and what hostile ones do to it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.charset import decode
from crawler.page import ImageRef, ImageSource, Link, Page, PageKind
from crawler.reading import read
from tests.crawler.captures import capture_of
from tests.crawler.hostile import KAZAKH, RUSSIAN


def page_of(body: bytes | str, kind: str = "text/html; charset=utf-8") -> Page:
    page = read(capture_of(body, kind))
    assert page is not None
    return page


def test_text_keeps_words_whole_and_lines_apart() -> None:
    page = page_of(
        "<div>слово<b>форма</b></div><p>строка<br>вторая</p><ul><li>раз<li>два</ul><script>no()</script>"
    )
    assert page.text.split() == ["словоформа", "строка", "вторая", "раз", "два"]
    assert "вторая\n" in page.text


def test_main_text_leaves_out_menus_that_the_full_text_keeps() -> None:
    body = (
        "<nav><a href=/>Menu of the site</a></nav><main><p>" + "What the page is about. " * 20 + "</p></main>"
    )
    page = page_of(body)
    assert "Menu of the site" in page.text
    assert "Menu of the site" not in page.main_text
    assert "What the page is about." in page.main_text


def test_links_are_absolute_and_canonical_and_each_comes_once() -> None:
    page = page_of(
        "<base href='/shop/'><a href='x?b=2&a=1#p'>short</a><a href='/shop/x?a=1&b=2'>a longer text</a>"
        "<a href='javascript:void(0)'>no</a><a href='#top'>no</a><iframe src='//other.example/f'></iframe><a href='http://['>no</a>"
    )
    assert page.links == (
        Link(url="https://shop.example/shop/x?a=1&b=2", text="a longer text"),
        Link(url="https://other.example/f", text=""),
    )


def test_images_are_found_wherever_they_are_named() -> None:
    page = page_of(
        "<link rel=icon href=/i.ico><meta property='og:image' content='/og.jpg'>"
        '<style>.a{background:url("/css.png")} @font-face{src:url(/f.woff2)}</style>'
        "<img src=a.png alt='price list'><img data-src=lazy.png><img srcset='s.png 1x, l.png 2x'>"
        "<picture><source srcset='p.webp 640w, q.webp 1280w'></picture>"
        "<div style=\"background-image:url('/in.png')\"></div>"
        "<img src='data:image/png;base64,AAAA'><img src='a.png'>"
    )
    by_url = {image.url.removeprefix("https://shop.example"): image.source for image in page.images}
    assert by_url == {
        "/a/a.png": ImageSource.IMG,
        "/a/lazy.png": ImageSource.IMG,
        "/a/l.png": ImageSource.SRCSET,
        "/a/q.webp": ImageSource.SRCSET,
        "/in.png": ImageSource.CSS,
        "/css.png": ImageSource.CSS,
        "/og.jpg": ImageSource.META,
        "/i.ico": ImageSource.ICON,
        "data:image/png;base64,AAAA": ImageSource.DATA,
    }
    assert page.images[0] == ImageRef(
        url="https://shop.example/a/a.png", source=ImageSource.IMG, alt="price list"
    )
    assert page.favicon == "https://shop.example/i.ico"


def test_a_reference_into_the_page_itself_is_no_image() -> None:
    page = page_of(
        "<style>.a{filter:url(#blur);mask:url('#m')}</style><svg><image href='#i'/></svg><img src='#'>"
    )
    assert page.images == ()


def test_contacts_are_read_from_links_and_from_text() -> None:
    onion = "a" * 56 + ".onion"
    page = page_of(
        "<a href='tg://resolve?domain=qala_vitrina_'>x</a><a href='tel:+77000000000'>x</a>"
        "<a href='mailto:a@shop.example'>x</a>"
        f"<p>Write @dala_market_ or b@shop.example, t.me/qala_ten_ or +7 700 000 00 01. http://{onion}/x</p>"
    )
    assert set(page.contacts) == {
        "tg://resolve?domain=qala_vitrina_", "tel:+77000000000", "mailto:a@shop.example", "@dala_market_",
        "b@shop.example", "t.me/qala_ten_", "+7 700 000 00 01", f"http://{onion}/x",
    }  # fmt: skip


def test_title_and_language_are_those_the_document_declares() -> None:
    page = page_of("<html lang='kk-KZ'><title> Бір \n бет </title><h1>Heading</h1>")
    assert (page.title, page.language) == ("Бір бет", "kk-KZ")
    assert page_of("<h1>Heading</h1>").title == "Heading"


@pytest.mark.parametrize(
    ("body", "header", "encoding"),
    [
        (RUSSIAN.encode(), "text/html", "utf-8"),
        (RUSSIAN.encode(), "text/html; charset=windows-1251", "utf-8"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", "cp1251"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=iso-8859-1", "cp1251"),
        (RUSSIAN.encode("koi8-r"), "text/html; charset=koi8-r", "koi8-r"),
        (KAZAKH.encode("kz1048"), "text/html; charset=windows-1251", "kz1048"),
        (KAZAKH.encode("kz1048"), "text/html", "kz1048"),
        ("\ufeff" + RUSSIAN, "text/html", "utf-8"),
        (RUSSIAN.encode("utf-16"), "text/html", "utf-16-le"),
        (RUSSIAN.encode("cp866"), "text/html; charset=cp866", "cp866"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=no-such-thing", "cp1251"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=base64", "cp1251"),
    ],
)
def test_the_charset_is_what_the_bytes_say(body: bytes | str, header: str, encoding: str) -> None:
    text, found = decode(body.encode() if isinstance(body, str) else body, header)
    assert found == encoding
    assert text in {RUSSIAN, KAZAKH}


def test_plain_text_and_json_are_pages_with_links() -> None:
    page = page_of('{"shop": "http://Shop.Example:80/x", "tg": "@qala_vitrina_"}', "application/json")
    assert page.kind is PageKind.TEXT
    assert [link.url for link in page.links] == ["http://shop.example/x"]
    assert "@qala_vitrina_" in page.contacts


def test_markup_is_known_without_a_media_type_and_a_binary_is_no_page() -> None:
    assert page_of("<!doctype html><title>T</title>", "").title == "T"
    assert read(capture_of(b"\x00\x01\x02", "")) is None
    assert read(capture_of(b"%PDF-1.7", "application/pdf")) is None


MONSTERS = {
    "deep nesting": "<div>" * 400_000,
    "links in nested blocks": "<a href=/x><div>" * 100_000,
    "unclosed formatting": "<b><i>" * 200_000 + "</b>" * 200_000,
    "one long line": "x" * 4_000_000,
    "open brackets": "<" * 3_000_000,
    "attributes": "<a " + "x=1 " * 500_000 + ">",
    "styles": "<div style='" + "url(" * 500_000 + "'>",
    "quoted styles": '<div style="' + "url('" * 500_000 + '">',
    "srcset": "<img srcset='" + "a ,b " * 500_000 + "'>",
    "handles": "@abcde_ " * 400_000,
    "mail": "a." * 1_500_000 + "@",
    "digits": "8 700 " * 500_000,
    "many links": "".join(f"<a href=/{number}>x</a>" for number in range(100_000)),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monstrous_document_is_read_in_bounded_time(name: str) -> None:
    started = time.process_time()
    page = page_of(MONSTERS[name])
    assert time.process_time() - started < 20
    assert len(page.links) <= 3000
    assert len(page.images) <= 300
    assert len(page.contacts) <= 500


PIECES = """<div>|</div>|<a href='|'>|<img src=|<style>|url(|<!--|-->|<script>|]]>|<base href=x>|<title>|&#0;|
&#xD800;|\x00|http://[|data:image/png;base64,|<meta charset=utf-7>|<svg><image href=x>|<time datetime=x>|тек|
<div class=tgme_page><b class=tgme_page_title>|<div class=tgme_widget_message data-post=a/1>"""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join))
def test_no_markup_makes_reading_fail(markup: str) -> None:
    assert read(capture_of(markup)) is not None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/html; charset=utf-16", "text/plain", ""]))
def test_no_bytes_make_reading_fail(body: bytes, kind: str) -> None:
    page = read(capture_of(body, kind))
    assert page is None or isinstance(page.text, str)


def test_text_behind_a_hundred_thousand_tags_is_still_read() -> None:
    page = page_of("<i></i>" * 80_000 + "<p>hidden</p><p>at the end @qala_vitrina_</p>")
    assert "hidden" in page.text
    assert page.contacts == ("@qala_vitrina_",)
