"""Phrases of words that may each stand in several forms: found in one walk over the words of a text."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Keys = tuple[str, ...]
"""What a word of a text may be: the words of phrases that it is a form of."""
Entry = tuple[Keys, Sequence[int]]
"""The keys of a word, and where in the tree they lead to when a phrase begins with it."""


class Found(NamedTuple):
    """A phrase by its number, the first of its words and the one behind its last."""

    number: int
    first: int
    after: int


class Tree(NamedTuple):
    """Phrases in a tree (a trie): its nodes are numbers, `first` and `steps` lead by a key to another node,
    and where a phrase ends, `ends` has its number. Of plain values only, so that it can be kept in a file."""

    first: dict[str, int]
    steps: list[dict[str, int]]
    ends: list[int | None]


def tree_of(phrases: Iterable[Keys]) -> Tree:
    """The tree of phrases given by the keys of their words; each has the number of its place."""
    tree = Tree({}, [], [])
    for number, keys in enumerate(phrases):
        table, node = tree.first, -1
        for key in keys:
            if key not in table:
                table[key] = len(tree.steps)
                tree.steps.append({})
                tree.ends.append(None)
            node = table[key]
            table = tree.steps[node]
        if node >= 0:
            tree.ends[node] = number
    return tree


def entry_of(tree: Tree, keys: Keys) -> Entry:
    """What a word with such keys is to `find`; worth being kept, since words come again and again."""
    return keys, tuple(tree.first[key] for key in keys if key in tree.first)


def find(tree: Tree, words: Sequence[Entry]) -> list[Found]:
    """Every phrase in the words, in order of its first. A word with several keys is followed along each, so
    nothing is multiplied out (as an automaton of whole spellings would be, which grows with the product of
    the words' forms)."""
    _, steps, ends = tree
    new, count = tuple.__new__, len(words)  # leaves out NamedTuple's wrapper: this runs for every word
    found: list[Found] = []
    for start, (_, begun) in enumerate(words):
        nodes, at = begun, start + 1
        while nodes:
            for node in nodes:
                if (number := ends[node]) is not None:
                    found.append(new(Found, (number, start, at)))
            if at == count or not (following := words[at][0]):
                break
            nodes = [steps[node][key] for node in nodes for key in following if key in steps[node]]
            at += 1
    return found
