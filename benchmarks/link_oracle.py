"""What could be found at best: orders of crawling that know more than any crawl can."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.link_graph import LinkGraph


class Oracle:
    """Knows a graph before it is crawled. Both orders go from the graph's seeds by links that stand on
    fetched pages, as a crawl has to; they are spared what is dead."""

    def __init__(self, graph: LinkGraph) -> None:
        self._graph = graph
        self._out = [_targets(graph, number) for number in range(len(graph.kinds))]

    def all_seeing(self, budget: int) -> list[int]:
        """Knows every page and link, and goes the shortest way to the nearest page that is sought."""
        fetched = dict.fromkeys(self._graph.seeds)
        while len(fetched) < budget and (way := self._way(fetched)):
            fetched |= dict.fromkeys(way)
        return list(fetched)[:budget]

    def one_ahead(self, budget: int) -> list[int]:
        """Knows of each link whether it leads to what is sought, not what lies behind it: such links first,
        the others first come, first served."""
        waiting: dict[bool, deque[int]] = {True: deque(), False: deque()}
        met: set[int] = set()
        fetched: list[int] = []
        new: Sequence[int] = self._graph.seeds
        while len(fetched) < budget:
            for number in new:
                if number not in met:
                    met.add(number)
                    waiting[number in self._graph.relevant].append(number)
            queue = waiting[True] or waiting[False]
            if not queue:
                break
            fetched.append(queue.popleft())
            new = self._out[fetched[-1]]
        return fetched

    def _way(self, fetched: Mapping[int, None]) -> list[int]:
        """The pages between those that were fetched and the nearest that is sought, and that one."""
        before: dict[int, int | None] = dict.fromkeys(fetched)
        queue = deque(fetched)
        while queue:
            here = queue.popleft()
            for there in self._out[here]:
                if there in before:
                    continue
                before[there] = here
                if there in self._graph.relevant:
                    return [number for number in _back(there, before) if number not in fetched][::-1]
                queue.append(there)
        return []


KNOWING: dict[str, Callable[[Oracle, int], list[int]]] = {
    "one_ahead": Oracle.one_ahead,
    "all_seeing": Oracle.all_seeing,
}


def _targets(graph: LinkGraph, number: int) -> list[int]:
    links = graph.page(number).links
    return [graph.numbers[link.url] for link in links if link.url in graph.numbers]


def _back(number: int | None, before: Mapping[int, int | None]) -> Iterator[int]:
    while number is not None:
        yield number
        number = before[number]
