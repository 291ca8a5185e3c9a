"""Reading the structure of channel previews."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.following import FollowPolicy, follow
from crawler.page import CardKind, ImageSource, Link, Page, PageKind
from crawler.reading import read
from crawler.request import Request
from crawler.summary import summary_of
from crawler.telegram import preview_of, preview_url
from crawler.traps import Bounds, TrapGuard
from crawler.visit import Visit
from tests.crawler.captures import capture_of

DATA = Path(__file__).parent / "data"
CHANNEL = (DATA / "channel.html").read_text()
CARD = (DATA / "card.html").read_text()


def read_page(html: str, url: str) -> Page:
    page = read(capture_of(html, url=url))
    assert page is not None
    return page


def test_a_post_has_its_date_views_text_links_photos_buttons_and_source() -> None:
    page = read_page(CHANNEL, "https://t.me/s/qala_vitrina_")
    assert page.kind is PageKind.CHANNEL
    (post,) = page.posts
    assert post.reference == "qala_vitrina_/101"
    assert post.published_at == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert post.views == 4400
    assert post.text == "Первая\nвторая @qala_ten_\nКнопка"
    assert Link(url="https://t.me/qala_ten_", text="@qala_ten_") in post.links
    assert [image.url for image in post.images] == ["https://cdn.example/p.jpg"]
    assert post.buttons == (Link(url="https://t.me/qala_bot_", text="Кнопка"),)
    assert (post.forwarded_from, post.forwarded_url) == ("Базар", "https://t.me/dala_market_/7")


def test_the_page_of_a_channel_has_head_and_posts_and_no_quotes() -> None:
    page = read_page(CHANNEL, "https://t.me/s/qala_vitrina_")
    assert page.title == "Витрина"
    assert page.text.startswith("Витрина\n\n@qala_vitrina_\n\nОписание\nсайт\n\nПервая")
    assert "quoted" not in page.text
    assert {"@qala_vitrina_", "https://t.me/qala_ten_", "https://t.me/qala_bot_"} <= set(page.contacts)
    assert [(image.url, image.source) for image in page.images] == [
        ("https://cdn.example/p.jpg", ImageSource.CSS),
        ("https://cdn.example/avatar.jpg", ImageSource.IMG),
    ]


def test_a_private_channel_or_a_bot_gives_its_card() -> None:
    page = read_page(CARD, "https://t.me/qala_club_")
    assert page.kind is PageKind.CARD
    assert page.title == "Закрытый клуб"
    assert page.posts == ()
    assert "tg://resolve?domain=qala_club_" in page.contacts


def card(name: str, action: str, extra: str) -> str:
    return (
        f'<div class="tgme_page"><div class="tgme_page_title"><span>{name}</span></div>'
        f'<div class="tgme_page_extra">{extra}</div>'
        f'<div class="tgme_page_action"><a href="{action}">Open</a></div></div>'
    )


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (CARD, CardKind.CHANNEL),
        (card("Клуб", "tg://join?invite=AbCd", "12 345 subscribers"), CardKind.PRIVATE_CHANNEL),
        (card("Чат", "tg://join?invite=AbCd", "12 members, 3 online"), CardKind.PRIVATE_GROUP),
        (card("Чат", "tg://resolve?domain=qala_chat_", "12 members"), CardKind.GROUP),
        (card("Лавка", "tg://resolve?domain=qala_bot", "@qala_bot"), CardKind.BOT),
        (card("Лавка", "tg://resolve?domain=qala_", "4 321 monthly users"), CardKind.BOT),
        (card("Айгуль", "tg://resolve?domain=qala_botanik_", "@qala_botanik_"), CardKind.PERSON),
        (
            '<div class="tgme_page"><div class="tgme_page_description">you can contact '
            '<a class="tgme_username_link" href="tg://resolve?domain=qala_none_">@qala_none_</a></div></div>',
            CardKind.NOBODY,
        ),
    ],
)
def test_a_card_says_whose_it_is(html: str, kind: CardKind) -> None:
    page = read_page(html, "https://t.me/qala_")
    assert (page.kind, page.card, page.posts) == (PageKind.CARD, kind, ())


def test_a_channel_has_posts_and_no_card() -> None:
    assert read_page(CHANNEL, "https://t.me/s/qala_vitrina_").card is None


def test_a_post_stands_in_the_summary_of_its_page_with_all_that_it_shows() -> None:
    page = read_page(CHANNEL, "https://t.me/s/qala_vitrina_")
    visit = Visit(request=Request(url=page.url), capture=capture_of(CHANNEL, url=page.url), page=page)
    summary = json.loads(json.dumps(summary_of(visit)))
    assert summary["card"] is None
    assert summary["posts"] == [
        {
            "reference": "qala_vitrina_/101",
            "published_at": "2026-03-01T07:00:00+00:00",
            "views": 4400,
            "text": "Первая\nвторая @qala_ten_\nКнопка",
            "links": ["https://t.me/qala_ten_", "https://t.me/qala_bot_"],
            "images": ["https://cdn.example/p.jpg"],
            "buttons": [{"text": "Кнопка", "url": "https://t.me/qala_bot_"}],
            "forwarded_from": "Базар",
            "forwarded_url": "https://t.me/dala_market_/7",
        }
    ]


@pytest.mark.parametrize(
    ("html", "url", "leads_to"),
    [
        (
            CHANNEL,
            "http://t-preview.example/s/qala_vitrina_",
            "http://t-preview.example/s/qala_vitrina_?before=101",
        ),
        (CARD, "https://t.me/qala_club_", "https://t.me/s/qala_club_"),
    ],
)
def test_only_the_paging_of_a_preview_is_followed(html: str, url: str, leads_to: str) -> None:
    page = read_page(html, url)
    found = follow(page, Request(url=url), FollowPolicy(), TrapGuard(Bounds()))
    assert [request.url for request in found] == [leads_to]


def test_a_channel_is_named_with_or_without_at() -> None:
    assert preview_url("@qala_vitrina_") == "https://t.me/s/qala_vitrina_"
    assert (
        preview_url("qala_vitrina_", "http://t-preview.example/s/")
        == "http://t-preview.example/s/qala_vitrina_"
    )
    with pytest.raises(ValueError, match="not a channel's name"):
        preview_url("../etc")


def test_a_public_name_is_read_from_its_preview() -> None:
    assert preview_of("https://t.me/qala_vitrina_") == "https://t.me/s/qala_vitrina_"
    assert preview_of("http://telegram.me/qala_vitrina_/") == "https://t.me/s/qala_vitrina_"
    for other in (
        "https://t.me/s/qala_vitrina_",
        "https://t.me/joinchat",
        "https://t.me/+abcdef",
        "https://x.example/a",
    ):
        assert preview_of(other) is None
