"""The training corpus: texts drawn from every grammar, and those that were written one by one. Some stand
among others as in a channel, some paste a report above an offer or quote an offer in a report, some are
disguised."""

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.corpus.disguises import DISGUISES
from classifiers.corpus.grammar import Grammar, draw, load_grammars, load_slots
from classifiers.corpus.written import Written, load_written
from classifiers.score import Label

SEED = 20261123
PER_GRAMMAR = 60
DISGUISED = 0.15
FRAMED = 0.15
CHANNELLED = 0.08
GATHERED = 0.12
"""Share of harmless texts on a page with others about other things: a page is no offer because its parts have
together what an offer has."""
WRITTEN_WEIGHT = 0.3
"""Each written text stands there twice, and half of them are offers with few signs: at full weight they
make a page's reader expect one everywhere."""
VEILED = 0.5
"""Share of written offers beside others that stand beside a look-alike: goods and games that a seller pastes
around an offer must not hide it."""
PASTED = 0.12
"""Share of offers under a pasted report, and of reports that quote a line of an offer."""
_REPORT = re.compile(r"_(?:news|law|court|warning|research|police|harm)")
_CONTACT = re.compile(r"@\w+|t\.me/\S+|https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """One text; `group` is its grammar: keep a group on one side of any split. `weight`: how much it
    counts. `drawn`: from a grammar."""

    text: str
    label: Label
    language: str
    group: str
    weight: float = 1.0
    drawn: bool = False


def generate(seed: int, per_grammar: int = PER_GRAMMAR, every: int = 1) -> tuple[TrainingText, ...]:
    """The corpus of a seed: the same seed gives the same texts. A smaller one has fewer texts of a grammar,
    and of the written texts each `every`-th only."""
    return tuple(_Generator(seed).texts(per_grammar, every))


def digest(texts: tuple[TrainingText, ...]) -> str:
    """SHA-256 over labels and texts."""
    whole = hashlib.sha256()
    for one in texts:
        whole.update(f"{one.label}\0{one.text}\0".encode())
    return whole.hexdigest()


class _Generator:
    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rng = random.Random()  # noqa: S311 - invented texts, no secret
        self._slots = load_slots()
        self._grammars = load_grammars()
        self._harmless: dict[str, list[str]] = defaultdict(list)
        for one in load_written():
            if one.label is Label.BENIGN:
                self._harmless[one.language].append(one.text)

    def texts(self, per_grammar: int, every: int) -> Iterator[TrainingText]:
        for grammar in self._grammars:
            self._begin(grammar.name)
            for _ in range(per_grammar):
                text = self._surrounded(self._draw(grammar), grammar)
                if self._rng.random() < DISGUISED:
                    text = self._rng.choice(DISGUISES)(text, self._rng)
                yield TrainingText(
                    text=text,
                    label=grammar.label,
                    language=grammar.language,
                    group=grammar.name,
                    drawn=True,
                )
        for written in load_written()[::every]:
            self._begin(written.name)
            for text in (written.text, self._changed(written))[:per_grammar]:
                yield TrainingText(
                    text=text,
                    label=written.label,
                    language=written.language,
                    group=written.name,
                    weight=WRITTEN_WEIGHT,
                )

    def _begin(self, name: str) -> None:
        """What chance does to one text or grammar depends on no other: those that are added change none."""
        self._rng.seed(f"{self._seed} {name}")

    def _changed(self, written: Written) -> str:
        """A written text among others, or disguised."""
        if self._rng.random() < 0.5:
            return self._among_others(written)
        return self._rng.choice(DISGUISES)(written.text, self._rng)

    def _among_others(self, written: Written) -> str:
        """A harmless text among other harmless ones, an offer beside ordinary news or by what looks like an
        offer and is none."""
        harmless = self._harmless[written.language]
        if written.label is not Label.BENIGN:
            veil = self._rng.random() < VEILED
            other = self._rng.choice(harmless) if veil else self._daily(written.language)
            return self._among(written.text, [other])
        others = [self._rng.choice(harmless) for _ in range(self._rng.randint(1, 3))]
        return self._among(written.text, others)

    def _draw(self, grammar: Grammar) -> str:
        return draw(grammar, self._slots, self._rng)

    def _any(self, language: str, *labels: Label, name: re.Pattern[str] | None = None) -> str:
        fit = [
            one
            for one in self._grammars
            if one.language == language and one.label in labels and (not name or name.search(one.name))
        ]
        return self._draw(self._rng.choice(fit))

    def _surrounded(self, text: str, grammar: Grammar) -> str:
        chance = self._rng.random()
        if chance < FRAMED:
            return self._among(text, [self._daily(grammar.language) for _ in range(self._rng.randint(1, 4))])
        if chance < FRAMED + CHANNELLED:
            return self._channel(text, grammar)
        if chance < FRAMED + CHANNELLED + PASTED:
            return self._beside_report(text, grammar)
        if grammar.label is Label.BENIGN and chance > 1.0 - GATHERED:
            others = (self._any(grammar.language, Label.BENIGN) for _ in range(self._rng.randint(2, 5)))
            return self._among(text, list(others))
        return text

    def _daily(self, language: str) -> str:
        return self._any(language, Label.BENIGN, name=re.compile("_daily$"))

    def _among(self, text: str, others: list[str]) -> str:
        parts = [text, *others]
        self._rng.shuffle(parts)
        return "\n\n".join(parts)

    def _channel(self, text: str, grammar: Grammar) -> str:
        """Posts of one channel: several of the kind and ordinary ones between."""
        own = [self._draw(grammar) for _ in range(self._rng.randint(1, 3))]
        others = [self._any(grammar.language, Label.BENIGN) for _ in range(self._rng.randint(1, 4))]
        return self._among(text, own + others)

    def _beside_report(self, text: str, grammar: Grammar) -> str:
        report = self._any(grammar.language, Label.BENIGN, name=_REPORT)
        if grammar.label is not Label.BENIGN:
            return self._rng.choice((f"{report}\n{text}", f"{text}\n\n{report}"))
        if not _REPORT.search(grammar.name):
            return text
        offer = self._any(grammar.language, Label.SALE, Label.RECRUITMENT)
        line = _CONTACT.sub("…", self._rng.choice(offer.split("\n")))
        return self._rng.choice((f"{text}\n«{line}»", f"«{line}»\n{text}", f"{text} «{line}» {report}"))
