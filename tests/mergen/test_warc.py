"""`mergen warc`"""

from tests.crawler.archives import HTML, wacz, warc
from tests.mergen.command import Mergen
from tests.mergen.site import NEWS, SHOP


def test_archives_are_read_and_what_is_wrong_with_them_is_told(mergen: Mergen) -> None:
    folder = mergen.folder
    (folder / "torn.warc.gz").write_bytes(warc([("http://library.example/", NEWS, HTML)] * 2)[:-300])
    package = wacz(folder / "given.wacz", data=warc([("http://vetka.example/", SHOP, HTML)]))
    answer = mergen("warc", package, folder / "torn.warc.gz", "--json")
    assert answer.status == 1
    assert "torn.warc.gz is cut off: the last of its 3 records is not whole" in answer.message
    pages = {record["url"]: (record["via"], record["label"]) for record in answer.records[:-1]}
    assert pages == {
        "http://vetka.example/": ("archive", "sale"),
        "http://library.example/": ("archive", "benign"),
    }
    assert (answer.summary["pages"], answer.summary["shops"]) == (2, 1)
    assert mergen("warc", folder / "none.warc").status == 1
