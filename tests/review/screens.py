"""The review application on a real server, looked at with a real Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select

from models.user import User
from pipeline.photos import Sent
from review.app import create_app
from review.intake import Answer, Outcome
from review.sessions import start_session
from tests.review.factory import PASSWORD
from tests.review.serving import serving

if TYPE_CHECKING:
    from tests.review.conftest import Office


@dataclass
class Screen:
    """A page of the browser with everything it asked for and complained of."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, name: str) -> None:
        self.page.goto(f"{self.base}/")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("h1")).to_have_text("Shops to look at")
        self.page.wait_for_load_state()


class Quick:
    """Answers at once that a photo was read; what reads for real has its tests in test_photos."""

    def place(self) -> AbstractContextManager[None]:
        return nullcontext()

    def __init__(self, taken: list[str]) -> None:
        self._taken = taken

    def take(self, _reading: object, _data: bytes, sent: Sent) -> Answer:
        self._taken.append(sent.file_name)
        return Answer(outcome=Outcome.READ, receipt=len(self._taken))


@contextmanager
def a_chromium() -> Iterator[Browser]:
    """One browser process."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def served(office: "Office") -> Iterator[str]:
    """The office's application on loopback; gives its address."""
    app = create_app(office.config())
    app.state.desk.intake = Quick(office.taken)
    with serving(lambda _address: app) as base:
        yield base


@contextmanager
def a_screen(chromium: Browser, base: str, **options: Any) -> Iterator[Screen]:
    """A fresh profile of the browser, with one page."""
    context = chromium.new_context(**{"locale": "en", "viewport": {"width": 1300, "height": 850}} | options)
    context.set_default_timeout(20_000)
    screen = Screen(page=context.new_page(), base=base)
    context.on("request", lambda request: screen.asked.append(request.url))
    screen.page.on("console", lambda message: screen.complaints.append(message.text))
    screen.page.on("pageerror", lambda error: screen.complaints.append(str(error)))
    yield screen
    context.close()


def become(office: "Office", context: BrowserContext, base: str, name: str) -> None:
    """Sign a browser in without the form."""
    config = office.config()
    with office.database.write() as session:
        user = session.scalars(select(User).where(User.name == name)).one()
        token = start_session(session, user, now=office.clock(), lifetime=config.session_lifetime)
    context.add_cookies([{"name": "mergen_session", "value": token, "url": base}])
