"""`mergen qr`"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from mergen.errors import BadInput
from mergen.options import Json
from mergen.originals import write_down_original
from mergen.output import Output, complain
from qr.payload import Payload, PayloadKind, payload_of
from qr.symbol import Reading, Symbol
from review.code_words import HINTS

SUFFIXES = frozenset(
    {".apng", ".avif", ".bmp", ".gif", ".heic", ".heif", ".ico", ".jpe", ".jpeg", ".jpg", ".pbm"}
    | {".pdf", ".pgm", ".png", ".ppm", ".svg", ".svgz", ".tif", ".tiff", ".webp"}
)
MAX_FILE = 100_000_000
_SHOWN = 5


def qr(
    files: Annotated[list[Path], typer.Argument(help="Images, or folders of images.")],
    fast: Annotated[
        bool, typer.Option("--fast/--deep", help="One quick look, or every method until the time is spent.")
    ] = False,
    linear: Annotated[
        bool, typer.Option("--linear", help="Read one-dimensional codes too (EAN, Code 128 and others).")
    ] = False,
    secrets: Annotated[
        bool, typer.Option("--secrets", help="Show passwords, seeds and sign-in codes too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read the codes in images, and say what they mean. Files that cannot be read do not stop it, and it ends
    with status 1 then."""
    from qr.reader import Reader
    from qr.worker import IsolatedReader

    output = Output(as_json=as_json)
    faults = 0
    with IsolatedReader(partial(Reader, linear=linear)) as reader:
        for path in walk(files):
            write_down_original(path)
            reading = read_file(path, lambda data: reader.read(data, deep=not fast))
            faults += reading.error is not None
            if as_json:
                output.record(reading_record(path, reading, secrets=secrets))
            else:
                _print(output, path, reading, secrets=secrets)
    if faults:
        raise typer.Exit(1)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and the images below the folders that are named. What is left out there is
    told on standard error."""
    for path in paths:
        if path.is_dir():
            yield from _images_below(path)
        else:
            yield path


def _images_below(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    images = sorted(file for file in files if file.suffix.lower() in SUFFIXES)
    others = len(files) - len(images)
    if not images:
        complain(f"there are no images in {folder}")
    if others:
        suffixes = sorted({file.suffix.lower() or "none" for file in files} - SUFFIXES)
        shown = ", ".join(suffixes[:_SHOWN]) + (", …" if len(suffixes) > _SHOWN else "")
        complain(f"{others} file(s) in {folder} left out, by their suffix ({shown}); name one to read it")
    return images


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises BadInput, saying what is wrong with it."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise BadInput(f"{path} is larger than {MAX_FILE // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error


def read_file(path: Path, read: Any) -> Reading:
    """The reading of a file; one that cannot be opened is a reading with an error."""
    try:
        data = read_bytes(path)
    except BadInput as error:
        return Reading(error=str(error))
    reading: Reading = read(data)
    return reading


def reading_record(path: Path, reading: Reading, *, secrets: bool = False) -> dict[str, Any]:
    """A reading as the command's JSON object."""
    return {
        "file": str(path),
        "width": reading.width,
        "height": reading.height,
        "symbols": symbol_records(reading, secrets=secrets),
        **unread_record(reading),
        "error": reading.error,
    }


def unread_record(reading: Reading) -> dict[str, Any]:
    """What was seen and not read, why, and the first thing to do better, as JSON fields."""
    return {
        "unread": [[list(point) for point in place] for place in reading.unread],
        "failures": list(reading.failures),
        "hint": reading.hints[0].value if reading.hints else None,
        "hints": [hint.value for hint in reading.hints],
    }


def symbol_records(reading: Reading, *, secrets: bool = False) -> list[dict[str, Any]]:
    """The symbols of a reading as JSON objects, each with its meaning."""
    return [
        {
            **payload_record(payload_of(symbol), secrets=secrets),
            "raw": symbol.raw.hex() if secrets or not payload_of(symbol).is_secretive else None,
            "format": symbol.format.value,
            "decoder": symbol.decoder,
            "variant": symbol.variant,
            "agreed": list(symbol.agreed),
            "disputed": list(symbol.disputed),
            "frame": symbol.frame,
            "position": [list(point) for point in symbol.position],
        }
        for symbol in reading.symbols
    ]


def payload_record(payload: Payload, *, secrets: bool = False) -> dict[str, Any]:
    """A payload as a JSON object. `masked` tells that a secret was left out of `text`."""
    return {
        "kind": payload.kind.value,
        "value": payload.value,
        "text": payload.text if secrets else payload.open_text,
        "masked": payload.is_secretive and not secrets,
        "url": payload.url,
        "fields": dict(payload.fields),
    }


def say_payload(output: Output, payload: Payload) -> None:
    """Below a symbol's text: what it means, where that says more than the text itself."""
    url = f", {payload.url}" if payload.url not in (None, payload.value, payload.text) else ""
    if payload.kind is not PayloadKind.TEXT and (payload.value != payload.text or url):
        output.say(f"  {payload.kind.value}: {payload.value}{url}")
    for name, value in payload.fields:
        output.say(f"  {name}: {value}")


def say_unread(output: Output, reading: Reading, *, advise: bool = True) -> None:
    """Below a file's line: codes that were seen and not read, what was tried in vain, and if it is to
    `advise`, what to do better. Who has photographed a painted handle needs no advice on codes."""
    if reading.unread:
        places = len(reading.unread)
        output.say(f"  {places} place{'s' if places > 1 else ''} where a code was seen and not read")
    for failure in reading.failures:
        output.say(f"  given up: {failure}")
    for hint in reading.hints if advise or reading.unread else ():
        output.say(f"  hint: {HINTS[hint.value]}")


def say_symbol(output: Output, symbol: Symbol) -> None:
    """Below a symbol's text: where it stands and who read it, and that others read something else."""
    left, top = (min(point[axis] for point in symbol.position) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in symbol.position) for axis in (0, 1))
    frame = f" of frame {symbol.frame + 1}" if symbol.frame else ""
    agreed = f", and by {', '.join(symbol.agreed)}" if symbol.agreed else ""
    output.say(
        f"  at {left},{top}{frame}, {right - left} × {bottom - top} pixels;"
        f" read by {symbol.decoder} ({symbol.variant}){agreed}"
    )
    if symbol.disputed:
        output.say(f"  disputed: {', '.join(symbol.disputed)} read another text there; compare both")


def _print(output: Output, path: Path, reading: Reading, *, secrets: bool) -> None:
    if reading.error is not None:
        output.say(f"{path}: {reading.error}")
    elif not reading.symbols:
        output.say(f"{path}: no code read")
    for symbol in reading.symbols:
        payload = payload_of(symbol)
        # A text of several lines must not pass for lines about other files.
        text = (payload.text if secrets else payload.open_text).replace("\n", "\n    ")
        output.say(f"{path}: {symbol.format.value}: {text}")
        say_payload(output, payload)
        say_symbol(output, symbol)
    say_unread(output, reading)
