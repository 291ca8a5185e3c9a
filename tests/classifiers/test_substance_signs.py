"""Signs of drugs: their names, and lists of them."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("гашиш, мефедрон, амфетамин", "C7_assortment"),
        ("Гашиш, Куклим, Мефедрон, Амфетамин", "C7_assortment"),
        ("Buy xanax online, no prescription", "C8_unprescribed"),
        ("купить трамадол таблетки без рецепта", "C8_unprescribed"),
        ("Соль мука шишки @walls_", "C9_bare_list"),
        ("трава 2 г — 14 000", "C2_slang"),
        ("нашаны қайдан алуға болады", "C2_slang"),
        ("mefedron in town", "C2_slang"),
        ("Гашиш, кокаин 24/7 тг wall_shelf_", "C9_bare_list"),
        ("Гашиш шишки Астана t.me/wall_shelf_ ищи по коду", "C9_bare_list"),
        ("@wall_shelf_ меф гаш", "C9_bare_list"),
        ("ЛИРИКА ТРОПИКАМИД @wall_shelf_", "C9_bare_list"),
        ("рецепт не спрашиваем, трамадол таблетки", "C8_unprescribed"),
        ("рецепт сұрамаймыз, трамадол таблетка", "C8_unprescribed"),
        ("we don't ask for a script, tramadol pills", "C8_unprescribed"),
        ("мяу / гаш / ск", "C7_assortment"),
        ("тұз, жылдамдық, ск", "C2_slang"),
        ("есть всё: миксы, план, меф и т. д.", "C7_assortment"),
        ("микс, план, меф және тағы басқа", "C7_assortment"),
    ],
)
def test_a_sign_is_found(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("соль для ванн", "C2_slang"),
        ("Buy sneakers online", "C8_unprescribed"),
        ("Таблетки трамадола не отпускаем без рецепта", "C8_unprescribed"),
        ("Бұл таблетка рецептсіз берілмейді", "C8_unprescribed"),
        ("These tablets are never sold without a prescription", "C8_unprescribed"),
        ("Соль мука яйца молоко, пишите @bread_", "C9_bare_list"),
        ("Ауа райы нашар болды", "C2_slang"),
        ("Это наша улица", "C2_slang"),
        ("ремиксы, миксы, план концерта и т. д.", "C7_assortment"),
    ],
)
def test_a_look_alike_is_left_alone(kinds_in: Callable[[str], set[str]], text: str, kind: str) -> None:
    assert kind not in kinds_in(text)
