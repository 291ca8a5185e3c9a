"""The templates of all kinds of site, and how their texts become HTML."""

import re
from functools import cache
from importlib.resources import files

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup

WEB = files("mergen.demo") / "web"
PREVIEW_HOST = "t-preview.example"
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_LINKS = (
    (re.compile(r"(?<![\w/])@(\w+_)"), r'<a href="https://t.me/\1" target="_blank">@\1</a>'),
    (re.compile(r"(?<![\w&/])#(\w+)"), r'<a href="?q=%23\1">#\1</a>'),
    (re.compile(r'(?<!["=])(http://[\w./?=-]+)'), r'<a href="\1" target="_blank" rel="noopener">\1</a>'),
)


@cache
def templates() -> jinja2.Environment:
    """The templates and their filters: `md` for Markdown, `post` and `emoji` for Telegram's texts, `tenge`
    for numbers. The texts are ours, so HTML in them is let through."""
    loader = jinja2.PackageLoader("mergen.demo", "web/templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    environment.filters.update(post=_post_html, emoji=_emoji_html, tenge=_tenge)
    environment.filters["md"] = lambda text: Markup(markdown.render(text))  # noqa: S704 - our own texts
    return environment


def _tenge(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _emoji_html(text: str) -> Markup:
    return Markup(_EMOJI.sub(_one_emoji, text))  # noqa: S704 - our own texts


def _one_emoji(match: re.Match[str]) -> str:
    name = match[0].encode().hex().upper()
    return (
        f'<i class="emoji" style="background-image:url(\'//{PREVIEW_HOST}/img/emoji/40/{name}.png\')">'
        f"<b>{match[0]}</b></i>"
    )


def _post_html(text: str) -> Markup:
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text.strip())
    html = re.sub(r"\|\|(.+?)\|\|", r"<tg-spoiler>\1</tg-spoiler>", html)
    for pattern, replacement in _LINKS:
        html = pattern.sub(replacement, html)
    return _emoji_html(html.replace("\n", "<br>"))
