"""From a site's data to the list of its pages."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Table = Mapping[str, Any]
"""One table of a TOML file."""


def pages_of(data: Table) -> tuple[Table, ...]:
    """Every page of a site: those written out, and those that follow from its lists of wares, cities or
    threads. Each has at least `path`, `layout` and `title`."""
    return tuple(page for expand in EXPANDERS for page in expand(data))


def _written(data: Table) -> Iterator[Table]:
    yield {"path": "/", "layout": "index", "title": data["name"], **data.get("front", {})}
    for page in data.get("pages", ()):
        yield {"layout": "page", **page}


def _categories(data: Table) -> Iterator[Table]:
    for category in data.get("categories", ()):
        wares = tuple(item for item in data["items"] if item["category"] == category["slug"])
        path = f"{data.get('category_root', '/c')}/{category['slug']}"
        yield {"layout": "category", **category, "path": path, "title": category["name"], "wares": wares}


def _items(data: Table) -> Iterator[Table]:
    for item in data.get("items", ()):
        yield {"layout": "item", **item, "path": item_path(data, item), "title": item["name"]}


def item_path(data: Table, item: Table) -> str:
    """Where a ware has its page."""
    return f"{data.get('item_root', '/i')}/{item['slug']}"


def _cities(data: Table) -> Iterator[Table]:
    for city in data.get("cities", ()):
        root = f"{data.get('city_root', '/city')}/{city['slug']}"
        areas = tuple({**area, "path": f"{root}/{area['slug']}"} for area in _areas(city))
        yield {"layout": "city", **city, "path": root, "title": city["name"], "areas": areas}
        for area in areas:
            stock = _stock(data, area["path"])
            yield {"layout": "district", **area, "title": area["name"], "city": city, "stock": stock}


def _areas(city: Table) -> Iterator[Table]:
    for number, name in enumerate(city["districts"], 1):
        yield {"slug": f"{city['slug']}-{number}", "name": name, "number": number}


def _stock(data: Table, path: str) -> tuple[Table, ...]:
    """What a district has today: a few rows of each ware, chosen by the path alone."""
    rows = []
    for item in data["items"]:
        for number, (weight, kind, price) in enumerate(item["rows"]):
            luck = hashlib.sha256(f"{path}{item['slug']}{number}".encode()).digest()
            if luck[0] < 110:
                row = {"item": item, "weight": weight, "kind": kind, "price": price, "left": 1 + luck[1] % 4}
                rows.append(row)
    return tuple(rows)


def _threads(data: Table) -> Iterator[Table]:
    for thread in data.get("threads", ()):
        yield {"layout": "thread", **thread, "path": f"{data.get('thread_root', '/t')}/{thread['slug']}"}


EXPANDERS: tuple[Callable[[Table], Iterator[Table]], ...] = (_written, _categories, _items, _cities, _threads)
