"""A person at work, in a real Chromium."""

import time

from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from models.database import Database
from models.frontier import EntryState, FrontierEntry
from models.queue import ShopLease
from models.run import RunState
from pipeline.blobs import FolderBlobs
from pipeline.runs import end
from review.leases import LEASE
from tests.review.conftest import Office
from tests.review.factory import Street, picture
from tests.review.screens import Screen


def test_a_reviewer_confirms_by_button_and_rejects_by_key(
    office: Office, shops: list[int], screen: Screen
) -> None:
    screen.sign_in("reviewer")
    page = screen.page
    page.click("text=Start")
    page.click("text=Offers drugs")
    page.click("text=Propaganda or illegal")
    page.click("button.confirm")
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[0]}: confirmed")
    expect(page).to_have_url(f"{screen.base}/shops/{shops[1]}?decided={shops[0]}")
    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("6")
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[1]}: rejected")
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[2]}: unsure")
    assert [office.decisions(shop)[-1].verdict for shop in shops] == ["confirmed", "rejected", "unsure"]
    assert office.decisions(shops[1])[0].reason == "report"
    assert screen.complaints == []


def test_undo_next_and_notes_work_by_key(office: Office, shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    keys = screen.page.keyboard
    keys.press("n")
    expect(screen.page.locator("h1")).to_have_text("QALA")
    screen.page.wait_for_load_state()
    keys.press("n")
    expect(screen.page).to_have_url(f"{screen.base}/shops/{shops[1]}")
    expect(screen.page.locator("h1")).not_to_have_text("QALA")
    keys.press("3")
    keys.press("m")
    keys.type("cruel work, c and r are letters here")
    keys.press("Escape")
    keys.press("a")
    keys.press("c")
    expect(screen.page.locator(".toast")).to_contain_text("confirmed")
    keys.press("z")
    expect(screen.page.locator(".decisions li")).to_have_count(2)
    first, last = office.decisions(shops[1])
    assert first.reason == "recruitment: cruel work, c and r are letters here"
    assert last.verdict == "unsure"


def test_keys_work_with_a_cyrillic_layout(office: Office, shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shops[0]}")
    press = "(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', {...key, bubbles: true}))"
    screen.page.evaluate(press, {"key": "ң", "code": "Digit6"})
    expect(screen.page.locator(".toast")).to_contain_text("rejected")
    assert [decision.verdict for decision in office.decisions(shops[0])] == ["rejected"]


def test_a_missing_reason_is_asked_for_and_the_note_kept(
    office: Office, shops: list[int], screen: Screen
) -> None:
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shops[0]}")
    screen.page.fill("#note", "prices by district")
    screen.page.click("button.confirm")
    expect(screen.page.locator("[role=alert]")).to_contain_text("choose why")
    expect(screen.page.locator("#note")).to_have_value("prices by district")
    assert office.decisions(shops[0]) == []


def test_the_screenshot_is_shown_when_asked_for(office: Office, screen: Screen) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        shop = street.shop("qala.example", screenshot_sha256=street.blob(picture(), kind="screenshot"))
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shop}")
    assert not [url for url in screen.asked if url.endswith("/preview")]
    screen.page.fill("#note", "a draft")
    screen.page.keyboard.press("Escape")
    screen.page.evaluate("window.scrollTo(0, 250)")
    screen.page.keyboard.press("v")
    shown = screen.page.locator(".screenshot img[src$=preview]")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 400
    assert [event.actor for event in office.events("viewed")] == ["reviewer"]
    expect(screen.page.locator("#note")).to_have_value("a draft")
    assert screen.page.evaluate("window.scrollY") == 250
    assert screen.complaints == []


def test_opening_another_page_keeps_the_draft(office: Office, shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shops[0]}")
    screen.page.keyboard.press("2")
    screen.page.keyboard.press("a")
    screen.page.click(".pages a")
    expect(screen.page.locator(".address")).to_have_text("hxxps://t[.]me/qala_vitrina_/")
    screen.page.keyboard.press("c")
    expect(screen.page.locator(".toast")).to_be_visible()
    assert [decision.reason for decision in office.decisions(shops[0])] == ["dead_drop"]


