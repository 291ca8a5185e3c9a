"""The benchmarks of quality: what they count, and that they run where there is no real data."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.generated import codes, pictures
from benchmarks.harness import BenchmarkError, Options, Table
from benchmarks.peer_opencv import ArucoDetector, Detector, WeChat
from benchmarks.peer_reading import Side, grey_picture
from benchmarks.qr_corpus import Photo, Run, measure, photos, scored, together
from benchmarks.qr_input import empty_pictures
from benchmarks.qr_peers import PeersOrder, five, peers, pyzbar_alone, zxing_alone
from benchmarks.qr_recall import QR_RECALL
from benchmarks.real_pages import REAL_PAGES
from benchmarks.street.photo import photo
from benchmarks.text_sources import TEXT_SOURCES
from qr.symbol import Reading, Symbol, SymbolFormat

PLACE = ((0, 0), (9, 0), (9, 9), (0, 9))


def symbol(text: str, *, agreed: tuple[str, ...] = ()) -> Symbol:
    return Symbol(
        text=text, raw=text.encode(), format=SymbolFormat.QR, position=PLACE, decoder="a", agreed=agreed
    )


def data_folder(folder: Path, part: str, rows: Sequence[Mapping[str, object]], name: str) -> Path:
    (folder / part).mkdir(parents=True)
    (folder / part / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_a_table_is_markdown_with_numbers_to_the_right_and_dashes_for_the_unknown() -> None:
    table = Table(title="t", columns=("set", "recall"), rows=[("a", 1.5), ("b", None)])
    assert table.as_markdown().splitlines() == [
        "| set | recall |",
        "| --- | --: |",
        "| a | 1.5 |",
        "| b | – |",
    ]
    assert table.as_objects() == [{"set": "a", "recall": 1.5}, {"set": "b", "recall": None}]


def test_recall_counts_known_texts_and_agreed_readings_where_nobody_has_read() -> None:
    photo = Photo(path=Path("p"), set="s", texts=frozenset({"one", "two"}), unknown=1)
    reading = Reading(symbols=(symbol("one\r\n"), symbol("new", agreed=("b",))))
    score = scored(photo, reading, 0.5)
    assert (score.codes, score.right, score.wrong, score.unsure) == (3, 2, 0, 0)
    assert score.milliseconds == 500


def test_a_text_too_many_is_wrong_and_one_attempt_at_an_unread_code_is_unsure() -> None:
    known = Photo(path=Path("p"), set="s", texts=frozenset({"one"}), unknown=0)
    assert scored(known, Reading(symbols=(symbol("other", agreed=("b",)),)), 0).wrong == 1
    unread = Photo(path=Path("p"), set="s", texts=frozenset(), unknown=1)
    score = scored(unread, Reading(symbols=(symbol("other"),)), 0)
    assert (score.right, score.wrong, score.unsure) == (0, 0, 1)


def test_the_peers_read_a_plain_code_as_their_users_see_it(tmp_path: Path) -> None:
    code = next(codes(1))
    apart = (Detector(), ArucoDetector(), WeChat(), PeersOrder())
    for read in (zxing_alone, pyzbar_alone, *(reader.read for reader in apart)):
        assert [symbol.text for symbol in read(code.image).symbols] == [code.text]
        assert read(next(pictures(1))).symbols == ()
        assert read(b"no picture").error


def test_the_peers_order_reads_an_inverted_code_and_stops_at_the_first_library() -> None:
    taken = photo("inverted", 1, 1)
    assert {symbol.text for symbol in PeersOrder().read(taken.image).symbols} == taken.texts


def test_five_count_together_or_not_at_all() -> None:
    assert len(five(peers())) == 5
    assert five(peers(("zxing-cpp", "pyzbar"))) == ()
    with pytest.raises(BenchmarkError, match="no peer quirc here; there are zxing-cpp"):
        peers(("quirc",))


def test_readers_together_have_all_texts_and_all_their_time() -> None:
    one = Run(reading=Reading(symbols=(symbol("x"),)), seconds=1)
    other = Run(reading=Reading(symbols=(replace(symbol("x"), decoder="b"), symbol("y"))), seconds=2)
    (both,) = together([[one], [other]])
    assert both.seconds == 3
    assert {each.text: each.agreed for each in both.reading.symbols} == {"x": ("b",), "y": ()}


def test_pictures_within_pages_count_as_pictures_without_a_code(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    inside = base64.b64encode(next(pictures(1))).decode()
    page = f'<img src="data:image/png;base64,{inside}"> <img src="data:image/png;base64,AB">'
    (tmp_path / "pages" / "a.html").write_text(page, "utf-8")
    assert [empty.kind for empty in empty_pictures(tmp_path)] == ["in a page"]


def test_qr_recall_gives_its_figures_without_real_data() -> None:
    figures = QR_RECALL.run(Options(quick=True, peers=("zxing-cpp", "pyzbar", "OpenCV")))
    assert figures.data == "generated"
    assert figures.values.keys() == {
        *("deep_recall", "deep_ms", "boofcv_deep_recall", "fast_recall", "fast_ms"),
        *("wrong", "opening_ms", "negative_ms", "negative_opening_ms", "negative_ratio", "false"),
    }
    assert figures.values["boofcv_deep_recall"] is None
    assert figures.values["wrong"] == figures.values["false"] == 0
    assert isinstance(figures.values["deep_recall"], float)
    assert 0.9 <= figures.values["deep_recall"] <= 1
    readers = [row[0] for row in figures.tables[1].rows]
    assert readers == ["deep", "fast", "zxing-cpp", "pyzbar", "OpenCV"]
    assert all(float(str(row[1])) > 50 for row in figures.tables[1].rows)
    last_line = figures.as_object("qr_recall")
    assert json.loads(json.dumps(last_line)) == last_line


def test_qr_recall_reads_a_folder_of_real_data(tmp_path: Path) -> None:
    code, empty = next(codes(1)), next(pictures(1))
    row = {"file": "a.png", "set": "boofcv/mine", "texts": [code.text], "unknown": 0}
    other = {"file": "a.png", "set": "other2d/mine", "texts": [code.text], "unknown": 0}
    folder = data_folder(tmp_path, "qr", [row, other], "truth.jsonl")
    (folder / "qr" / "a.png").write_bytes(code.image)
    (folder / "qr" / "neg").mkdir()
    (folder / "qr" / "neg" / "b.png").write_bytes(empty)
    figures = QR_RECALL.run(Options(data=folder, peers=("pyzbar",)))
    assert figures.data == "real"
    assert figures.sizes == {"photos": 1, "codes": 1, "unread_codes": 0, "pictures_without_code": 1}
    assert figures.values["deep_recall"] == figures.values["boofcv_deep_recall"] == 1
    assert [photo.set for photo in photos(folder)] == ["boofcv/mine"]
    assert measure(list(photos(folder)), Side(read=zxing_alone, opens=grey_picture)).keys() == {
        "boofcv/mine",
        "all",
    }


def test_photos_without_a_truth_are_refused(tmp_path: Path) -> None:
    (tmp_path / "qr").mkdir()
    with pytest.raises(BenchmarkError, match=r"truth\.jsonl"):
        QR_RECALL.run(Options(data=tmp_path))


def test_text_sources_gives_its_figures_without_real_data() -> None:
    figures = TEXT_SOURCES.run(Options(quick=True)).as_object("text_sources")
    assert figures["data"] == "generated"
    assert {"mean_auroc", "recall", "precision", "f1", "false_alarms", "unsure_rate", "per_second"} <= set(
        figures
    )
    assert json.loads(json.dumps(figures)) == figures


def test_text_sources_tells_each_file_apart_and_quotes_none(tmp_path: Path) -> None:
    benign = [{"text": "Сегодня в школе концерт", "label": 0, "lang": "ru", "kind": "news"}] * 3
    folder = data_folder(tmp_path, "text", benign, "one.jsonl")
    missed = [{"text": "қала кітапханасы", "label": 1, "lang": "kk", "kind": "strange"}]
    (folder / "text" / "two.jsonl").write_text(json.dumps(missed[0]), "utf-8")
    figures = TEXT_SOURCES.run(Options(data=folder))
    sources, _, alarms, misses = figures.tables
    assert [row[:3] for row in sources.rows] == [("one", 3, 0), ("two", 1, 1), ("all", 4, 1)]
    assert not alarms.rows
    assert misses.rows == [("two", "strange", "kk", 1, 1)]
    assert "концерт" not in json.dumps(figures.as_object("text_sources"), ensure_ascii=False)


def test_labelled_texts_that_cannot_be_read_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder(tmp_path, "text", [{"text": "no label"}], "bad.jsonl")
    assert main(["text_sources", "--data", str(folder)]) == 1
    assert "bad.jsonl, line 1" in capsys.readouterr().err


@pytest.mark.slow
def test_real_pages_takes_pages_down_the_whole_road(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    text = "<title>Қала {}</title><p>Бүгін қалада кітап жәрмеңкесі өтеді, бәрін шақырамыз: tg://resolve?domain=qala_vitrina_</p>"
    for number in range(3):
        (pages / f"{number}.html").write_text(text.format(number), "utf-8")
    figures = REAL_PAGES.run(Options(data=tmp_path))
    assert figures.sizes["pages"] == figures.values["pages_stored"] == 3
    assert figures.values["flagged"] == figures.values["codes"] == figures.values["evidence_faults"] == 0
    assert figures.values["without_text"] == 0
    assert figures.values["led_elsewhere"] == figures.values["failed"] == 1
    checked = figures.values["evidence_checked"]
    assert isinstance(checked, int)
    assert checked >= 4
    assert figures.data == "real"
