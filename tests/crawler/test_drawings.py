"""Codes that a page draws itself: in its markup, with characters, by scripts, in frames, behind links."""

from base64 import b64decode

import pytest

from crawler.escalation import browser_reason
from crawler.page import ImageSource, Page
from crawler.reading import read
from qr.reader import Reader
from tests.crawler.captures import capture_of
from tests.crawler.conftest import HostileCrawl
from tests.crawler.hostile import code_drawn_by

BARS = "█▀▄ ██▀▀\n" * 12
SHAPES = '<rect x="1" y="2" width="1" height="1"/>' * 20
CELLS = '<td style="background:#000"></td><td>&nbsp;</td>'
EMOJI_TEST = (
    "<script>window._wpemojiSettings={{}};!function(e,t){{var c=t.createElement('canvas'),"
    "x=c.getContext('2d');x.fillText('a',0,0);c.toDataURL();{}}}(window,document)</script>"
)


def page_of(body: str, kind: str = "text/html; charset=utf-8") -> Page:
    page = read(capture_of(body, kind))
    assert page is not None
    return page


@pytest.mark.parametrize("body", ["<pre>{}</pre>", "<pre><code>{}</code></pre>", "<textarea>{}</textarea>"])
def test_a_text_of_marks_keeps_its_spaces_and_lines(body: str) -> None:
    assert BARS in page_of(f"<p>Витрина</p>{body.format('  ' + BARS)}").drawings[0]


def test_marks_in_broken_lines_in_posts_and_in_plain_texts_are_kept() -> None:
    marked = BARS.replace("\n", "<br>").replace(" ", "&nbsp;")
    wanted = BARS.replace(" ", "\xa0")
    assert page_of(f"<p>{marked}</p>").drawings[0] == wanted
    post = '<div class="tgme_widget_message_text js-message_text">'
    channel = page_of(
        f'<div class="tgme_widget_message" data-post="qala_vitrina_/1">{post}{marked}</div></div>'
    )
    assert channel.drawings == (wanted,)
    assert page_of(BARS, "text/plain").drawings == (BARS,)


def test_the_empty_lines_around_a_code_do_not_hide_it() -> None:
    quiet = (" " * 40 + "\n") * 4
    assert page_of(f"<pre>{quiet}{BARS}{quiet}</pre>").drawings != ()


def test_running_text_is_no_drawing() -> None:
    assert page_of("<pre>a price list\n" + "x 1 = 5\n" * 3 + "</pre><p>" + "text<br>" * 50).drawings == ()


def test_a_drawing_in_the_markup_becomes_an_svg_document() -> None:
    page = page_of(
        '<svg viewbox="0 0 9 9" @click="go()" :class=x><title>a&nbsp;&amp;</title>'
        f"{SHAPES}<svg>{SHAPES}</svg></svg>"
        '<svg viewBox="0 0 9 9"><path d="M0 0h1"/></svg>'
    )
    (image,) = page.images
    assert image.source is ImageSource.VECTOR
    written = b64decode(image.url.partition(",")[2]).decode()
    assert written.startswith('<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"')
    assert written.count("<rect") == 40
    assert "click" not in written


def test_what_frames_and_links_show_is_an_image() -> None:
    page = page_of(
        "<object data=/a.svg></object><embed src=/b type=application/pdf><iframe src=/c.pdf></iframe>"
        "<iframe src=/page></iframe><iframe srcdoc=\"<img src='/d.png'>\"></iframe>"
        "<a href='/price.PDF?x=1'>x</a><a href=/photo.heic>x</a><a href=/page.html>x</a><video poster=/e.jpg>"
    )
    found = {image.url.removeprefix("https://shop.example"): image.source.value for image in page.images}
    assert found == {
        "/e.jpg": "img",
        "/a.svg": "img",
        "/b": "img",
        "/c.pdf": "img",
        "/d.png": "img",
        "/price.PDF?x=1": "link",
        "/photo.heic": "link",
    }


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<script>x</script><canvas></canvas>", "scripts that may draw"),
        ("<script>new QRCode(box, text)</script>", "scripts that may draw"),
        ("<script src=/js/jquery-qrcode.min.js></script>", "scripts that may draw"),
        ("<table>" + f"<tr>{CELLS * 11}</tr>" * 21 + "</table>", "a grid of empty cells"),
        ("<div>" + "<i class=b></i>" * 441 + "</div>", "a grid of empty cells"),
        ("<script>x</script><table>" + "<tr><td>5</td><td></td></tr>" * 300 + "</table>", None),
        ("<canvas></canvas>", None),
        (EMOJI_TEST.format(""), None),
        (EMOJI_TEST.format("x.fillRect(0,0,4,4)"), "scripts that may draw"),
        (EMOJI_TEST.format("new QRCode(t.body,'x')"), "scripts that may draw"),
        ("<canvas></canvas>" + EMOJI_TEST.format(""), "scripts that may draw"),
        (
            EMOJI_TEST.format("") + "<script>document.createElement('canvas')</script>",
            "scripts that may draw",
        ),
    ],
)
def test_what_only_a_browser_shows_goes_to_the_browser(body: str, why: str | None) -> None:
    capture = capture_of(f"<html><body><p>{'Слова витрины. ' * 40}</p>{body}</body></html>")
    page = read(capture)
    assert page is not None
    reason = browser_reason(capture, page)
    assert reason is None if why is None else (reason or "").startswith(why)


def test_what_scripts_and_styles_draw_is_pictured_by_the_browser(hostile_crawl: HostileCrawl) -> None:
    visit = hostile_crawl.outcome.visits["http://hostile.example/drawn"]
    pictures = [image for image in visit.images if image.ref.source is ImageSource.ELEMENT]
    reader = Reader()
    found = {
        symbol.text
        for picture in pictures
        if picture.capture is not None
        for symbol in reader.read(picture.capture.body).symbols
    }
    assert found == {code_drawn_by(way) for way in ("canvas", "blob", "table", "boxes")}
