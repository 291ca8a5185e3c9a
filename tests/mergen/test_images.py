"""`mergen qr` and `mergen photo`"""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from benchmarks.written_lines import written_line
from mergen.commands.qr import say_symbol, say_unread, symbol_records
from mergen.output import Output
from qr.symbol import Reading
from tests.mergen.command import Answer, Mergen
from tests.mergen.images import huge_png, street_photo
from tests.pipeline.visits import code_png
from tests.qr import fakes

SHOP = "http://vetka.example/enter"


def fill(folder: Path) -> None:
    """A folder as people have them: images, notes, broken files, sub-folders."""
    (folder / "walls/north").mkdir(parents=True)
    (folder / "walls/a.png").write_bytes(code_png(SHOP))
    (folder / "walls/b broken.jpg").write_bytes(b"\xff\xd8\xff this is no photo")
    (folder / "walls/c.PNG").write_bytes(code_png("second"))
    (folder / "walls/huge.png").write_bytes(huge_png())
    (folder / "walls/empty.png").write_bytes(b"")
    (folder / "walls/notes.txt").write_text("no image, and nobody said it was")
    (folder / "walls/north/photo.jpg").write_bytes(street_photo("t.me/suhaya_vetka_"))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder = tmp_path_factory.mktemp("qr")
    fill(folder)
    (folder / "alone.png").write_bytes(code_png("alone"))
    return Mergen(folder)("qr", "walls", "alone.png", "missing.png", "walls/notes.txt", "--json")


def test_every_file_gives_one_object_whatever_it_is(read: Answer) -> None:
    assert [record["file"] for record in read.records] == [
        "walls/a.png",
        "walls/b broken.jpg",
        "walls/c.PNG",
        "walls/empty.png",
        "walls/huge.png",
        "walls/north/photo.jpg",
        "alone.png",
        "missing.png",
        "walls/notes.txt",
    ]
    assert all(set(r) >= {"file", "width", "height", "symbols", "error"} for r in read.records)


def test_codes_come_with_decoder_and_corners(read: Answer) -> None:
    by_file = {record["file"]: record for record in read.records}
    record = by_file["walls/a.png"]
    [symbol] = record["symbols"]
    assert (symbol["text"], symbol["format"], record["error"]) == (SHOP, "qr", None)
    assert symbol["decoder"]
    assert len(symbol["position"]) == 4
    assert all(0 <= x <= record["width"] and 0 <= y <= record["height"] for x, y in symbol["position"])
    assert [s["text"] for s in by_file["walls/north/photo.jpg"]["symbols"]] == ["t.me/suhaya_vetka_"]


def test_what_cannot_be_read_says_why_and_ends_with_status_1(read: Answer) -> None:
    errors = {record["file"]: record["error"] for record in read.records if record["error"]}
    assert set(errors) == {
        "walls/b broken.jpg",
        "walls/empty.png",
        "walls/huge.png",
        "missing.png",
        "walls/notes.txt",
    }
    assert "No such file" in errors["missing.png"]
    assert "too large" in errors["walls/huge.png"]
    assert read.status == 1


def test_what_is_left_out_of_a_folder_is_said(read: Answer, bare: Mergen) -> None:
    assert "1 file(s) in walls left out, by their suffix (.txt)" in read.err
    (bare.folder / "nothing").mkdir()
    answer = bare("qr", "nothing")
    assert (answer.status, answer.out) == (0, "")
    assert "there are no images in nothing" in answer.err


def test_readable_images_end_with_status_0_also_without_a_code(bare: Mergen) -> None:
    (bare.folder / "code.png").write_bytes(code_png(SHOP))
    answer = bare("qr", "code.png", "--fast")
    first, second, *_ = answer.out.splitlines()
    assert (answer.status, first) == (0, f"code.png: qr: {SHOP}")
    assert second.startswith("  at 32,32, ")
    assert "; read by zxing (plain)" in second


