"""What stands in a page's place is told from the page; a page that merely has a captcha is a page."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.faults import STANDS_THERE, judged
from crawler.obstacle import ObstacleKind, obstacle_of
from crawler.reading import read
from crawler.visit import FailureCause
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, capture

URL = "http://gate.example/goods"
SITEKEY = "data-sitekey='0x0'"
OBSTACLES = {
    "a cloudflare challenge": (
        "challenge",
        "<title>Just a moment...</title><script>window._cf_chl_opt={cvId:'3'}</script>"
        "<noscript>Enable JavaScript and cookies to continue</noscript>",
    ),
    "a ddos-guard challenge": (
        "challenge",
        "<title>DDOS-GUARD</title><script src='/.well-known/ddos-guard/js-challenge/index.js'></script>",
    ),
    "a check in russian": ("challenge", "<title>Проверка браузера</title><p>Подождите 5 секунд</p>"),
    "anubis": ("challenge", "<script id='anubis_challenge' type='application/json'>{}</script><p>wait</p>"),
    "a widget alone": (
        "captcha",
        f"<title>shop</title><form><div class='h-captcha' {SITEKEY}></div><button>OK</button></form>",
    ),
    "a picture with letters": (
        "captcha",
        "<p>Введите код с картинки</p><form><img src='/captcha.php'><input name=captcha></form>",
    ),
    "a question for the age": (
        "age_gate",
        "<h1>Вам уже есть 18 лет?</h1><a href='/in'>Да</a> <a href='/'>Нет</a>",
    ),
    "a question for the age in kazakh": (
        "age_gate",
        "<h1>Сізге 18 жасқа толды ма?</h1>18 жас толды <a href='/in'>Иә</a>",
    ),
    "a question for the age in english": (
        "age_gate",
        "<h1>Are you over 18 years of age?</h1><a href='/in'>Enter</a> <a href='/'>Leave</a>",
    ),
    "a login": ("login", "<title>Вход</title><form><input name=u><input type=password name=p></form>"),
    "a parked domain": ("parked", "<title>gate.example</title><p>Домен gate.example продаётся</p>"),
    "a parking service": (
        "parked",
        "<script src='//img.sedoparking.com/js/x.js'></script><p>gate.example</p>",
    ),
    "a seizure": ("seized", "<h1>THIS DOMAIN HAS BEEN SEIZED</h1><p>by order of a court</p>"),
    "a seizure in russian": ("seized", "<h1>Сайт изъят по решению суда</h1>"),
    "a provider's notice": (
        "blocked",
        "<h1>Доступ к запрашиваемому интернет-ресурсу ограничен</h1><p>по решению уполномоченного органа</p>",
    ),
    "a provider's notice in kazakh": ("blocked", "<h1>Бұл интернет-ресурсқа қол жеткізу шектелген</h1>"),
    "a suspended account": (
        "suspended",
        "<title>Account Suspended</title><h1>This Account has been suspended.</h1>",
    ),
}
PAGES = {
    "a contact form with a captcha": (
        "<h1>Напишите нам</h1><form><input name=name><input type=email name=mail><textarea></textarea>"
        f"<div class='g-recaptcha' {SITEKEY}></div><button>Отправить</button></form>"
    ),
    "a subscription with a captcha": (
        f"<p>Новости</p><form><input type=email name=mail><div class='cf-turnstile' {SITEKEY}></div></form>"
    ),
    "a script that only watches": (
        "<p>Главная</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
        "<script src='https://www.google.com/recaptcha/api.js?render=0x0'></script>"
    ),
    "a shop with a login in its head": f"<form><input type=password></form><p>{SHOP_TEXT * 2}</p>",
    "a shop for adults": f"<p>18+. Вам есть 18 лет? {SHOP_TEXT * 2}</p>",
    "news of a seizure": f"<p>Сайт изъят по решению суда, сообщила полиция. {NEWS_TEXT * 8}</p>",
    "a list of goods behind few words": "<p>я не робот</p>"
    + "<a href='/%d'>товар</a>" * 20 % tuple(range(20)),
}


@pytest.mark.parametrize("name", OBSTACLES)
def test_an_obstacle_is_told_by_its_kind(name: str) -> None:
    kind, html = OBSTACLES[name]
    answer = capture(URL, html.encode())
    found = obstacle_of(answer, read(answer))
    assert found is not None
    assert (found.kind, bool(found.sign)) == (ObstacleKind(kind), True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_something_of_its_own_is_none(name: str) -> None:
    answer = capture(URL, PAGES[name].encode())
    assert obstacle_of(answer, read(answer)) is None


def test_a_login_page_that_was_asked_for_is_a_page() -> None:
    answer = capture(URL, OBSTACLES["a login"][1].encode())
    assert obstacle_of(replace(answer, url="http://gate.example/login"), read(answer)) is None


def test_a_service_tells_by_a_header_what_it_did_whatever_the_page_says() -> None:
    answer = replace(capture(URL, b"\x00", status=403), headers=(("CF-Mitigated", "challenge"),))
    found = obstacle_of(answer, None)
    assert found is not None
    assert (found.kind, found.service) == (ObstacleKind.CHALLENGE, "Cloudflare")


def test_an_obstacle_is_a_cause_of_failure_of_its_own_and_keeps_when_to_come_back() -> None:
    answer = capture(URL, OBSTACLES["a cloudflare challenge"][1].encode(), status=503)
    answer = replace(answer, headers=(*answer.headers, ("Retry-After", "30")))
    _, failure = judged(answer, read(answer))
    assert failure is not None
    assert (failure.cause, failure.transient, failure.wait) == (ObstacleKind.CHALLENGE, True, 30.0)
    assert "Cloudflare" in failure.message


def test_a_page_that_is_not_there_is_no_obstacle() -> None:
    answer = capture(URL, OBSTACLES["a parked domain"][1].encode(), status=404)
    assert obstacle_of(answer, read(answer)) is None


def test_every_kind_is_a_cause_of_its_own_and_has_a_sentence() -> None:
    assert not {*ObstacleKind} & {*FailureCause}
    assert {*STANDS_THERE} == {*ObstacleKind}


@settings(deadline=None)
@given(st.text(alphabet="<>=\"'/ captchagrekdl18лет\x00\n", max_size=400), st.sampled_from([200, 403, 451]))
def test_hostile_markup_never_stops_it(text: str, status: int) -> None:
    answer = capture(URL, text.encode(), status=status)
    found = obstacle_of(answer, read(answer))
    assert found is None or len(found.sign) <= 200
