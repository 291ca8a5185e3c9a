"""Stored XSS: whatever a hostile page, post, photo or file name says, in a real Chromium no script of it runs
and nothing is asked of anybody else."""

from io import BytesIO
from typing import Any

from PIL import ExifTags
from PIL import Image as Pillow
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capture import Capture, Obstacle, PageImage
from models.dry_run import DryRun, DryRunChange, DryRunState
from models.quality import CaptureCheck
from models.run import RunState
from pipeline.alarm import Alarm, AlarmKind, raise_alarm
from pipeline.runs import end
from tests.review.conftest import Office
from tests.review.factory import NOW, Street, picture
from tests.review.screens import Screen, become

XSS = (
    "<script>window.hacked=1</script>",
    "\"><img src=x onerror='window.hacked=1'>",
    "'-window.hacked=1-'",
    "javascript:window.hacked=1",
    "{{ 7*7 }}<svg/onload=window.hacked=1>",
    "<a hx-get='http://evil.example/' hx-trigger='load'>x</a>",
    "</textarea><iframe src=http://evil.example/></iframe>",
    '<link rel=stylesheet href="//evil.example/x.css"><base href=//evil.example/>',
)
SHOWN = {  # fields whose words a reader sees, each of which is proof that the attack was on the page
    "title", "text", "image", "url", "tls", "hop", "banner", "lacking", "chain", "photo-note", "payload",
    "reason", "detail", "post", "forwarded", "link", "button", "obstacle", "service", "second",
}  # fmt: skip


def test_hostile_text_runs_no_script_and_asks_nobody(office: Office, screen: Screen) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shops = [_hostile_shop(street, number, text) for number, text in enumerate(XSS)]
        run = _hostile_run(session, street)
    become(office, screen.page.context, screen.base, "admin")
    page, seen = screen.page, ""
    page.goto(f"{screen.base}/shops/{shops[0]}")
    for shop in shops:
        page.goto(f"{screen.base}/shops/{shop}?clear=1&numbers=1&secrets=1")
        seen += page.inner_text("body")
        page.fill("#note", XSS[shop % len(XSS)])
        page.click("button.unsure")
        expect(page.locator(".toast")).to_be_visible()
    assert {field for field in SHOWN if f"in-{field}:" not in seen} == set()
    for path in ("/?state=all", f"/runs/{run}", "/runs", "/alarms?all=1", "/lexicon/1"):
        page.goto(screen.base + path)
        assert "hacked" in page.inner_text("body"), path
    for path in ("/failures", "/harvest"):
        page.goto(screen.base + path)
    _nothing_happened(screen)


def test_a_photos_name_and_what_its_camera_wrote_run_no_script(office: Office, screen: Screen) -> None:
    become(office, screen.page.context, screen.base, "volunteer")
    page = screen.page
    page.goto(f"{screen.base}/photos")
    names = [f"{text.replace('/', '_')}.jpg" for text in XSS]
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": _camera_photo(name)} for name in names]
    page.fill("#note", XSS[1])
    page.set_input_files("#photo", files)  # type: ignore[arg-type]
    page.click("text=Send >> nth=-1")
    expect(page.locator(".answers li", has_text="Read. Thank you.")).to_have_count(len(XSS), timeout=20_000)
    assert [line.partition(": ")[0] for line in page.locator(".answers li").all_inner_texts()] == names
    assert office.taken == names
    _nothing_happened(screen)


def test_a_picture_is_shown_without_what_its_maker_wrote_into_it(office: Office, screen: Screen) -> None:
    written = XSS[0]
    with office.database.write() as session:
        street = Street(session, office.blobs)
        digest = street.blob(_camera_photo(written) + written.encode(), "text/html", kind="screenshot")
        street.shop("qala.example", screenshot_sha256=digest)
    become(office, screen.page.context, screen.base, "reviewer")
    for kind in ("preview", "blurred"):
        answer = screen.page.goto(f"{screen.base}/evidence/{digest}/{kind}")
        assert answer is not None
        assert answer.headers["content-type"].startswith("image/")
        assert b"hacked" not in answer.body()
        assert screen.page.evaluate("window.hacked") is None
    assert [url for url in screen.asked if not url.startswith(screen.base)] == []


def _nothing_happened(screen: Screen) -> None:
    screen.page.wait_for_timeout(300)  # what would run, would have run
    assert screen.page.evaluate("window.hacked") is None
    assert [url for url in screen.asked if not url.startswith((screen.base, "data:"))] == []
    # No page of ours so much as tried: the policy had nothing to stop.
    assert [text for text in screen.complaints if "Content Security Policy" in text] == []


