"""`mergen train`"""

from pathlib import Path
from typing import Annotated

import typer

from classifiers.corpus.texts import SEED, TrainingText, generate
from classifiers.corpus.texts import digest as corpus_digest
from classifiers.floors import breaches, measured, pinned_sets
from classifiers.model import load_model
from classifiers.model_store import ModelStore
from classifiers.score import Scorer
from mergen.clock import utc_now
from mergen.composition import Workshop
from mergen.errors import BadInput, OutdatedModel, WorseModel
from mergen.options import Json, person
from mergen.output import Output, errors
from mergen.settings import load
from pipeline.teaching import decided_texts

SHIPPED = Path(__file__).parents[2] / "classifiers" / "data"


def train(
    out: Annotated[Path, typer.Option(help="The folder to write the model to.")] = SHIPPED,
    seed: Annotated[
        int, typer.Option(help="The generator's seed: the same one gives the same model.")
    ] = SEED,
    from_decisions: Annotated[
        bool,
        typer.Option(
            "--from-decisions",
            help="Add the confirmed and rejected shops; keep and use the model if no pinned set is worse.",
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Train on a tenth, write nothing, and say whether the model in --out is what training would "
            "give now.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Train the scorer on the texts that come with Mergen, and write the model with its hashes."""
    from classifiers.training import train_and_save

    output = Output(as_json=as_json)
    if check:
        if from_decisions or seed != SEED:
            raise BadInput("--check takes the seed from the model in --out; leave the other options away")
        _check(output, out)
        return
    if from_decisions:
        if out != SHIPPED:
            raise BadInput("With --from-decisions the model goes to MERGEN_MODELS; leave --out away")
        _from_decisions(output, seed)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        with errors.status("Training …"):
            model = train_and_save(out, seed)
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror}") from error
    if as_json:
        output.record({"folder": str(out), "seed": seed, "model": model.card.model_sha256})
    else:
        output.say(f"The model in {out} has the digest {model.card.model_sha256}.")


def _check(output: Output, folder: Path) -> None:
    """Say whether a model is what training would give now; OutdatedModel if not."""
    from classifiers.training import sample_digest

    card = load_model(folder).card
    if card.own_texts:
        raise BadInput(
            f"The model in {folder} has learned from an office's decisions too, which --check does not know"
        )
    with errors.status("Training on a tenth …"):
        same = corpus_digest(generate(card.seed)) == card.corpus_sha256
        current = same and sample_digest(card.seed) == card.sample_sha256
    if not current:
        changed = "code" if same else "texts"
        raise OutdatedModel(
            f"The {changed} changed since the model was trained. Train it again: mergen train"
        )
    if output.as_json:
        output.record({"folder": str(folder), "current": current, "model": card.model_sha256})
    else:
        output.say(f"The model in {folder} is what training would give now.")


def _from_decisions(output: Output, seed: int) -> None:
    with Workshop(load()) as workshop:
        with workshop.database.read() as session:
            texts = decided_texts(session)
        if not texts:
            raise BadInput("No shop was confirmed or rejected yet: decide first (`mergen decide`)")
        store = ModelStore(workshop.settings.models)
        active = workshop.scorer
        with errors.status("Training …"):
            version = store.keep(lambda folder, name: _train_better(folder, name, seed, texts, active))
    store.use(version, by=person(), at=utc_now())
    if output.as_json:
        output.record({"version": version, "own_texts": len(texts), "active": True})
    else:
        output.say(
            f"The model {version}, with {len(texts)} texts of this office, is active. "
            "`mergen model rollback` goes back."
        )


def _train_better(folder: Path, version: str, seed: int, texts: list[TrainingText], active: Scorer) -> None:
    from classifiers import scorer as scorers
    from classifiers.training import train_and_save

    train_and_save(folder, seed, texts, version=version)
    refuse_if_worse(scorers.load(folder), active)


def refuse_if_worse(candidate: Scorer, active: Scorer) -> None:
    """Raise WorseModel, which names sets and figures, when a pinned set is worse than with the active one."""
    sets = pinned_sets()
    worse = breaches(measured(candidate, sets), measured(active, sets))
    if worse:
        raise WorseModel(
            "The new model is worse than the active one and was not kept. "
            + "; ".join(str(breach) for breach in worse)
            + ". Look at the decisions that teach it: mergen shops list"
        )
