"""Handing over a shop that stands confirmed by as many people as the office asks for."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from pipeline.decisions import seen_shop
from review.api.gate import AtDesk, Gate, with_scope
from review.api.responses import ALWAYS, OF_BODIES, file_of, problems
from review.api.shape import Ask
from review.api.shops import ShopId
from review.bearers import Bearer
from review.errors import Denied
from review.packets import make_packet
from review.scopes import Scope

ZIP = "application/zip"
router = APIRouter(
    prefix="/shops/{shop_id}/exports",
    tags=["exports"],
    route_class=Gate,
    responses=problems(*ALWAYS, *OF_BODIES, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)


class WantedPacket(Ask):
    """The form in which a shop is handed over."""

    format: Literal["csv", "jsonl", "pdf", "wacz", "case"]
    language: Literal["kk", "ru", "en"] | SkipJsonSchema[None] = Field(
        default=None, description="of a dossier; the office's own if left out"
    )


@router.post("", response_class=StreamingResponse, responses=file_of(ZIP))
def export(
    shop_id: ShopId,
    desk: AtDesk,
    who: Annotated[Bearer, with_scope(Scope.EXPORTS_WRITE)],
    wanted: WantedPacket,
) -> StreamingResponse:
    """The shop's packet as a zip file: the format's own files, the manifest with their digests, and how to
    check them. It is a POST, since the custody log and the overview count the shop as sent from then on."""
    if desk.config.exports is None:
        raise Denied(HTTPStatus.SERVICE_UNAVAILABLE, "Shops are not handed over by this server")
    context = desk.config.exports(who.person.name, wanted.language)
    with desk.database.write(token=who.token) as session:
        current = seen_shop(session, shop_id, who.sight)
        packet = make_packet(session, current.id, wanted.format, context)
    headers = {
        "Content-Disposition": f'attachment; filename="{packet.name}"',
        "Content-Length": str(packet.size),
        "Mergen-Manifest-SHA256": packet.manifest_sha256,
    }
    return StreamingResponse(packet.chunks(), media_type=ZIP, headers=headers)
