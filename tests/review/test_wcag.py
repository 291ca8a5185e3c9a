"""WCAG 2.2, levels A and AA, checked by axe in a real Chromium on every page of the review application."""

from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from review.app import ROOMS
from tests.review.conftest import Office
from tests.review.everything import Everything, furnish
from tests.review.screens import Screen, a_screen, become, served

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CHECK = """async () => {
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"], preload: false,
  });
  const said = ({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary.slice(0, 300)})`;
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${said(node)}`));
}"""
WIDE, PHONE = {"width": 1300, "height": 850}, {"width": 360, "height": 740}
VIEWS = (("wide, light", WIDE, "light"), ("phone, dark", PHONE, "dark"))
NO_PAGES = (  # what is no page: pictures, files, streams, and ways that lead elsewhere
    "/evidence/",
    "/sign-in/provider",
    "/photos/worker.js",
    "/overview/report",
    "/second-factor/code.png",
    "/file",
    "/progress",
    "/next",
    "/ahead",
)


def pages(have: Everything) -> dict[str, str]:
    """Addresses by the route that answers them; several where one page has several faces."""
    shop = f"/shops/{have.shop}"
    return {
        "/?state=all": "/",
        "/?label=recruitment": "/",
        shop: "/shops/{shop_id}",
        f"{shop}?clear=1&numbers=1&secrets=1": "/shops/{shop_id}",
        f"/shops/{have.held}": "/shops/{shop_id}",
        f"/shops/{have.plain}?decided={have.plain}": "/shops/{shop_id}",
        f"/second-look/{have.sampled}": "/second-look/{decision_id}",
        "/shops/999999": "",
        "/overview": "/overview",
        "/keys": "/keys",
        "/photos": "/photos",
        "/second-factor": "/second-factor",
        "/raids": "/raids",
        "/raids/1?clear=1": "/raids/{raid_id}",
        "/targets": "/targets",
        "/targets/1": "/targets/{target_id}",
        "/schedules": "/schedules",
        "/runs": "/runs",
        f"/runs/{have.running}": "/runs/{run_id}",
        f"/runs/{have.ended}": "/runs/{run_id}",
        "/alarms": "/alarms",
        "/failures": "/failures",
        "/harvest": "/harvest",
        "/lexicon": "/lexicon",
        "/lexicon/1": "/lexicon/{number}",
        "/lexicon/2": "/lexicon/{number}",
    }


def faults(page: Page, address: str) -> list[str]:
    """What axe finds on a page: in light colours on a wide screen, in dark ones on a phone."""
    found = []
    for name, viewport, scheme in VIEWS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{address} {name}: {fault}" for fault in page.evaluate(CHECK)]
    return found


def look(screen: Screen, address: str) -> list[str]:
    screen.page.goto(screen.base + address)
    return faults(screen.page, address)


def test_every_page_keeps_to_wcag_2_2_aa(office: Office, chromium: Browser) -> None:
    have = furnish(office)
    addresses = pages(have)
    with served(office) as base, a_screen(chromium, base) as screen:
        screen.page.context.add_init_script(path=AXE)
        found = look(screen, "/sign-in")
        become(office, screen.page.context, base, "admin")
        for address in addresses:
            found += look(screen, address)
    assert found == [], "\n".join(found)


def test_no_page_is_left_out() -> None:
    routes: list[Any] = [route for room in ROOMS for route in room.router.routes]
    shown = {route.path for route in routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())}
    numbers = Everything(shop=1, plain=2, held=3, sampled=4, ended=5, running=6)
    checked = {*pages(numbers).values(), "/sign-in", "/second-look"}
    assert {path for path in shown if not any(no in path for no in NO_PAGES)} - checked == set()


def test_axe_finds_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_init_script(path=AXE)
    page.goto("data:text/html,<html lang=en><title>t</title><img src=x><p style='color:%23bbb'>pale</p>")
    rules = {fault.split()[3] for fault in faults(page, "it")}
    page.close()
    assert {"image-alt:", "color-contrast:"} <= rules
