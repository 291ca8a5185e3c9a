"""A crawl of its own process, to be interrupted: `python -m tests.crawler.interrupted PORT`.

Prints a line for every visit, then one JSON object on how it ended.
"""

import json
import sys

from crawler.egress import EgressPolicy
from crawler.frontier import MemoryFrontier, sink_of
from crawler.process import CrawlOptions, run_crawl
from crawler.request import Request
from crawler.visit import Visit


def main(port: int) -> None:
    frontier = MemoryFrontier()
    visited: list[str] = []

    def sink(visit: Visit) -> None:
        visited.append(visit.request.url)
        print("visited", visit.request.url, flush=True)

    policy = EgressPolicy(hosts={"slow.example": ("127.0.0.1", port)})
    statistics = run_crawl(
        [Request(url="http://slow.example/slow/")],
        options=CrawlOptions(egress=policy, depth=1),
        frontier=frontier,
        sink=sink_of(frontier, sink),
    )
    pending = frontier.pending()
    queued = [request.url for request in frontier.take(10_000)]
    print(
        json.dumps(
            {
                "stopped_by": statistics.stopped_by,
                "stored": statistics.stored,
                "visited": visited,
                "queued": queued,
                "leased": pending - len(queued),
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
