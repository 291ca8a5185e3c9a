"""What people decided teaches the next model, and a worse model is refused."""

from pathlib import Path

import pytest

from classifiers import scorer as scorers
from classifiers.baselines import baselines
from classifiers.document import Document
from classifiers.model import CorpusCard, save_model
from classifiers.model_store import ModelStore
from classifiers.score import Label
from classifiers.training import train
from mergen.commands.train import refuse_if_worse
from mergen.errors import WorseModel
from models.decision import Verdict
from pipeline.decisions import Judgement, decide
from pipeline.shops import gather
from pipeline.teaching import decided_texts
from tests.pipeline.conftest import Journey, scorer
from tests.pipeline.test_shops import OTHER_SHOP
from tests.pipeline.visits import SHOP_TEXT, visit


def decided(journey: Journey, *verdicts: Verdict) -> None:
    """Two strangers become shops 1 and 2, and get these verdicts one after the other."""
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    journey.take(visit("http://dvor.example/", OTHER_SHOP))
    with journey.database.write() as session:
        gather(session, journey.clock())
        for number, verdict in enumerate(verdicts):
            decide(
                session,
                1 + number % 2,
                Judgement(verdict=verdict, reason="seen"),
                actor="aigul",
                now=journey.clock(),
            )


def taught(journey: Journey) -> dict[str, tuple[Label, str]]:
    with journey.database.read() as session:
        return {one.text: (one.label, one.group) for one in decided_texts(session)}


def test_confirmed_shops_teach_offers_and_rejected_ones_harmless_texts(journey: Journey) -> None:
    decided(journey, Verdict.CONFIRMED, Verdict.REJECTED)
    found = taught(journey)
    assert sorted(found.values()) == [(Label.BENIGN, "shop 2"), (Label.SALE, "shop 1")]


def test_only_the_last_decision_teaches_and_a_doubt_teaches_nothing(journey: Journey) -> None:
    decided(journey, Verdict.CONFIRMED, Verdict.UNSURE, Verdict.REJECTED)
    assert list(taught(journey).values()) == [(Label.BENIGN, "shop 1")]


def test_a_face_that_nobody_saw_teaches_nothing(journey: Journey) -> None:
    decided(journey, Verdict.CONFIRMED)
    journey.take(visit("http://dom.example/", OTHER_SHOP.replace("@tihiy_dvor_", "@suhaya_vetka_")))
    with journey.database.write() as session:
        gather(session, journey.clock())
    assert len(taught(journey)) == 1


def test_a_model_of_decisions_scores_under_its_own_version(local_journey: Journey, tmp_path: Path) -> None:
    decided(local_journey, Verdict.CONFIRMED, Verdict.REJECTED)
    with local_journey.database.read() as session:
        own = decided_texts(session)
    trained = train(seed=4, extra=own, per_grammar=1, every=40)
    origin = CorpusCard(seed=4, texts=len(trained.texts), own_texts=len(own), corpus_sha256="00")
    store = ModelStore(tmp_path / "models")
    version = store.keep(
        lambda folder, name: save_model(trained.wording, trained.tracks, folder, origin, name)
    )
    store.use(version, by="aigul", at=local_journey.clock())
    [score] = scorers.load(store.active_folder).score([Document(text=SHOP_TEXT)])
    assert score.scorer.startswith(f"evidence-{version}+m")


def test_a_worse_model_is_refused_with_the_set_and_the_figure() -> None:
    refuse_if_worse(scorer(), scorer())
    with pytest.raises(WorseModel, match=r"handwritten: false alarm rate 0\.\d+, not 0\.0000"):
        refuse_if_worse(baselines()["keywords"], scorer())
