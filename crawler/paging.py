"""Which links go on to the next page of the same list."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# What the number of a page is called in addresses; Bitrix counts its lists (PAGEN_1).
PARAMETER = re.compile(
    r"p|pg|page|paged|pagenum|page_?(?:id|no|num|number)|pagen_\d+|start|offset|from|skip|стр(?:аница)?|бет",
    re.IGNORECASE,
)
PATH = re.compile(r"/(?:page|p|pg|stranica|страница|бет)[/_-]?(\d{1,6})(?=/|\.html?$|$)", re.IGNORECASE)
LAST_STEP = re.compile(r"/(\d{1,4})/?$")
ONWARD = re.compile(
    r"(?:next|older|more|дал(?:ее|ьше)|вперед|вперёд|след(?:ующая)?|ещё|еще|показать ещё|келесі|алға|тағы)\W*"
    r"(?:page|страница|бет)?\W*|[›»→>]+",
    re.IGNORECASE,
)


def is_page_number(name: str, value: str) -> bool:
    """Whether a parameter says which page of a list is meant."""
    return value.isdecimal() and PARAMETER.fullmatch(name) is not None


def list_and_page(url: str) -> tuple[str, int | None]:
    """The list that an address belongs to, and which page of it: `/menu?page=3` is the third of `/menu`.
    None where the address names no page."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for name, value in pairs if is_page_number(name, value)]
    rest = urlencode([pair for pair in pairs if not is_page_number(*pair)])
    path, in_path = PATH.subn("", parts.path, count=1)
    if in_path:
        match = PATH.search(parts.path)
        numbers = [match[1]] if match else numbers
    number = int(numbers[0][:9]) if numbers else None
    return f"{parts.netloc}{path.rstrip('/')}?{rest}", number


def goes_on(url: str, here: str, *, text: str, rel: str) -> bool:
    """Whether a link on the page `here` leads to another page of the list that it is, further on.

    The site says so (`rel=next`), or the address is that of the same list with a higher number and the link
    shows a number or a word for going on.
    """
    if "next" in rel.lower().split():
        return True
    text = text.strip()
    if not (text.isdecimal() or ONWARD.fullmatch(text)):
        return False
    (there_list, there), (here_list, page) = list_and_page(url), list_and_page(here)
    if there is not None and there_list == here_list:
        return there > (page or 0)
    return _last_step(url, here, text)


def _last_step(url: str, here: str, text: str) -> bool:
    """`/menu/2` under `/menu`, where the link shows that very number."""
    match = LAST_STEP.search(urlsplit(url).path)
    if match is None or match[1] != text:
        return False
    base = url[: url.rindex(match[0])]
    return LAST_STEP.sub("", here).rstrip("/") == base.rstrip("/")
