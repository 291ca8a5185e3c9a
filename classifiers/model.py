"""The model: linear weights of the wording and of two tracks, stored as numbers with hashes, not as objects.

Scoring needs NumPy alone; scikit-learn, which takes seconds to load, is for training.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.errors import ModelError
from classifiers.features import RECRUITMENT_FEATURES, SALE_FEATURES, Feature
from classifiers.lexicon import lexicon_digest

VERSION = "0.1"
TRACKS: Mapping[str, tuple[Feature, ...]] = {"sale": SALE_FEATURES, "recruitment": RECRUITMENT_FEATURES}
WORDING = "wording"
MODEL_FILE, CARD_FILE = "model.npz", "model.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A fitted linear model: log-odds are `rows @ weights + intercept`."""

    weights: NDArray[np.float64]
    intercept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusCard:
    """What a model was trained on; `own_texts` counts an office's own among `texts`. `sample_sha256`: of the
    weights that the same code gives for a sample of the corpus, so that a change of either shows without a
    whole training; empty where an office trained."""

    seed: int
    texts: int
    corpus_sha256: str
    own_texts: int = 0
    sample_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(CorpusCard):
    """What a stored model is made of. Hashes are SHA-256 in hex."""

    version: str
    model_sha256: str
    lexicons_sha256: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained model and its card. `wording` gives log-odds from letter groups; each of `tracks` joins them
    with the evidence (the last weight is the wording's)."""

    wording: Linear
    tracks: Mapping[str, Linear]
    card: Card


def feature_names() -> tuple[str, ...]:
    """The layout that weights were trained for."""
    return tuple(f"{track}.{feature.name}" for track, features in TRACKS.items() for feature in features)


def save_model(
    wording: Linear,
    tracks: Mapping[str, Linear],
    folder: Path,
    origin: CorpusCard,
    version: str = VERSION,
) -> Model:
    """Write `model.npz` and `model.json` into `folder`."""
    data = _packed({WORDING: wording, **tracks})
    card = Card(
        **asdict(origin),
        version=version,
        model_sha256=hashlib.sha256(data).hexdigest(),
        lexicons_sha256=lexicon_digest(),
        features=feature_names(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(MODEL_FILE).write_bytes(data)
    folder.joinpath(CARD_FILE).write_text(json.dumps(asdict(card), indent=1) + "\n", encoding="utf-8")
    return Model(wording=wording, tracks=dict(tracks), card=card)


def load_model(folder: Path | None = None) -> Model:
    """The packaged model, or the one in `folder`. ModelError when a file is missing, altered, or does not
    fit the lexicons and features of this code."""
    place = files("classifiers").joinpath("data") if folder is None else folder
    try:
        data = place.joinpath(MODEL_FILE).read_bytes()
        raw = json.loads(place.joinpath(CARD_FILE).read_text(encoding="utf-8"))
        card = Card(**{**raw, "features": tuple(raw["features"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"no usable model in {place}: {error}. Train one with `mergen train`.") from error
    _check(data, card, str(place))
    try:
        linear = _unpacked(data)
    except Exception as error:
        raise ModelError(
            f"{place}/{MODEL_FILE} cannot be read: {error}. Train again with `mergen train`."
        ) from error
    return Model(wording=linear[WORDING], tracks={name: linear[name] for name in TRACKS}, card=card)


def weights_digest(models: Mapping[str, Linear]) -> str:
    """SHA-256, in hex, of the numbers of models, by name."""
    found = hashlib.sha256()
    for name in sorted(models):
        found.update(name.encode() + _row(models[name]).tobytes())
    return found.hexdigest()


def _packed(models: Mapping[str, Linear]) -> bytes:
    """The weights as an `.npz` file: for each model one row, the intercept last."""
    rows = {name: _row(linear) for name, linear in models.items()}
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **rows)
    return buffer.getvalue()


def _row(linear: Linear) -> NDArray[np.float64]:
    return np.append(linear.weights, linear.intercept)


def _unpacked(data: bytes) -> dict[str, Linear]:
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        return {name: _linear(stored[name]) for name in (WORDING, *TRACKS)}


def _linear(row: NDArray[np.float64]) -> Linear:
    return Linear(weights=row[:-1], intercept=float(row[-1]))


def _check(data: bytes, card: Card, place: str) -> None:
    if hashlib.sha256(data).hexdigest() != card.model_sha256:
        raise ModelError(
            f"{place}/{MODEL_FILE} is not the file its card names: it was altered or half written. "
            "Restore both files, or train again with `mergen train`."
        )
    if card.lexicons_sha256 != lexicon_digest():
        raise ModelError("the lexicons changed since the model was trained. Train again with `mergen train`.")
    if card.features != feature_names():
        raise ModelError("the model was trained for other features. Train again with `mergen train`.")
