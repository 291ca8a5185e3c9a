"""A site written as data: one TOML file, the templates of its kind, and what both need."""

import json
import mimetypes
import tomllib
import zlib
from collections.abc import Iterator, Mapping

from mergen.demo.pages import Table, item_path, pages_of
from mergen.demo.painters import draw
from mergen.demo.pictures import Picture, picture_of
from mergen.demo.reply import NOT_FOUND, Reply, Site, redirect
from mergen.demo.templating import WEB, templates

_ROBOTS = "User-agent: *\nAllow: /\n"
_LANDSCAPES = 16
"""Shared by all sites, as stock photos are: looking for words in a hundred of them would tell no more."""


def load_sites() -> tuple[Site, ...]:
    """Every site that is written as data. A file with `mirrors` is one site under several names."""
    folder = sorted((WEB / "sites").iterdir(), key=lambda entry: entry.name)
    tables = (tomllib.loads(entry.read_text("utf-8")) for entry in folder)
    return tuple(
        WrittenSite({**table, **mirror}) for table in tables for mirror in table.get("mirrors", ({},))
    )


class WrittenSite:
    """A site made of a TOML table. Nothing is rendered before it is asked for, and then once."""

    def __init__(self, data: Table) -> None:
        self.host: str = data["host"]
        self._data = data
        self._pages: dict[str, Table] = {page["path"]: page for page in pages_of(data)}
        self._redirects: dict[str, Table] = {item["path"]: item for item in data.get("redirects", ())}
        self._pictures = {picture.path: picture for picture in _pictures(data)}
        self._ready: dict[str, Reply] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        return () if self._data["kind"] == "redirects" else tuple(self._pages)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that the data names, without the landscapes that any page may ask for."""
        return tuple(self._pictures.values())

    def reply(self, path: str, query: Mapping[str, str]) -> Reply:  # noqa: ARG002 - a written page has no query
        if path not in self._ready:
            reply = self._make(path)
            if reply.status == NOT_FOUND.status:
                return reply
            self._ready[path] = reply
        return self._ready[path]

    def _make(self, path: str) -> Reply:
        if path in self._redirects:
            return redirect(self._redirects[path]["to"], self._redirects[path].get("status", 302))
        if path in self._pages and self.paths:
            return self._page(self._pages[path])
        if path in self._pictures:
            return _image(self._pictures[path])
        if path.startswith("/media/") and path.endswith(".jpg"):
            number = zlib.crc32(f"{self.host}{path}".encode()) % _LANDSCAPES
            return _image(Picture(path=path, variety=f"landscape {number}"))
        return self._file(path)

    def _page(self, page: Table) -> Reply:
        template = templates().get_template(f"{self._data['kind']}.html")
        html = template.render(site=self._data, page=page, pages=tuple(self._pages.values()), link=self._link)
        return Reply(body=html.encode())

    def _link(self, item: Table) -> str:
        return item_path(self._data, item)

    def _file(self, path: str) -> Reply:
        if path == "/robots.txt":
            return Reply(body=self._data.get("robots", _ROBOTS).encode(), media_type="text/plain")
        if path == "/api/catalogue.json" and "catalogue" in self._data:
            body = json.dumps(self._data["catalogue"], ensure_ascii=False).encode()
            return Reply(body=body, media_type="application/json")
        name = path.removeprefix("/static/")
        if name in ("style.css", "app.js"):
            return self._static(name)
        return NOT_FOUND

    def _static(self, name: str) -> Reply:
        source = f"{self._data['kind']}.{name.rpartition('.')[2]}"
        if not (WEB / "templates" / source).is_file():
            return NOT_FOUND
        body = templates().get_template(source).render(site=self._data).encode()
        return Reply(body=body, media_type=mimetypes.guess_type(name)[0] or "text/plain")


def _image(picture: Picture) -> Reply:
    return Reply(body=draw(picture), media_type=mimetypes.guess_type(picture.path)[0] or "image/png")


def _pictures(data: Table) -> Iterator[Picture]:
    for table in data.get("pictures", ()):
        yield picture_of(table)
    letters, paper = data.get("icon", data["name"][:1]), data.get("colour", "#445566")
    for path in ("/favicon.png", "/favicon.ico"):
        yield Picture(
            path=path, kind="icon", width=32, height=32, lines=(letters,), ink="#ffffff", paper=paper, size=18
        )