def _camera_photo(text: str) -> bytes:
    """A JPEG in whose EXIF every field of words says `text`."""
    exif = Pillow.Exif()
    for tag in ("Make", "Model", "ImageDescription", "Artist", "Copyright", "Software", "DateTime"):
        exif[ExifTags.Base[tag]] = text
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = text.encode()
    out = BytesIO()
    Pillow.open(BytesIO(picture())).convert("RGB").save(out, "JPEG", exif=exif, comment=text.encode())
    return out.getvalue()


def _hostile_shop(street: Street, number: int, text: str) -> int:
    """A shop with `text` in every field that its maker, or who photographs its advertising, controls."""

    def said(field: str) -> str:
        return f"in-{field}: {text} {number}"

    link = f"http://evil{number}.example/{said('payload')}"
    code = street.code(link, "text", link)
    wall = {"text": f"{said('photo-text')} {text}", "quote": text}
    where = {"latitude": 49.8, "longitude": 73.1}
    street.photo(code, note=said("photo-note"), sender=text, taken_at=said("camera"), **wall, **where)
    session = street.session
    shop = street.shop(
        f"{text}{number}.example",
        title=said("title"),
        text=f"{said('text')} {text}",
        image_text=said("image"),
        language="<b>"[:8],
        signs=(("A", text, text, 0.5), (text, "A1_catalog_price", text, 0.5), ("L", "L1_news", text, -0.5)),
        url=f"https://evil{number}.example/{said('url')}",
        origin="photo",
        reference=code,
        tls_error=said("tls"),
        protocol=text,
        headers=[["Server", text], ["Content-Security-Policy", text], [text, text]],
        certificates=[{"sha256": "0" * 64, "subject": text, "issuer": text}],
        handling={"consent": {"words": said("banner")}},
        hops=[{"url": f"http://evil.example/{said('hop')}", "status": 302, "location": text}],
        score=0.99,
    )
    last = session.scalars(select(Capture).order_by(Capture.id.desc())).first()
    assert last is not None
    shown: dict[str, Any] = {"url": f"http://evil.example/{text}.png", "source": text, "image_sha256": code}
    session.add(PageImage(capture_id=last.id, alt=text, failure=text, **shown))
    lacking: dict[str, Any] = {"complete": False, "quotes": 1, "unsaid": [said("lacking")]}
    session.add(CaptureCheck(capture_id=last.id, checked_at=NOW, **lacking))
    street.obstacle(f"{text}{number}.example", "challenge", said("obstacle"))
    session.scalars(select(Obstacle).order_by(Obstacle.capture_id.desc())).first().service = said("service")  # type: ignore[union-attr]
    hops = [{"url": f"http://evil.example/{said('chain')}", "status": 302, "location": text}]
    street.face(shop, f"landing{number}.example", url=link, hops=hops, score=0.5)
    whence = {"reason": said("reason"), "detail": said("detail"), "origin": text, "reference": text}
    channel = street.face(shop, f"t.me/{text}{number}", score=0.4, **whence)
    links = [{"url": "javascript:window.hacked=1", "text": said("link")}, {"url": said("link"), "text": ""}]
    buttons = [{"url": "data:text/html,<script>window.hacked=1</script>", "text": said("button")}]
    forwarded = {"forwarded_from": said("forwarded"), "forwarded_url": text}
    street.post(channel, number + 1, said("post"), links=links, buttons=buttons, **forwarded)
    street.shop(f"other{number}.example", url=f"https://evil.example/{said('second')}")
    street.look_again(f"{text}{number}.example", f"other{number}.example")
    return shop


def _hostile_run(session: Session, street: Street) -> int:
    """A crawl that ended, an alarm and a dry run, with what pages and their addresses said."""
    said = XSS[0]
    street.run.seeds = [f"https://evil.example/{said}"]
    for text in XSS:
        street.queued(f"https://evil.example/{text}", "timeout", text)
    end(
        session, street.run.id, RunState.FAILED, {"failed": {"timeout": 8}, "unreached": list(XSS)}, said, NOW
    )
    facts = dict.fromkeys(("usual", "pages", "run", "day", "count"), said)
    for kind in AlarmKind:
        raise_alarm(session, street.run.id, Alarm(kind=kind, message=said, facts=facts), NOW)
    asked: dict[str, Any] = {"lexicon": said, "asked_by": "analyst", "asked_at": NOW, "newest": None}
    trial = DryRun(name=said, error=said, state=DryRunState.FAILED, **asked)
    session.add(trial)
    session.flush()
    capture = session.scalars(select(Capture.id)).first()
    labels = {"change": "appears", "label_before": "benign", "label_after": "sale"}
    signs = {"gained": [{"kind": said, "quote": said}], "lost": []}
    change: dict[str, Any] = {
        "capture_id": capture,
        "score_before": 0.1,
        "score_after": 0.9,
        **labels,
        **signs,
    }
    session.add(DryRunChange(dry_run_id=trial.id, **change))
    session.flush()
    return street.run.id
