"""Who a page is shown to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A visitor. In `user_agent` stands `{version}` for the browser's own; `languages` is what it says it
    reads, `referrer` where it says it comes from; sizes are in CSS pixels."""

    name: str
    user_agent: str
    locale: str = "ru-RU"
    languages: str = ""
    width: int = 1280
    height: int = 900
    phone: bool = False
    referrer: str = ""


def own(user_agent: str) -> Profile:
    """The crawler under its own name."""
    return Profile(name="own", user_agent=user_agent)


# A buyer, as sellers expect one: with a phone, from a search.
PHONE = Profile(
    name="phone",
    user_agent="Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/{version}.0.0.0 Mobile Safari/537.36",
    locale="kk-KZ",
    languages="kk-KZ,kk;q=0.9,ru-KZ;q=0.8,ru;q=0.7",
    width=412,
    height=915,
    phone=True,
    referrer="https://www.google.com/",
)
PROFILES = {PHONE.name: PHONE}
"""Whom a page may be shown to besides the crawler itself, by name."""
