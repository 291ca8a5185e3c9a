"""Public previews of Telegram channels, as a test writes them."""

from collections.abc import Iterable


def post(channel: str, number: int, text: str = "Вечер поэзии, вход свободный", views: int = 40) -> str:
    return (
        f'<div class="tgme_widget_message" data-post="{channel}/{number}">'
        f'<div class="tgme_widget_message_text js-message_text">{text} {number}</div>'
        f'<span class="tgme_widget_message_views">{views}</span>'
        '<a class="tgme_widget_message_date"><time datetime="2026-03-01T07:00:00+00:00"></time></a></div>'
    )


def preview(channel: str, posts: Iterable[str], before: int | None = None) -> str:
    """A page of a channel, and the way back to what was posted before."""
    back = f'<a class="tme_messages_more" href="/s/{channel}?before={before}">more</a>' if before else ""
    info = f'<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">{channel}</div></div>'
    return f"<title>{channel}</title>{info}{back}{''.join(posts)}"


def channel(name: str, last: int, first: int = 1, size: int = 20) -> dict[str, str]:
    """All pages of a channel by path, the newest at `/s/NAME`."""
    pages, path = {}, f"/s/{name}"
    while last >= first:
        oldest = max(first, last - size + 1)
        more = oldest if oldest > first else None
        pages[path] = preview(name, [post(name, n) for n in range(oldest, last + 1)], more)
        path, last = f"/s/{name}?before={oldest}", oldest - 1
    return pages