def test_what_a_code_means_is_said_and_its_secret_only_on_request(bare: Mergen) -> None:
    wifi = "WIFI:T:WPA;S:Qala;P:correct-horse;;"
    (bare.folder / "bot.png").write_bytes(code_png("tg://resolve?domain=Suhaya_Vetka_&start=wall7"))
    (bare.folder / "wifi.png").write_bytes(code_png(wifi))
    said = bare("qr", "bot.png", "wifi.png", "--fast").out
    for line in ("telegram: suhaya_vetka_, https://t.me/suhaya_vetka_", "start: wall7", "security: WPA"):
        assert f"  {line}\n" in said
    assert "wifi.png: qr: Qala ***\n" in said
    bot, hidden = bare("qr", "bot.png", "wifi.png", "--fast", "--json").records
    [symbol] = bot["symbols"]
    assert (symbol["kind"], symbol["value"], symbol["fields"]) == (
        "telegram",
        "suhaya_vetka_",
        {"start": "wall7"},
    )
    assert (symbol["url"], symbol["masked"]) == ("https://t.me/suhaya_vetka_", False)
    assert "correct-horse" not in said + str(hidden)
    assert hidden["symbols"][0]["masked"]
    [asked] = bare("qr", "wifi.png", "--fast", "--secrets", "--json").records
    assert (asked["symbols"][0]["text"], asked["symbols"][0]["masked"]) == (wifi, False)


def test_a_picture_without_a_code_comes_with_advice(bare: Mergen) -> None:
    out = BytesIO()
    Image.new("L", (300, 200), 190).save(out, "PNG")
    (bare.folder / "wall.png").write_bytes(out.getvalue())
    assert "hint: No code was seen" in bare("qr", "wall.png").out
    [record] = bare("qr", "wall.png", "--json").records
    assert (record["hint"], record["unread"], record["failures"]) == ("no_code_seen", [], [])


def test_a_dispute_is_said_and_never_decided(capsys: pytest.CaptureFixture[str]) -> None:
    disputed = replace(fakes.symbol("one.example"), disputed=("zbar",), agreed=("opencv",), frame=2)
    reading = Reading(symbols=(disputed,), unread=(fakes.PLACE, fakes.PLACE), failures=("zbar: no memory",))
    say_symbol(Output(as_json=False), disputed)
    say_unread(Output(as_json=False), reading)
    said = capsys.readouterr().out
    assert "disputed: zbar read another text there" in said
    assert "of frame 3" in said
    assert "and by opencv" in said
    assert "given up: zbar: no memory" in said
    assert "2 places where a code was seen and not read" in said
    [record] = symbol_records(reading)
    assert (record["disputed"], record["frame"]) == (["zbar"], 2)


def test_a_photo_is_kept_and_what_it_points_to_is_watched(mergen: Mergen) -> None:
    data = street_photo("https://t.me/Suhaya_Vetka_")
    (mergen.folder / "wall.jpg").write_bytes(data)
    words = ("photo", "wall.jpg", "--lat", "49.8", "--lon", "73.1", "--note", "bus stop", "--json")
    first = mergen(*words)
    assert first.status == 0
    record = first.record
    assert record["file"] == "wall.jpg"
    assert record["sha256"] == hashlib.sha256(data).hexdigest()
    assert [symbol["text"] for symbol in record["symbols"]] == ["https://t.me/Suhaya_Vetka_"]
    assert [payload["kind"] for payload in record["payloads"]] == ["telegram"]
    assert record["targets"] == ["https://t.me/s/suhaya_vetka_"]
    assert mergen(*words).record["known"] is True
    [target] = mergen("target", "list", "--json").records
    assert (target["url"], target["origin"]) == ("https://t.me/s/suhaya_vetka_", "photo")
    assert target["reference"] == record["sha256"]
    assert (record["near"], record["beside"], record["hint"]) == ([], [], None)
    assert mergen.verified()["blobs"] == 3  # the photo, its code's crop, the working copy


