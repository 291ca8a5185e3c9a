"""`mergen photo`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mergen.commands.qr import (
    payload_record,
    read_bytes,
    say_symbol,
    say_unread,
    symbol_records,
    unread_record,
    walk,
)
from mergen.commands.score import in_a_line, score_record
from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.hidden import hidden
from mergen.options import Json, person
from mergen.output import Output, complain
from mergen.settings import load
from pipeline.masks import masked
from qr.payload import Payload, payload_of

if TYPE_CHECKING:
    from classifiers.score import Score
    from pipeline.photos import TakenIn
    from pipeline.written import Written


def photo(
    files: Annotated[list[Path], typer.Argument(help="Photos, or folders of photos.")],
    lat: Annotated[
        float | None, typer.Option(min=-90, max=90, help="Latitude in degrees, where known.")
    ] = None,
    lon: Annotated[
        float | None, typer.Option(min=-180, max=180, help="Longitude in degrees, where known.")
    ] = None,
    note: Annotated[str, typer.Option(help="What the sender says about it.")] = "",
    as_json: Json = False,
) -> None:
    """Take photos in: keep them, read their codes and text, score the text, and watch what they point to."""
    if (lat is None) != (lon is None):
        raise BadInput("Give both --lat and --lon, or neither")
    from pipeline.photos import NoPhoto, Sent

    output = Output(as_json=as_json)
    faults = 0
    with Workshop(load()) as workshop:
        desk = workshop.photo_desk
        for path in walk(files):
            sent = Sent(file_name=path.name, note=note, sender=person(), latitude=lat, longitude=lon)
            try:
                taken = desk.take(read_bytes(path), sent)
            except (NoPhoto, BadInput) as error:
                faults += 1
                complain(f"{path}: {error}")
                if as_json:
                    output.record({"file": str(path), "error": str(error)})
                continue
            if as_json:
                output.record(_record(path, taken))
            else:
                _print(output, path, taken)
    if faults:
        raise typer.Exit(1)


def _record(path: Path, taken: "TakenIn") -> dict[str, Any]:
    from pipeline.lines import stored_lines

    return {
        "file": str(path),
        "sha256": taken.sha256,
        "known": taken.known,
        "near": list(taken.near),
        "beside": list(taken.beside),
        "symbols": list(map(hidden, symbol_records(taken.picture.reading))),
        **unread_record(taken.picture.reading),
        "payloads": [hidden(payload_record(payload)) for payload in taken.payloads],
        "targets": list(taken.targets),
        "text_score": hidden(score_record(taken.score)) if taken.score is not None else None,
        "lines": list(map(hidden, stored_lines(taken.picture.lines))),
        "read_by_ocr": [hidden(_written_record(each)) for each in taken.written],
        "error": None,
    }


def _written_record(written: "Written") -> dict[str, Any]:
    return {
        **payload_record(written.payload),
        "confidence": round(written.line.confidence, 1),
        "corners": [list(point) for point in written.line.corners],
        "doubts": list(written.doubts),
    }


def _say_written(output: Output, written: "Written") -> None:
    x, y = written.line.corners[0]
    sure = f"read by OCR at {x},{y}, confidence {written.line.confidence:.0f} of 100"
    output.say(f"  {written.payload.kind.value}: {masked(written.payload.value)} ({sure})")
    if written.doubts:
        output.say(f"    doubtful, not watched: {'; '.join(written.doubts)}")
        output.say("    compare it with the photo; if it is right, add it with mergen target add")


def _say_score(output: Output, score: "Score") -> None:
    output.say(f"  its text: {score.label.value} {score.value:.2f} {score.language}")
    for signal in score.signals:
        output.say(f"    {signal.kind} «{in_a_line(masked(signal.quote), 60)}» {signal.weight:+.2f}")


def _say_text(output: Output, taken: "TakenIn") -> None:
    for line in taken.picture.lines:
        output.say(f"  text: {masked(line.text)}")
    if taken.score is not None:
        _say_score(output, taken.score)
    for written in taken.written:
        _say_written(output, written)


def _print(output: Output, path: Path, taken: "TakenIn") -> None:
    reading = taken.picture.reading
    count = len(reading.symbols)
    known = " (known already)" if taken.known else ""
    output.say(f"{path}: {count or 'no'} code{'' if count == 1 else 's'}{known}")
    for digest in taken.near:
        output.say(f"  looks like an earlier photo: {digest}")
    for digest in taken.beside:
        output.say(f"  the same code at the same place: {digest}")
    for symbol in reading.symbols:
        output.say(f"  {symbol.format.value}: {masked(payload_of(symbol).open_text)}")
        say_symbol(output, symbol)
    say_unread(output, reading, advise=not taken.written)
    _say_text(output, taken)
    by_ocr = {(each.payload.kind, each.payload.value) for each in taken.written}
    for payload in taken.payloads:
        if (payload.kind, payload.value) not in by_ocr:
            _say_payload(output, payload)
    for url in taken.targets:
        output.say(f"  now watched: {url}")


def _say_payload(output: Output, payload: Payload) -> None:
    output.say(f"  {payload.kind.value}: {masked(payload.value)}")
    for name, value in payload.fields:
        output.say(f"    {name}: {masked(value)}")
