"""No regular expression of this room blows up: whoever writes a page chooses what they run on."""

import importlib
import pkgutil
import random
import re
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from itertools import product

import classifiers

LENGTH = 100
"""Characters. Those that an expression takes exponential time for end with the universe at this length."""
LONGEST = 1.0
"""Seconds of CPU time for one look at so short a text, which takes most expressions microseconds."""
ALWAYS = ("1", "0", "a", "а", " ", ".", "-", "@", "_", ",", "\n", "/", "$", "🔥")
OWN = 8
DEEPEST = 3
ENDS = ("\x01", "ё!")


def patterns() -> Iterator[re.Pattern[str]]:
    """The expressions that the modules hold: by themselves, in collections, values and classes."""
    for module in pkgutil.walk_packages(classifiers.__path__, "classifiers."):
        for value in vars(importlib.import_module(module.name)).values():
            yield from held(value)


def held(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth <= DEEPEST:
        for each in inside(value):
            yield from held(each, depth + 1)


def inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, tuple | list | set | frozenset):
        return value
    if isinstance(value, type):
        return vars(value).values()
    return [getattr(value, one.name, None) for one in fields(value)] if is_dataclass(value) else ()


def hostile(pattern: re.Pattern[str], rng: random.Random) -> Iterator[str]:
    """One or two characters again and again, of those that an expression speaks of, and an end that spoils
    the match."""
    own = [sign for sign in dict.fromkeys(re.sub(r"\\.", "", pattern.pattern)) if sign not in "()[]{}?*+|^\\"]
    signs = [*ALWAYS, *rng.sample(own, min(OWN, len(own)))]
    for unit in (*signs, *map("".join, product(signs, signs))):
        for end in ENDS:
            yield (unit * LENGTH)[:LENGTH] + end


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, by CPU time: an expression that blows up has no end to wait for."""

    def interrupt(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def blows_up(pattern: re.Pattern[str], rng: random.Random) -> str:
    """A text for which an expression takes too long, or none ("")."""
    for text in hostile(pattern, rng):
        try:
            with within(LONGEST):
                pattern.search(text)
                pattern.fullmatch(text)
        except TimeoutError:
            return text
    return ""


def test_no_expression_takes_long_for_a_short_text() -> None:
    rng = random.Random(1)
    looked = {pattern.pattern: pattern for pattern in patterns() if isinstance(pattern.pattern, str)}
    assert len(looked) > 300
    assert [each for each, pattern in looked.items() if blows_up(pattern, rng)] == []


def test_one_that_does_is_seen() -> None:
    assert blows_up(re.compile(r"(?:\d[\d.]*к?\.?[^\w]*){1,6}"), random.Random(1)) != ""
