"""Names that must never be blocked, and names that may be."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.blocklists.blockable import blocked_domains
from exports.blocklists.guard import Guard, Reason, is_address, listed_first, normal_name
from exports.confirmed import confirmed_shops
from models.decision import Verdict
from models.hosting import shared_hosts
from tests.exports.store import SAULE, Store


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("qala.example", "qala.example"),
        ("QALA.Example.", "qala.example"),
        ("shop_1.qala.example", "shop_1.qala.example"),
        ("қала.қаз", "қала.қаз".encode("idna").decode()),
        ("Дүкен.РФ", "дүкен.рф".encode("idna").decode()),
        ("someone.github.io", "someone.github.io"),
        ("someone.wixsite.com", "someone.wixsite.com"),
        ("qala.com.kz", "qala.com.kz"),
    ],
)
def test_a_host_of_its_own_may_be_listed(host: str, name: str) -> None:
    assert Guard().judge(host) == (name, None)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("kz", Reason.PUBLIC_SUFFIX),
        ("com.kz", Reason.PUBLIC_SUFFIX),
        ("co.uk", Reason.PUBLIC_SUFFIX),
        ("foo.ck", Reason.PUBLIC_SUFFIX),
        ("қаз", Reason.PUBLIC_SUFFIX),
        ("github.io", Reason.PUBLIC_SUFFIX),
        ("blogspot.com", Reason.PUBLIC_SUFFIX),
        ("amazonaws.com", Reason.PUBLIC_SUFFIX),
        ("example", Reason.INTERNAL_NAME),
        ("localhost", Reason.INTERNAL_NAME),
        ("printer.local", Reason.INTERNAL_NAME),
        ("router.home.arpa", Reason.INTERNAL_NAME),
        ("t.me", Reason.SHARED_HOST),
        ("shop.t.me", Reason.SHARED_HOST),
        ("telegra.ph", Reason.SHARED_HOST),
        ("m.vk.com", Reason.SHARED_HOST),
        ("www.instagram.com", Reason.SHARED_HOST),
        ("wa.me", Reason.SHARED_HOST),
        ("sites.google.com", Reason.SHARED_HOST),
        ("google.com", Reason.SHARED_HOST),
        ("bitbucket.org", Reason.SHARED_HOST),
        ("wixsite.com", Reason.PUBLIC_SUFFIX),
        ("www.tilda.ws", Reason.SHARED_HOST),
        ("127.0.0.1", Reason.IP_ADDRESS),
        ("[2001:db8::1]", Reason.IP_ADDRESS),
        ("fe80::1%eth0", Reason.IP_ADDRESS),
        ("2130706433", Reason.IP_ADDRESS),
        ("0x7f.1", Reason.IP_ADDRESS),
        ("a" * 56 + ".onion", Reason.NOT_IN_DNS),
        ("", Reason.NOT_A_NAME),
        ("-a.example", Reason.NOT_A_NAME),
        ("a..example", Reason.NOT_A_NAME),
        ("*.example.org", Reason.NOT_A_NAME),
        ("a b.example", Reason.NOT_A_NAME),
        ("qala.example\n0.0.0.0 good.example", Reason.NOT_A_NAME),
        ("xn--zz--zz.example", Reason.NOT_A_NAME),
        (".".join(["a" * 60] * 4) + ".example", Reason.NOT_A_NAME),
    ],
)
def test_a_name_that_is_not_one_shops_own_is_left_out(host: str, reason: Reason) -> None:
    assert Guard().judge(host)[1] is reason


@pytest.mark.parametrize("host", ["office.example", "www.office.example", "kz.office.example"])
def test_the_offices_own_names_are_left_out(host: str) -> None:
    assert Guard(["Office.example."]).judge(host)[1] is Reason.ALLOWED


def test_a_name_above_one_of_the_offices_is_left_out() -> None:
    assert Guard(["help.city.example"]).judge("city.example")[1] is Reason.ALLOWED
    assert Guard(["help.city.example"]).judge("other.city.example")[1] is None


def test_no_shared_host_can_be_listed() -> None:
    whole, part = shared_hosts()
    guard = Guard()

    assert len(whole) > 100
    for name in whole | part:
        assert normal_name(name) == name
        assert guard.judge(name)[1] is not None
        assert guard.judge(f"www.{name}")[1] is not None


names = st.text(alphabet=string.ascii_letters + string.digits + "-_.қғәіңөұүһЯ*/:[]%\n ", max_size=80)


@given(names | st.text(max_size=40))
def test_a_listed_name_is_always_a_plain_ascii_name_with_a_dot(host: str) -> None:
    name, reason = Guard().judge(host)

    if reason is None:
        assert set(name) <= set(string.ascii_lowercase + string.digits + "-_.")
        assert "." in name
        assert not is_address(name)
        assert Guard().judge(name) == (name, None)
        assert Guard([name]).judge(host)[1] is Reason.ALLOWED


@given(st.ip_addresses())
def test_no_ip_address_is_listed(address: object) -> None:
    assert Guard().judge(str(address))[1] is Reason.IP_ADDRESS


def test_only_hosts_of_confirmed_sites_are_listed_and_the_rest_is_told(store: Store) -> None:
    shop = store.shop("qala.example", "t.me/qala_", "www.qala.example", "telegra.ph", "localhost")
    store.decide(
        shop,
        Verdict.CONFIRMED,
        *("qala.example", "t.me/qala_", "www.qala.example", "telegra.ph", "localhost"),
    )
    store.confirmed("bitbucket.org/qala")
    store.shop("open.example")

    blockable = blocked_domains(confirmed_shops(store.session, SAULE), allow=["help.example"])

    assert blockable.domains == ("qala.example", "www.qala.example")
    assert [(entry.key, entry.reason, entry.urls) for entry in blockable.left_out] == [
        ("t.me/qala_", Reason.ACCOUNT, ("https://t.me/qala_/",)),
        ("telegra.ph", Reason.SHARED_HOST, ("https://telegra.ph/",)),
        ("localhost", Reason.INTERNAL_NAME, ("https://localhost/",)),
        ("bitbucket.org/qala", Reason.ACCOUNT, ("https://bitbucket.org/qala/",)),
    ]


def test_names_are_listed_once_in_the_order_of_the_dns() -> None:
    assert listed_first(["b.example", "a.b.example", "a.test", "b.example"]) == [
        "b.example",
        "a.b.example",
        "a.test",
    ]
