"""The training corpus: texts drawn from every grammar, some joined, some disguised."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.corpus.disguises import DISGUISES
from classifiers.corpus.grammar import Grammar, draw, load_grammars, load_slots
from classifiers.score import Label

PER_GRAMMAR = 60
DISGUISED = 0.15
FRAMED = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """One text; `group` is its grammar: keep a group on one side of any split."""

    text: str
    label: Label
    language: str
    group: str


def generate(seed: int, per_grammar: int = PER_GRAMMAR) -> tuple[TrainingText, ...]:
    """The corpus of a seed: the same seed gives the same texts."""
    rng = random.Random(seed)  # noqa: S311 - invented texts, no secret
    return tuple(_generate(rng, per_grammar))


def digest(texts: tuple[TrainingText, ...]) -> str:
    """SHA-256 over labels and texts."""
    whole = hashlib.sha256()
    for one in texts:
        whole.update(f"{one.label}\0{one.text}\0".encode())
    return whole.hexdigest()


def _generate(rng: random.Random, per_grammar: int) -> Iterator[TrainingText]:
    slots = load_slots()
    grammars = load_grammars()
    frames = {
        language: [one for one in grammars if one.name == f"{language}_daily"]
        for language in ("ru", "kk", "en")
    }
    for grammar in grammars:
        for _ in range(per_grammar):
            text = _framed(draw(grammar, slots, rng), frames[grammar.language], slots, rng)
            disguise = DISGUISED if grammar.label is not Label.BENIGN else DISGUISED / 5
            if rng.random() < disguise:
                text = rng.choice(DISGUISES)(text, rng)
            yield TrainingText(text=text, label=grammar.label, language=grammar.language, group=grammar.name)


def _framed(text: str, frames: list[Grammar], slots: dict[str, tuple[str, ...]], rng: random.Random) -> str:
    if rng.random() >= FRAMED:
        return text
    parts = [text, *(draw(rng.choice(frames), slots, rng) for _ in range(rng.randint(1, 4)))]
    rng.shuffle(parts)
    return "\n\n".join(parts)
