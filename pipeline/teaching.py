"""What an office decided, as texts to train on."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifiers.corpus.texts import TrainingText
from classifiers.score import Label
from models.capture import Page
from models.decision import Decision, Verdict
from models.shop import Finding, Resource, Shop, ShopMember

PER_SHOP = 20
"""Pages of one shop that are trained on, the strongest first: a large shop must not speak for all."""


def decided_texts(session: Session) -> list[TrainingText]:
    """The flagged pages of confirmed and rejected shops, each text once. A page counts if its resource was
    part of the shop when the last decision was taken. The group is the shop, so that its pages stay on one
    side of any split."""
    newest = select(func.max(Decision.id)).group_by(Decision.shop_id)
    query = (
        select(Decision)
        .join(Shop, Shop.id == Decision.shop_id)
        .where(Decision.id.in_(newest), Decision.verdict != Verdict.UNSURE, Shop.merged_into.is_(None))
        .order_by(Decision.id)
    )
    texts = {one.text: one for decision in session.scalars(query) for one in _texts(session, decision)}
    return list(texts.values())


def _texts(session: Session, decision: Decision) -> Iterator[TrainingText]:
    query = (
        select(Page, func.max(Finding.score))
        .join(Finding, Finding.capture_id == Page.capture_id)
        .join(Resource, Resource.id == Finding.resource_id)
        .join(ShopMember, ShopMember.resource_id == Resource.id)
        .where(ShopMember.shop_id == decision.shop_id, Resource.key.in_(decision.covers))
        .group_by(Page.capture_id)
        .order_by(func.max(Finding.score).desc(), Page.capture_id)
        .limit(PER_SHOP)
    )
    for page, _ in session.execute(query):
        text = f"{page.text}\n\n{page.image_text}" if page.image_text else page.text
        if text.strip():
            yield TrainingText(
                text=text,
                label=_label(page, decision),
                language=page.language,
                group=f"shop {decision.shop_id}",
            )


def _label(page: Page, decision: Decision) -> Label:
    if decision.verdict == Verdict.REJECTED:
        return Label.BENIGN
    return Label.SALE if page.sale >= page.recruitment else Label.RECRUITMENT
