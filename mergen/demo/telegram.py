"""Public channel previews, in the structure of `https://t.me/s/<channel>`."""

import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath

from mergen.demo.pages import Table
from mergen.demo.painters import draw
from mergen.demo.pictures import Picture, picture_of
from mergen.demo.reply import NOT_FOUND, Reply, redirect
from mergen.demo.templating import PREVIEW_HOST, WEB, templates

_PAGE_SIZE = 8


def load_channels() -> tuple[Table, ...]:
    """Every bundled channel."""
    folder = sorted((WEB / "channels").iterdir(), key=lambda entry: entry.name)
    return tuple(tomllib.loads(entry.read_text("utf-8")) for entry in folder)


class PreviewSite:
    """Stands for Telegram's web preview: `/s/<channel>` with `?before=` for older posts, `/<channel>`
    for the card, `/<channel>/<post>` for one post."""

    host = PREVIEW_HOST

    def __init__(self, channels: tuple[Table, ...]) -> None:
        self._channels = {channel["handle"]: channel for channel in channels}

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"/s/{handle}" for handle in self._channels)

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:
        match PurePosixPath(path).parts[1:]:
            case ("css", _):
                return Reply(
                    body=templates().get_template("telegram.css").render().encode(), media_type="text/css"
                )
            case ("file", _) | ("img", *_):
                return self._picture(path)
            case ("s", handle) if handle not in self._channels:
                return redirect(f"/{handle}")
            case ("s", handle):
                return self._preview(self._channels[handle], query)
            case (handle, *number) if handle in self._channels:
                return self._card(self._channels[handle], number)
        return NOT_FOUND

    def _preview(self, channel: Table, query: Mapping[str, str]) -> Reply:
        before = query.get("before", "")
        limit = int(before) if before.isdigit() else float("inf")
        posts = [post for post in channel["posts"] if post["id"] < limit]
        return _render("telegram.html", channel, tuple(posts[-_PAGE_SIZE:]), more=len(posts) > _PAGE_SIZE)

    def _card(self, channel: Table, number: list[str]) -> Reply:
        if not number:
            return _render("telegram_card.html", channel, ())
        posts = tuple(post for post in channel["posts"] if [str(post["id"])] == number)
        return _render("telegram.html", channel, posts) if posts else NOT_FOUND

    def _picture(self, path: str) -> Reply:
        for channel in self._channels.values():
            for table in channel.get("pictures", ()):
                if table["path"] == path:
                    return Reply(body=draw(picture_of(table)), media_type="image/jpeg")
        side = 40 if path.startswith("/img/") else 160
        picture = Picture(path=path, width=side, height=side, variety=path)
        return Reply(body=draw(picture), media_type="image/jpeg" if path.endswith(".jpg") else "image/png")


def _render(template: str, channel: Table, posts: tuple[Table, ...], *, more: bool = False) -> Reply:
    html = (
        templates().get_template(template).render(channel=channel, posts=posts, more=more, host=PREVIEW_HOST)
    )
    return Reply(body=html.encode())
