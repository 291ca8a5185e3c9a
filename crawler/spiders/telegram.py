"""A public channel's preview, back through its pages: `scrapy crawl telegram -a channel=qala_vitrina_`."""

from collections.abc import Sequence
from typing import Any

from crawler.spiders.site import SiteSpider
from crawler.telegram import PREVIEW_BASE, preview_url


class TelegramSpider(SiteSpider):
    """`channel`: names, with or without @, separated by commas; `max_pages` how far back (10). The other
    arguments are those of `site`."""

    name = "telegram"

    def __init__(self, *args: Any, channel: str | Sequence[str] = (), **options: Any) -> None:
        names = channel.split(",") if isinstance(channel, str) else channel
        base = str(options.get("telegram_preview") or PREVIEW_BASE)
        options.setdefault("max_pages", 10 * max(1, len(names)))
        options["url"] = [preview_url(name, base) for name in names if name.strip()]
        super().__init__(*args, **options)
