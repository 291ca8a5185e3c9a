"""What a visitor says of itself."""

import re

from crawler.chromium import headers_of
from crawler.profile import PHONE


def test_a_visitor_says_the_version_of_the_browser_and_a_common_one_without_it() -> None:
    assert "Chrome/152.0.0.0 Mobile" in headers_of(PHONE, "152.0.7204.49")["User-Agent"]
    assert re.search(r"Chrome/\d{3}\.0\.0\.0 Mobile", headers_of(PHONE, "")["User-Agent"])
