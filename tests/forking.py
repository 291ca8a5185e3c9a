"""Processes that begin with Mergen imported: many tests run one, and importing takes most of its time."""

from multiprocessing import get_context
from multiprocessing.context import ForkServerContext

from mergen.catalogue import NAMES

_IMPORTED = (
    "mergen.cli",
    *(f"mergen.commands.{name}" for name in NAMES),
    "mergen.crawl_report",
    "mergen.image_text",
    "classifiers.model_store",
    "classifiers.scorer",
    "pipeline.photos",
    "qr.worker",
    "scipy.fftpack",  # of imagehash
    "tests.crawler.crawling",
)


def fork_server() -> ForkServerContext:
    """Its processes come from one that has imported Mergen and done nothing else."""
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    return context
