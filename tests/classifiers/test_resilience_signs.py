"""Signs of a seller who expects to be blocked: mirrors, ways in, balances kept."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("гидра сайт - вход на гидру, гидра зеркало", "G7_market_promotion"),
        ("блэкспрут ссылка: введите новый адрес", "G8_access_guide"),
        ("kraken darknet: open Tor Browser", "G8_access_guide"),
        ("Зеркала:\n- https://vitrina.example\n- https://menu.example", "G1_mirrors"),
        ("зеркала: 1 2 3", "G1_mirrors"),
        ("рабочие адреса: one-two.example, two-two.example", "G1_mirrors"),
        ("балансы сохранены", "G4_accounts_kept"),
        ("open orders carry over", "G4_accounts_kept"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Скачайте Tor Browser с сайта проекта", "G8_access_guide"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)
