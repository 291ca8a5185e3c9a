"""Volunteers on a bad line, in a real Chromium: the page opens, photos wait, broken uploads go on."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect
from sqlalchemy import select, update

from models.raid import Raid, RaidPhoto
from pipeline.raids import Sheet, keep_raid
from tests.review.conftest import Office
from tests.review.factory import NOW, Street, picture
from tests.review.screens import Screen, become

SOON = 30_000
PIECE = 512 * 1024


@pytest.fixture
def volunteer(office: Office, screen: Screen) -> Page:
    """The page for photos after one visit, its worker at work."""
    become(office, screen.page.context, screen.base, "volunteer")
    screen.page.goto(f"{screen.base}/photos")
    screen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return screen.page


def choose(page: Page, *names: str, data: bytes | None = None) -> Locator:
    """Choose photos and press the button; gives the lines of answers."""
    files = [{"name": name, "mimeType": "image/png", "buffer": data or picture()} for name in names]
    page.set_input_files("#photo", files)  # type: ignore[arg-type]
    page.click("form[data-photos] button.primary")
    return page.locator(".answers li")


def test_the_page_opens_and_keeps_photos_without_a_line_and_sends_them_when_there_is_one(
    office: Office, screen: Screen, volunteer: Page
) -> None:
    context = volunteer.context
    context.set_offline(True)
    volunteer.goto(f"{screen.base}/photos")
    expect(volunteer.locator("h1")).to_have_text("Send photos")
    assert volunteer.evaluate("getComputedStyle(document.body).margin") == "0px"  # its style came too
    answers = choose(volunteer, "wall-0.png", "wall-1.png")
    expect(answers).to_have_count(2)
    expect(answers.last).to_contain_text("waits for a line")
    volunteer.close()  # the phone is put away
    page = context.new_page()
    page.goto(f"{screen.base}/photos")
    expect(page.locator(".answers li")).to_have_count(2)
    assert office.taken == []
    context.set_offline(False)
    expect(page.locator(".answers li", has_text="Read. Thank you.")).to_have_count(2, timeout=SOON)
    assert office.taken == ["wall-0.png", "wall-1.png"]
    page.reload()
    expect(page.locator("h1")).to_have_text("Send photos")
    assert page.locator(".answers li").count() == 0


def test_an_upload_that_broke_goes_on_where_it_broke(office: Office, volunteer: Page) -> None:
    arrived: list[int] = []
    broken: list[int] = []

    def line(route: Route) -> None:
        said = re.search(rb'name="offset"\r\n\r\n(\d+)', route.request.post_data_buffer or b"")
        assert said is not None
        if len(arrived) == 2 and not broken:
            broken.append(int(said[1]))
            route.abort("connectionreset")
            return
        arrived.append(int(said[1]))
        route.continue_()

    volunteer.route("**/photos/pieces/*", line)
    answers = choose(volunteer, "wall.png", data=b"\0" * (3 * PIECE + 1))
    expect(answers).to_contain_text("Read. Thank you.", timeout=SOON)
    assert broken == [2 * PIECE]
    assert arrived == [0, PIECE, 2 * PIECE, 3 * PIECE]
    assert office.taken == ["wall.png"]


def test_photos_of_one_person_are_not_sent_by_another_and_the_kept_page_goes_with_them(
    office: Office, screen: Screen, volunteer: Page
) -> None:
    context = volunteer.context
    context.set_offline(True)
    expect(choose(volunteer, "wall.png")).to_contain_text("waits for a line")
    volunteer.route("**/photos/pieces/*", lambda route: route.abort())  # before it is tried again
    context.set_offline(False)
    volunteer.click("form.person button")
    expect(volunteer.locator("#password")).to_be_visible()
    become(office, context, screen.base, "analyst")
    volunteer.unroute("**/photos/pieces/*")
    volunteer.goto(f"{screen.base}/photos")
    volunteer.wait_for_timeout(500)
    assert office.taken == []
    become(office, context, screen.base, "volunteer")
    volunteer.goto(f"{screen.base}/photos")
    expect(volunteer.locator(".answers li")).to_contain_text("Read. Thank you.", timeout=SOON)
    assert office.taken == ["wall.png"]


def a_raid(office: Office) -> None:
    """The first raid, whose sheet the volunteer keeps."""
    sheet = Sheet(
        begun_at=NOW,
        ended_at=None,
        place="Maikuduk",
        people=3,
        names="",
        agreed="",
        found=5,
        painted=4,
        note="",
    )
    with office.database.write() as session:
        keep_raid(session, sheet, actor="volunteer", now=NOW)


def test_a_photo_whose_raid_is_no_longer_there_is_sent_by_itself_and_holds_none_up(
    office: Office, screen: Screen
) -> None:
    a_raid(office)
    context, page = screen.page.context, screen.page
    become(office, context, screen.base, "volunteer")
    page.goto(f"{screen.base}/raids/1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    files: list[FilePayload] = [{"name": "before.png", "mimeType": "image/png", "buffer": picture()}]
    page.set_input_files("#photo-before", files)
    page.click("form:has(#photo-before) button")
    expect(page.locator(".answers li", has_text="waits for a line")).to_have_count(1)
    page.close()
    with office.database.write() as session:
        session.execute(update(Raid).values(kept_by="another"))
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{screen.base}/photos")
    expect(page.locator(".answers li", has_text="Read. Thank you.")).to_have_count(1, timeout=SOON)
    assert office.taken == ["before.png"]


def test_photos_of_a_raid_added_without_a_line_arrive_once_and_the_sheet_goes_with_its_reader(
    office: Office, screen: Screen
) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        for name in ("a", "b"):
            street.photo(street.code(f"https://go.example/{name}"), sender="volunteer")
    a_raid(office)
    context, page = screen.page.context, screen.page
    become(office, context, screen.base, "volunteer")
    page.goto(f"{screen.base}/raids/1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    page.goto(f"{screen.base}/raids/1")
    expect(page.locator("h1")).to_contain_text("Raid 1")
    for moment in ("before", "after"):
        file: FilePayload = {"name": f"{moment}.png", "mimeType": "image/png", "buffer": picture()}
        page.set_input_files(f"#photo-{moment}", [file])
        page.click(f"form:has(#photo-{moment}) button")
    expect(page.locator(".answers li", has_text="waits for a line")).to_have_count(2)
    page.close()
    assert office.taken == []
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{screen.base}/raids/1")
    expect(page.locator(".answers li", has_text="Read. Thank you.")).to_have_count(2, timeout=SOON)
    page.goto(f"{screen.base}/raids/1")
    assert page.locator(".answers li").count() == 0
    assert office.taken == ["before.png", "after.png"]
    with office.database.read() as session:
        rows = session.scalars(select(RaidPhoto).order_by(RaidPhoto.photo_id)).all()
        assert [(row.raid_id, row.photo_id, row.moment) for row in rows] == [
            (1, 1, "before"),
            (1, 2, "after"),
        ]
    kept = "caches.match('/raids/1').then((page) => Boolean(page))"
    assert page.evaluate(kept)
    page.goto(f"{screen.base}/raids")
    page.click("form.person button")
    expect(page.locator("#password")).to_be_visible()
    assert not page.evaluate(kept)
