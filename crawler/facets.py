"""Lists that can be cut by many properties at once: six of ten values each are a million addresses."""

from collections import Counter, defaultdict
from collections.abc import Sequence

MANY_VALUES = 20  # a parameter with more of them names things, not properties
ALTERNATIVES = 3
REMEMBERED = 64  # values of one parameter, sets of names of one path

Pairs = Sequence[tuple[str, str]]


class Facets:
    """Tells which queries of a path only choose from what is there. One crawl's memory of paths with queries.

    A path whose queries are now this parameter alone, now another, now a third is a list that can be cut.
    So is one where a query has several parameters and not one value that is new. The page of a list is no
    property: it is to be left out of the pairs.
    """

    def __init__(self) -> None:
        self._values: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._alone: defaultdict[str, set[str]] = defaultdict(set)
        self._admitted: Counter[str] = Counter()

    def admit(self, path: str, pairs: Pairs, most: int) -> bool:
        """Whether one more address of this path is to be queued, if such cuts may take `most` addresses.

        Counts it if so. `path` is with its host.
        """
        if not pairs:
            return True
        if self._cuts(path, pairs) and self._admitted[path] >= most:
            return False
        self._admitted[path] += not self._names_things(path, pairs)
        return True

    def _cuts(self, path: str, pairs: Pairs) -> bool:
        new = self._learn(path, pairs)
        if len(pairs) == 1:
            return self._is_cut(path) and not self._names_things(path, pairs)
        return self._is_cut(path) or not new

    def _is_cut(self, path: str) -> bool:
        return len(self._alone[path]) >= ALTERNATIVES

    def _names_things(self, path: str, pairs: Pairs) -> bool:
        return len(pairs) == 1 and len(self._values[path][pairs[0][0]]) > MANY_VALUES

    def _learn(self, path: str, pairs: Pairs) -> bool:
        """Take note of a query. Gives whether it has a value that was not known."""
        if len(pairs) == 1 and len(self._alone[path]) < REMEMBERED:
            self._alone[path].add(pairs[0][0])
        new = False
        for name, value in pairs:
            known = self._values[path][name]
            if hash(value) not in known:
                new = True
                if len(known) < REMEMBERED:
                    known.add(hash(value))
        return new
