"""Which link to follow first. A first, fixed rule; what is learnt from scores comes on top of it."""

import re

from crawler.page import Link
from crawler.request import Origin, Request

DRAWING = re.compile(
    r"прайс|цен[аы]|каталог|витрин|магазин|товар|купить|заказ|контакт|оператор|телеграм|отзыв|ваканси|работ|курьер|город|район"
    r"|баға|тапсырыс|байланыс|дүкен|жұмыс|қала|аудан|пікір"
    r"|price|catalog|shop|store|buy|order|contact|operator|telegram|review|job|courier|city",
    re.IGNORECASE,
)
DULL = re.compile(
    r"login|signin|register|logout|cart|privacy|terms|cookie|print|share|rss|feed|calendar|archive|sort=|filter=|lang="
    r"|вход|регистрац|корзин|политик|соглашени",
    re.IGNORECASE,
)
LED_HERE = {Origin.CODE: 2.0, Origin.PHOTO: 2.0, Origin.CONTACT: 1.0}


def priority_of(link: Link, parent: Request) -> float:
    """Higher is earlier: shallow before deep, telling words before dull ones, what a code led to first."""
    words = f"{link.text} {link.url}"
    drawn = min(2, len(set(DRAWING.findall(words)))) * 0.4
    dull = 0.8 if DULL.search(words) else 0.0
    return LED_HERE.get(parent.provenance.origin, 0.0) * 0.5 - (parent.depth + 1) + drawn - dull