def test_a_choice_of_the_queue_is_an_address(shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    screen.page.select_option("select[name=label]", "recruitment")
    expect(screen.page.locator("tbody tr")).to_have_count(1)
    assert "label=recruitment" in screen.page.url


def test_it_fits_a_phone(shops: list[int], screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 360, "height": 740})
    screen.sign_in("reviewer")
    for path in ("/", f"/shops/{shops[0]}"):
        screen.page.goto(screen.base + path)
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_essentials_work_without_javascript(
    office: Office, shops: list[int], screen: Screen, chromium: Browser
) -> None:
    context = chromium.new_context(locale="en", java_script_enabled=False)
    plain = Screen(page=context.new_page(), base=screen.base)
    plain.sign_in("reviewer")
    plain.page.click("text=Start")
    plain.page.click("text=Offers drugs")
    plain.page.click("text=Propaganda or illegal")
    plain.page.click("button.confirm")
    expect(plain.page.locator(".toast")).to_contain_text("confirmed")
    plain.page.click("text=Undo")
    expect(plain.page.locator(".decisions li")).to_have_count(2)
    context.close()
    assert [decision.verdict for decision in office.decisions(shops[0])] == ["confirmed", "unsure"]


def test_two_people_at_once_decide_once(office: Office, shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shops[0]}")
    office.clock.pass_(seconds=LEASE.total_seconds())
    other = Database(str(office.database.url))
    elsewhere = Office(database=other, blobs=FolderBlobs(office.blobs.root), clock=office.clock)
    elsewhere.signed_in("admin").answer(shops[0], "rejected", "report")
    other.close()
    for key in "1ac":
        screen.page.keyboard.press(key)
    expect(screen.page.locator("h1")).to_have_text("Somebody was quicker")
    screen.page.click("text=Show the shop as it is now")
    expect(screen.page.locator(".decisions")).to_contain_text("admin")
    assert [decision.decided_by for decision in office.decisions(shops[0])] == ["admin"]


def test_skip_note_and_a_left_out_face_work_by_key(office: Office, shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    page, keys = screen.page, screen.page.keyboard
    page.goto(f"{screen.base}/shops/{shops[0]}")
    keys.press("m")
    keys.type("look at the mirror")
    keys.press("Escape")
    keys.press("p")
    expect(page.locator("#earlier ~ ol, #earlier ~ h3 ~ ol")).to_contain_text("look at the mirror")
    page.wait_for_load_state()
    keys.press("k")
    expect(page).to_have_url(f"{screen.base}/shops/{shops[1]}")
    page.goto(f"{screen.base}/shops/{shops[0]}")
    for key in ("x", "Tab", "Space", "1", "a", "c"):  # the second of two faces: six keys
        keys.press(key)
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[0]}: confirmed")
    (decision,) = office.decisions(shops[0])
    assert decision.covers == ["qala.example"]


def test_any_of_ten_faces_is_left_out_by_its_number(office: Office, screen: Screen) -> None:
    with office.database.write() as session:
        shop = Street(session, office.blobs).shop(*(f"qala-{number}.example" for number in range(10)))
    screen.sign_in("reviewer")
    screen.page.goto(f"{screen.base}/shops/{shop}")
    for key in ("x", "3", "x", "0", "1", "a", "c"):
        screen.page.keyboard.press(key)
    expect(screen.page.locator(".toast")).to_contain_text("confirmed")
    (decision,) = office.decisions(shop)
    assert set(decision.covers) == {f"qala-{number}.example" for number in range(9)} - {"qala-2.example"}


def test_a_draft_is_there_again_after_a_reload(shops: list[int], screen: Screen) -> None:
    screen.sign_in("reviewer")
    page = screen.page
    page.goto(f"{screen.base}/shops/{shops[0]}")
    page.keyboard.press("2")
    page.fill("#note", "half a thought")
    page.reload()
    expect(page.locator("#note")).to_have_value("half a thought")
    expect(page.locator("input[value=dead_drop]")).to_be_checked()


