"""Nodes of a CASE graph, each under an identifier that follows from what it stands for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from exports.text import instant

Node = dict[str, Any]
UCO = "https://ontology.unifiedcyberontology.org/uco/"
CONTEXT = {
    "investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": f"{UCO}action/",
    "uco-core": f"{UCO}core/",
    "uco-identity": f"{UCO}identity/",
    "uco-observable": f"{UCO}observable/",
    "uco-tool": f"{UCO}tool/",
    "uco-types": f"{UCO}types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Graph:
    """The nodes of one shop. The same names give the same identifiers."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: dict[str, Node] = {}

    def add(self, kind: str, name: str, **properties: Any) -> Node:
        """A node of a class, `prefix:Class`, and a reference to it. What is empty is left out; `__` in a
        property's name stands for its colon, `_` for a hyphen."""
        identity = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self._name} {kind} {name}')}"
        given = {
            key.replace("__", ":").replace("_", "-"): value for key, value in properties.items() if value
        }
        self._nodes.setdefault(identity, {"@id": identity, "@type": kind, **given})
        return {"@id": identity}

    def document(self) -> Node:
        """The whole graph as JSON-LD."""
        return {"@context": CONTEXT, "@graph": list(self._nodes.values())}


def moment(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": instant(at)}


def file(graph: Graph, sha256: str, media_type: str = "", size: int = 0, *, of: Iterable[Node] = ()) -> Node:
    """A stored file by its digest; `of` are those that it was made from."""
    digest = graph.add(
        "uco-types:Hash",
        sha256,
        uco_types__hashMethod="SHA256",
        uco_types__hashValue={"@type": "xsd:hexBinary", "@value": sha256},
    )
    facet = graph.add(
        "uco-observable:ContentDataFacet",
        sha256,
        uco_observable__hash=digest,
        uco_observable__mimeType=media_type,
        uco_observable__sizeInBytes=size,
    )
    return graph.add(
        "uco-observable:File",
        sha256,
        uco_core__name=sha256,
        uco_core__hasFacet=facet,
        investigation__wasDerivedFrom=list(of),
    )


def address(graph: Graph, url: str) -> Node:
    """A web address, exactly as it was asked for."""
    facet = graph.add("uco-observable:URLFacet", url, uco_observable__fullValue=url)
    return graph.add("uco-observable:URL", url, uco_core__hasFacet=facet)
