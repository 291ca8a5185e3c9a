"""A crawl trap as they grow by themselves: a calendar without an end, sorted and filtered in every way."""

import calendar
import re
from collections.abc import Mapping
from datetime import date

from mergen.demo.reply import NOT_FOUND, Reply
from mergen.demo.templating import templates

_MONTH = re.compile(r"/kun/(\d{1,4})/(\d{1,2})")
_DAY = re.compile(r"/kun/(\d{1,4})/(\d{1,2})/(\d{1,2})")


class CalendarSite:
    """A town's calendar of events in Kazakh. Each month leads to the next for nine thousand years."""

    host = "kuntizbe.example"
    paths: tuple[str, ...] = ("/", "/kun/2025/10")

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:
        if path == "/":
            return _page("front", date(2025, 10, 1), query)
        if path == "/robots.txt":
            return Reply(body=b"User-agent: *\nAllow: /\n", media_type="text/plain")
        for layout, pattern in (("day", _DAY), ("month", _MONTH)):
            if found := pattern.fullmatch(path):
                return _dated(layout, [int(number) for number in found.groups()], query)
        return NOT_FOUND


def _dated(layout: str, numbers: list[int], query: Mapping[str, str]) -> Reply:
    try:
        day = date(*[*numbers, 1][:3])
    except ValueError:
        return NOT_FOUND
    return _page(layout, day, query)


def _page(layout: str, day: date, query: Mapping[str, str]) -> Reply:
    template = templates().get_template("calendar.html")
    days = range(1, calendar.monthrange(day.year, day.month)[1] + 1)
    months = {"before": _month(day, -1), "after": _month(day, 1)}
    return Reply(body=template.render(layout=layout, day=day, days=days, query=query, **months).encode())


def _month(day: date, step: int) -> str:
    number = max(day.year * 12 + day.month - 1 + step, 12)
    return f"/kun/{number // 12}/{number % 12 + 1}"