def test_a_crawl_is_followed_while_it_goes_on(office: Office, screen: Screen) -> None:
    with office.database.write() as session:
        street = Street(session, office.blobs)
        street.run.heartbeat_at, street.run.options = office.clock(), {"max_pages": 9}
        for name in ("a", "b"):
            street.queued(f"https://vetka.example/{name}")
        run_id = street.run.id
    screen.sign_in("analyst")
    page = screen.page
    page.click("text=Watching")
    page.click("text=Crawls")
    page.click(f"td >> text={run_id}")
    expect(page.locator("[data-said=queued]")).to_have_text("2")
    with office.database.write() as session:
        for entry in session.scalars(select(FrontierEntry)):
            entry.state = EntryState.DONE
    expect(page.locator("[data-said=queued]")).to_have_text("0")
    expect(page.locator("#account")).to_have_text("Account so far")
    with office.database.write() as session:
        end(session, run_id, RunState.FINISHED, {"pages": 2}, "", office.clock())
    expect(page.locator("#account")).to_have_text("Account")
    assert len([url for url in screen.asked if url.endswith("/progress")]) == 1
    assert screen.complaints == []


# How long after a key was pressed another heading was painted, in milliseconds.
STOPWATCH = """() => {
  const first = document.querySelector("h1").textContent;
  addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (!window.pressed || document.querySelector("h1")?.textContent === first) return;
    requestAnimationFrame(() => { window.painted ??= performance.now() - window.pressed; });
  }).observe(document.body, { childList: true, subtree: true });
}"""


def test_the_next_shop_is_painted_without_waiting_for_the_server(
    office: Office, shops: list[int], screen: Screen
) -> None:
    screen.sign_in("reviewer")
    page = screen.page
    page.goto(f"{screen.base}/shops/{shops[0]}")
    _look_ahead(page, shops[0])
    assert _holders(office) == {"reviewer": shops[0]}

    page.route("**/decisions", lambda route: _after(2, route))
    page.evaluate(STOPWATCH)
    page.keyboard.press("6")
    while not (painted := page.evaluate("window.painted")):
        page.wait_for_timeout(10)
    assert painted < 1000
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[0]}: rejected")
    expect(page).to_have_url(f"{screen.base}/shops/{shops[1]}?decided={shops[0]}")
    assert _holders(office) == {"reviewer": shops[1]}
    page.keyboard.press("z")
    expect(page).to_have_url(f"{screen.base}/shops/{shops[0]}")
    assert [decision.reason for decision in office.decisions(shops[0])] == ["report", "undone"]
    assert office.events("viewed") == []
    assert screen.complaints == []


def _look_ahead(page: Page, shop_id: int) -> None:
    """Wait until the page holds the shop after this one: read, and not only answered."""
    held = "id => Boolean(ahead?.page) && ahead.from.startsWith(`/shops/${id}/`)"
    for _ in range(3000):
        if page.evaluate(held, shop_id):
            return
        page.wait_for_timeout(10)
    raise AssertionError(f"the shop after {shop_id} never came")


def _after(seconds: float, route: Route) -> None:
    time.sleep(seconds)
    route.continue_()


def _holders(office: Office) -> dict[str, int]:
    with office.database.read() as session:
        return {lease.holder: lease.shop_id for lease in session.scalars(select(ShopLease))}


def test_decisions_taken_faster_than_the_server_answers_are_all_kept(
    office: Office, shops: list[int], screen: Screen
) -> None:
    screen.sign_in("reviewer")
    page = screen.page
    page.goto(f"{screen.base}/shops/{shops[0]}")
    _look_ahead(page, shops[0])
    page.route("**/decisions", lambda route: _after(0.7, route))
    page.keyboard.press("6")
    _look_ahead(page, shops[1])
    page.keyboard.press("u")
    page.fill("#note", "typed while the answers are under way")
    expect(page.locator(".toast")).to_contain_text(f"Shop {shops[1]}: unsure")
    expect(page.locator("#note")).to_have_value("typed while the answers are under way")
    assert [office.decisions(shop)[-1].verdict for shop in shops[:2]] == ["rejected", "unsure"]
    office.clock.pass_(seconds=LEASE.total_seconds())
    office.signed_in("admin").answer(shops[2], "rejected", "report")
    page.unroute("**/decisions")
    page.keyboard.press("Escape")
    page.keyboard.press("6")
    expect(page.locator("h1")).to_have_text("Somebody was quicker")
