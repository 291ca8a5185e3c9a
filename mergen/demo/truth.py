"""What must be found in the demonstration web, and how to measure what was."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

BAD_LABELS = frozenset({"sale", "recruitment"})
_PREVIEWS = ("t-preview.example", "t.me")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A host, or a channel as `t-preview.example/s/<channel>`. `label` is `sale`, `recruitment` or
    `benign`; `families` the letters of the signal families it shows, `counter` the counter-evidence;
    `shop` names the shop it belongs to; `reached` says what leads there: `seed`, `link`, `contact`,
    `code` (in a page's image) or `photo`."""

    name: str
    kind: str
    language: str
    label: str
    reached: str
    families: str = ""
    shop: str = ""
    counter: str = ""

    @property
    def bad(self) -> bool:
        """Whether it must be flagged."""
        return self.label in BAD_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """An address that gives no page, and why: a value of `crawler.visit.Cause`."""

    url: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The whole truth. `codes` holds the payload texts by image address, `photos` by photo name."""

    seeds: tuple[str, ...]
    resources: tuple[Resource, ...]
    codes: Mapping[str, tuple[str, ...]]
    photos: Mapping[str, tuple[str, ...]]
    unreachable: tuple[Unreachable, ...]

    @property
    def shops(self) -> tuple[frozenset[str], ...]:
        """Which resources form one shop: every group, also those of one."""
        groups: dict[str, set[str]] = {}
        for resource in self.resources:
            if resource.bad:
                groups.setdefault(resource.shop or resource.name, set()).add(resource.name)
        return tuple(frozenset(group) for group in groups.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFigures:
    """How well a run did. Shares are from 0 to 1; the name tuples are for a person to read.

    `precision` and `recall` count resources; `pair_precision` and `pair_recall` count pairs of
    resources put into one shop; `shops_right` counts shops with exactly the right members; `code_recall`
    is the share of the payloads that were read, in the page images and photos that were given.
    """

    precision: float
    recall: float
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]
    label_accuracy: float
    shops_expected: int
    shops_right: int
    pair_precision: float
    pair_recall: float
    code_recall: float


def resource_of(url: str) -> str:
    """The resource that an address belongs to: its host, or host and channel for a channel preview."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host not in _PREVIEWS:
        return host
    steps = [step for step in parts.path.split("/") if step and step != "s"]
    return f"{_PREVIEWS[0]}/s/{steps[0].lower()}" if steps else _PREVIEWS[0]


@cache
def load_truth() -> Truth:
    """The bundled truth file."""
    data = tomllib.loads((files("mergen.demo") / "truth.toml").read_text("utf-8"))
    return Truth(
        seeds=tuple(data["seeds"]),
        resources=tuple(Resource(**table) for table in data["resources"]),
        codes={table["url"]: tuple(table["payloads"]) for table in data["codes"]},
        photos={table["name"]: tuple(table["payloads"]) for table in data["photos"]},
        unreachable=tuple(Unreachable(**table) for table in data["unreachable"]),
    )


def measure(
    found: Mapping[str, str],
    shops: Sequence[Collection[str]] = (),
    codes: Mapping[str, Collection[str]] | None = None,
) -> DemoFigures:
    """Compare a run with the truth.

    `found` gives a label for each resource seen (see `resource_of`); what is not in it was not seen.
    `shops` are the groups of resources that the run made, `codes` the payload texts by image address or
    photo name. Precision is 1 where nothing was flagged.
    """
    truth = load_truth()
    bad = {resource.name: resource.label for resource in truth.resources if resource.bad}
    flagged = {name for name, label in found.items() if label in BAD_LABELS}
    hits = flagged & bad.keys()
    groups = [frozenset(group) for group in shops]
    made, wanted = _pairs(groups), _pairs(truth.shops)
    return DemoFigures(
        precision=_share(len(hits), len(flagged)),
        recall=_share(len(hits), len(bad)),
        missed=tuple(sorted(bad.keys() - flagged)),
        false_alarms=tuple(sorted(flagged - bad.keys())),
        label_accuracy=_share(sum(found[name] == bad[name] for name in hits), len(hits)),
        shops_expected=len(truth.shops),
        shops_right=len(set(groups) & set(truth.shops)),
        pair_precision=_share(len(made & wanted), len(made)),
        pair_recall=_share(len(made & wanted), len(wanted)),
        code_recall=_code_recall(truth, codes or {}),
    )


def _pairs(groups: Sequence[Collection[str]]) -> set[frozenset[str]]:
    return {frozenset((one, other)) for group in groups for one in group for other in group if one != other}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _code_recall(truth: Truth, codes: Mapping[str, Collection[str]]) -> float:
    wanted = [(name, text) for name, texts in {**truth.codes, **truth.photos}.items() for text in texts]
    return _share(sum(text in codes.get(name, ()) for name, text in wanted), len(wanted))