def test_a_painted_handle_is_followed_only_if_no_letter_may_be_another(mergen: Mergen) -> None:
    pytest.importorskip("tesserocr")
    (mergen.folder / "a.jpg").write_bytes(written_line("t.me/eski_zher_", "clean", seed=0))
    (mergen.folder / "b.jpg").write_bytes(written_line("t.me/eski_zhol_", "clean", seed=0))
    sure, doubtful = mergen("photo", "a.jpg", "b.jpg", "--json").records
    assert sure["targets"] == ["https://t.me/s/eski_zher_"]
    assert sure["lines"][0]["confidence"] >= 80
    [written] = doubtful["read_by_ocr"]
    assert (written["kind"], written["value"]) == ("telegram", "eski_zhol_")
    assert written["doubts"] == ["l may be 1 or I or i"]
    assert len(written["corners"]) == 4
    assert (doubtful["payloads"], doubtful["targets"]) == ([], [])
    said = mergen("photo", "b.jpg").out
    assert "doubtful, not watched: l may be 1" in said
    assert "  text: " in said
    assert "hint: " not in said


def offer_photo(*lines: str) -> bytes:
    """A sheet of paper without a code."""
    sheet, font = Image.new("RGB", (1100, 90 * len(lines) + 60), "white"), ImageFont.load_default(44)
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((40, 30 + 90 * number), line, fill="black", font=font)
    buffer = BytesIO()
    sheet.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def test_text_on_a_photo_is_scored_as_text_and_stays_to_be_looked_at(mergen: Mergen) -> None:
    pytest.importorskip("tesserocr")
    lines = (
        "Mephedrone 1g 9000, 2g 16000",
        "Coordinates and photo after payment",
        "Ask +7 700 000 00 00",
    )
    (mergen.folder / "wall.jpg").write_bytes(offer_photo(*lines))
    (mergen.folder / "cat.jpg").write_bytes(offer_photo("A cat was lost", "Thank you for your help"))
    offer, cat = mergen("photo", "wall.jpg", "cat.jpg", "--json").records
    score, text = offer["text_score"], "\n".join(line["text"] for line in offer["lines"])
    assert (score["label"], cat["text_score"]["label"]) == ("sale", "benign")
    assert {"A", "C"} <= {signal["family"] for signal in score["signals"]}
    assert all(text[each["start"] : each["end"]] == each["quote"] for each in score["signals"])
    assert "700 000 00" not in str(offer)
    said = mergen("photo", "wall.jpg").out
    assert "  its text: sale 0." in said
    assert "    A1_catalog_price «" in said
    [found] = mergen("findings", "--photos", "--json").records
    assert (found["photo"], found["file"], found["label"]) == (offer["sha256"], "wall.jpg", "sale")
    assert found["signals"]
    assert "700 000 00" not in str(found)
    assert mergen("findings", "--photos", "--label", "recruitment", "--json").records == []
    assert "wall.jpg" in mergen("findings", "--photos").out


def test_unreadable_photos_are_named_and_the_others_are_taken_in(mergen: Mergen) -> None:
    fill(mergen.folder)
    answer = mergen("photo", "walls", "missing.jpg", "--json")
    assert answer.status == 1
    taken = {record["file"] for record in answer.records if record["error"] is None}
    assert taken == {"walls/a.png", "walls/c.PNG", "walls/north/photo.jpg"}
    errors = {record["file"]: record["error"] for record in answer.records if record["error"]}
    assert len(errors) == 4
    assert all(file in answer.message for file in errors)
    assert mergen.verified()["blobs"] == 9


@pytest.mark.parametrize("words", [("--lat", "50"), ("--lat", "91", "--lon", "70"), ("--lat", "x")])
def test_a_place_that_is_none_is_refused(mergen: Mergen, words: tuple[str, ...]) -> None:
    (mergen.folder / "wall.jpg").write_bytes(street_photo("x"))
    answer = mergen("photo", "wall.jpg", *words)
    assert answer.status in {1, 2}
    assert "--lat" in answer.message
