"""What a command loads: seconds of a person's time, at each call."""

import json
import subprocess
import sys

from mergen.catalogue import NAMES

TRAINING = {"sklearn", "scipy"}
WORK = {
    "scrapy",
    "playwright",
    "cv2",
    "zxingcpp",
    "fastapi",
    "uvicorn",
    "typst",
    "alembic",
}
STORE = {"sqlalchemy", "pydantic", "structlog", "twisted", "numpy", "PIL"}


def loaded(code: str) -> set[str]:
    """The top-level modules that a new interpreter holds after `code`."""
    tell = "; import json, sys; print(json.dumps([name for name in sys.modules if '.' not in name]))"
    done = subprocess.run([sys.executable, "-c", code + tell], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_list_of_commands_loads_nothing_that_does_the_work() -> None:
    assert not loaded("from mergen.cli import app; app(['--help'], standalone_mode=False)") & (
        TRAINING | WORK | STORE
    )


def test_no_command_s_help_loads_what_does_its_work() -> None:
    assert not loaded(f"import {', '.join(f'mergen.commands.{name}' for name in NAMES)}") & (TRAINING | WORK)


def test_only_training_loads_the_learning_libraries() -> None:
    works = ("classifiers.scorer", "mergen.crawls", "mergen.crawl_report", "review.app", "pipeline.photos")
    assert not loaded(f"import {', '.join(works)}") & TRAINING


def test_a_crawl_loads_no_server_that_is_switched_off() -> None:
    names = "settings_of(CrawlOptions()).get_component_priority_dict_with_base('EXTENSIONS')"
    code = "from crawler.process import CrawlOptions, settings_of; from scrapy.utils.misc import load_object"
    assert not loaded(f"{code}; [load_object(name) for name in {names}]") & {"aiohttp"}
