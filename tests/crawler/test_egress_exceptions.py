"""Which internal addresses a crawl may reach."""

import pytest

from crawler.egress import exceptions_for


@pytest.mark.parametrize(
    ("seed", "allowed"),
    [
        ("http://127.0.0.1:8080/x", ("127.0.0.1:8080",)),
        ("http://192.168.1.7/", ("192.168.1.7:80",)),
        ("https://localhost/", ("localhost:443",)),
        ("http://[::1]:8000/", ("[::1]:8000",)),
        ("https://shop.example/", ()),
        ("http://localhost.shop.example/", ()),
    ],
)
def test_a_person_opens_the_inside_by_its_address_and_never_by_a_foreign_name(
    seed: str, allowed: tuple[str, ...]
) -> None:
    assert exceptions_for([seed]) == allowed
