"""Visits as the crawler would bring them, for tests of the road."""

from datetime import UTC, datetime
from io import BytesIO

import segno

from crawler.capture import Capture, Via
from crawler.page import ImageRef, ImageSource, Link, Page
from crawler.request import Request
from crawler.visit import SeenImage, Visit

FETCHED = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

SHOP_TEXT = """Витрина «Сухая ветка». Автопродажи круглосуточно, Караганда, районы: Майкудук, Юго-Восток.
Меф кристалл 0,5 г (прикоп) — 9000 ₸. Меф кристалл 1 г (магнит) — 16000 ₸. Шишки 1 г (тайник) — 12000 ₸.
Координаты и фото клада сразу после оплаты. Только предоплата, без встреч, оплата USDT или на карту,
чек в бот. Ненаход — заявка с видео в течение 24 часов, перезаклад.
Оператор @suhaya_vetka_, резервный канал @suhaya_rezerv_."""

NEWS_TEXT = """Городская библиотека приглашает на вечер поэзии. Встреча пройдёт в субботу в читальном зале,
вход свободный. Участники прочитают стихи местных авторов, затем состоится обсуждение за чаем."""


def code_png(text: str | bytes) -> bytes:
    buffer = BytesIO()
    segno.make_qr(text).save(buffer, kind="png", scale=8)
    return buffer.getvalue()


def capture(
    url: str, body: bytes, media_type: str = "text/html; charset=utf-8", status: int = 200
) -> Capture:
    return Capture(
        url=url,
        final_url=url,
        status=status,
        headers=(("Content-Type", media_type),),
        body=body,
        via=Via.HTTP,
        fetched_at=FETCHED,
    )


def image(url: str, data: bytes, source: ImageSource = ImageSource.IMG) -> SeenImage:
    return SeenImage(ref=ImageRef(url=url, source=source), capture=capture(url, data, "image/png"))


def visit(
    url: str,
    text: str,
    images: tuple[SeenImage, ...] = (),
    links: tuple[str, ...] = (),
    request: Request | None = None,
) -> Visit:
    favicon = next((seen.ref.url for seen in images if seen.ref.source is ImageSource.ICON), None)
    page = Page(
        url=url,
        title=text.partition(".")[0][:60],
        text=text,
        main_text=text,
        links=tuple(Link(url=link) for link in links),
        images=tuple(seen.ref for seen in images),
        contacts=tuple(word.strip(".,") for word in text.split() if word.startswith("@")),
        favicon=favicon,
    )
    body = f"<title>{url}</title><p>{text}</p>".encode()
    return Visit(request=request or Request(url=url), capture=capture(url, body), page=page, images=images)
