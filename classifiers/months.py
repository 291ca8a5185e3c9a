"""The months, as reports and announcements date what they tell."""

from collections.abc import Mapping

RUSSIAN: Mapping[str, str] = {
    **dict.fromkeys(
        ("январ", "феврал", "апрел", "июн", "июл", "сентябр", "октябр", "ноябр", "декабр"), "ь я е"
    ),
    "март": "а е",
    "мая": "",
    "август": "а е",
}
"""Beginnings of words and their endings."""
KAZAKH = (
    *(
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
    ),
    "желтоқсан",
)
"""Stems."""


def russian_months() -> frozenset[str]:
    """The words for a month that stand in a date, all of them."""
    return frozenset(stem + ending for stem, endings in RUSSIAN.items() for ending in endings.split(" "))
