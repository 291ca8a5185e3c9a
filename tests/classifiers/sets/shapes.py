"""A small language for documents with choices, in which make_look_alikes.py and make_ordinary.py are written.

A file of shapes has sections `# kind language`; shapes stand in them, parted by lines of `---`. In a shape,
`<a|b|>` is a choice (it may nest), `{town}` a word of the language's list `town` (the same one in the whole
document; `{town2}` is another of the same list), `{5-90}` a number, and lines that begin with `* ` are a list
of which some are taken, in any order.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "shapes"
CHOICE = re.compile(r"<([^<>]*)>")
SLOT = re.compile(r"\{([a-z_]+)\d*\}|\{(\d+)-(\d+)\}")
SECTION = re.compile(r"^# (\w+) (\w+)$", re.MULTILINE)
PARTING = re.compile(r"^---\n", re.MULTILINE)
LIST = re.compile(r"(?:^\* .*(?:\n|\Z))+", re.MULTILINE)

Words = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The shapes of a kind in a language."""

    kind: str
    language: str
    shapes: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Writer:
    """Writes documents from shapes; `words` has lists by language and name."""

    words: Words
    random: Random
    _said: dict[str, str] = field(default_factory=dict)

    def write(self, shape: str, language: str) -> str:
        self._said = {}
        text = LIST.sub(self._some, shape)
        while CHOICE.search(text):
            text = CHOICE.sub(lambda found: self.random.choice(found[1].split("|")), text)
        text = SLOT.sub(lambda found: self._word(found, language), text)
        return self._laid_out(text)

    def page(self, shapes: Sequence[str], language: str) -> str:
        """Documents below each other between the head and the foot of a web page."""
        taken = self.random.sample(shapes, min(len(shapes), self.random.choice((2, 3, 4))))
        parts = ["{page_head}", *taken, "{page_foot}"]
        return "\n".join(self.write(part, language) for part in parts)

    def _some(self, found: re.Match[str]) -> str:
        rows = [row.removeprefix("* ") for row in found[0].splitlines()]
        taken = self.random.sample(rows, self.random.randint((len(rows) + 1) // 2, len(rows)))
        return "\n".join(taken) + "\n"

    def _word(self, found: re.Match[str], language: str) -> str:
        if found[2]:
            return str(self.random.randint(int(found[2]), int(found[3])))
        slot = found[0]
        if slot not in self._said:
            choices = [word for word in self.words[language][found[1]] if word not in self._said.values()]
            self._said[slot] = self.random.choice(choices)
        return self._said[slot]

    def _laid_out(self, text: str) -> str:
        lines = [" ".join(line.split()) for line in text.strip().splitlines()]
        lines = [line for line in lines if line]
        between = self.random.choices(("\n", " ", "\n\n"), weights=(6, 2, 2))[0]
        return between.join(lines)


def read_sections(name: str) -> Iterator[Section]:
    """The sections of a file of shapes, in its order."""
    parts = SECTION.split((FOLDER / name).read_text("utf-8"))
    for kind, language, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        shapes = tuple(shape.strip() for shape in PARTING.split(body) if shape.strip())
        yield Section(kind=kind, language=language, shapes=shapes)


def read_words() -> Words:
    """The word lists of shapes/words.toml, by language."""
    return tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
