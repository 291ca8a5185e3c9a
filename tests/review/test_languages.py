"""Three languages, none with a hole."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import review
from classifiers.kinds import KINDS
from classifiers.signal import Family
from models.decision import Verdict
from models.queue import ShopState
from models.shop import ResourceKind
from models.user import Role
from qr.payload import PayloadKind, parse
from review import code_words, words
from review.choice import FACES
from review.languages import CATALOGUES, NAMES, SOURCE, load_languages, preferred_language
from review.shop_row import Order, Shelf
from tests.qr.test_payload_fields import FIELDS
from tests.review.conftest import Office, hidden
from tests.review.factory import NOW

ROOM = Path(review.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalogue(code: str) -> Catalog:
    with (CATALOGUES / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


def source_messages() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(
        ROOM,
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}},
        keywords=KEYWORDS,
    )
    return {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}


@pytest.mark.parametrize("code", sorted(set(NAMES) - {SOURCE}))
def test_no_text_is_left_untranslated(code: str) -> None:
    known = catalogue(code)
    missing = [message for message in source_messages() if not _translated(known, message)]
    assert missing == []


@pytest.mark.parametrize("code", sorted(set(NAMES) - {SOURCE}))
def test_catalogues_hold_nothing_old_and_keep_the_placeholders(code: str) -> None:
    source = source_messages()
    for message in catalogue(code):
        if message.id:
            assert message.id in source
            assert not message.fuzzy
            for text in _texts(message.string):
                assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(_texts(message.id)[-1]))


def _translated(known: Catalog, message: str | tuple[str, ...]) -> bool:
    found: Message | None = known.get(message if isinstance(message, str) else message[0])
    return found is not None and bool(_texts(found.string)) and all(_texts(found.string))


def _texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def test_every_kind_and_family_of_sign_is_explained() -> None:
    assert set(KINDS) - set(words.KINDS) == set()
    assert {family.value for family in Family} == set(words.FAMILIES)


def test_every_payload_and_what_it_says_has_a_name() -> None:
    assert {kind.value for kind in PayloadKind} == set(code_words.PAYLOADS)
    named = [payload for text, _ in FIELDS for payload in (parse(text),)]
    assert {name for said in named for name, _ in said.fields} <= {
        key.split(".")[-1] for key in code_words.FIELDS
    }
    assert code_words.field_name("telegram", "start") != code_words.field_name("calendar", "start")


def test_every_state_shelf_and_role_has_a_name() -> None:
    assert set(words.STATES) == {state.value for state in ShopState}
    assert set(words.SHELVES) == {shelf.value for shelf in Shelf}
    assert set(words.ORDERS) == {order.value for order in Order}
    assert set(words.PLACES) == set(FACES) == {kind.value for kind in ResourceKind}
    assert set(words.ROLES) == {role.value for role in Role}
    assert {verdict.value for verdict in Verdict} <= set(words.STATES)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("kk-KZ,ru;q=0.8", "kk"),
        ("de, en-GB;q=0.7, ru;q=0.5", "en"),
        ("ru;q=0, kk;q=0.1", "kk"),
        ("", "ru"),
        ("*;q=x, ,;;=", "ru"),
        ("zz-" + "a" * 5000, "ru"),
    ],
)
def test_the_browsers_wish_is_heard(header: str, code: str) -> None:
    assert preferred_language(header) == code


def test_dates_numbers_and_plurals_follow_the_language() -> None:
    languages = load_languages("Asia/Almaty")
    assert languages["ru"].number(12345.5) == "12\xa0345,5"
    assert "11:30" in languages["en"].instant(NOW).replace("\u202f", " ")
    forms = [
        languages["ru"].translations.ngettext("%(num)s face", "%(num)s faces", n) % {"num": n}
        for n in (1, 3, 5)
    ]
    assert forms == ["1 ресурс", "3 ресурса", "5 ресурсов"]


def test_a_chosen_language_stays_with_the_person(office: Office, shops: list[int]) -> None:
    browser = office.signed_in("reviewer")
    answer = browser.send(
        "/language",
        csrf_token=hidden(browser.get("/").text, "csrf_token"),
        language="kk",
        next="/shops/1?page=1",
    )
    assert answer.headers["location"] == "/shops/1?page=1"
    assert '<html lang="kk">' in browser.get("/shops/1").text
    assert "Неге мұнда тұр" in browser.get("/shops/1").text
    assert '<html lang="kk">' in office.signed_in("reviewer").get("/").text


def test_a_visitor_chooses_a_language_before_signing_in(office: Office) -> None:
    browser = office.browser()
    browser.send("/language", csrf_token=browser.token(), language="ru", next="/sign-in")
    assert "Войти" in browser.get("/sign-in").text


@pytest.mark.parametrize("code", NAMES)
def test_every_page_renders_in_every_language(office: Office, shops: list[int], code: str) -> None:
    browser = office.signed_in("admin")
    token = hidden(browser.get("/").text, "csrf_token")
    browser.send("/language", csrf_token=token, language=code)
    for path in ("/", "/?state=confirmed", *(f"/shops/{shop}" for shop in shops)):
        page = browser.get(path)
        assert page.status_code == 200
        assert f'<html lang="{code}">' in page.text
