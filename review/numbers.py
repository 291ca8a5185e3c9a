"""A shop's view with card and phone numbers hidden (`pipeline.masks`).

Addresses and the keys of faces stay: they say what is decided on. So do wallets and handles.
"""

from dataclasses import replace

from pipeline.masks import masked
from review.difference import Difference
from review.photo_words import hidden_words
from review.shop_view import (
    CodeView,
    EarlierView,
    EntryView,
    FaceView,
    LinkView,
    PageRow,
    PageView,
    PostView,
    ShopView,
)


def hide_numbers(view: ShopView) -> ShopView:
    """The view as it is shown until somebody asks for the numbers; `numbers` tells that there are some."""
    hidden = replace(
        view,
        row=replace(view.row, title=masked(view.row.title)),
        faces=tuple(map(_face, view.faces)),
        pages=tuple(map(_page_row, view.pages)),
        page=_page(view.page) if view.page is not None else None,
        signals=tuple(replace(signal, quote=masked(signal.quote)) for signal in view.signals),
        codes=tuple(map(_code, view.codes)),
        posts=tuple(map(_post, view.posts)),
        decisions=tuple(replace(each, reason=masked(each.reason)) for each in view.decisions),
        notes=tuple(replace(each, text=masked(each.text)) for each in view.notes),
        similar=tuple(replace(each, reason=masked(each.reason)) for each in view.similar),
        earlier=_earlier(view.earlier) if view.earlier is not None else None,
    )
    return replace(hidden, numbers=hidden != view)


def _face(face: FaceView) -> FaceView:
    entry = _entry(face.entry) if face.entry is not None else None
    met = replace(face.met, sign=masked(face.met.sign)) if face.met is not None else None
    return replace(face, detail=masked(face.detail), entry=entry, met=met)


def _entry(entry: EntryView) -> EntryView:
    photo = entry.photo
    if photo is None:
        return entry
    words = hidden_words(photo.words) if photo.words is not None else None
    return replace(entry, photo=replace(photo, note=masked(photo.note), words=words))


def _page_row(row: PageRow) -> PageRow:
    return replace(row, title=masked(row.title))


def _page(page: PageView) -> PageView:
    return replace(
        page,
        row=_page_row(page.row),
        text=masked(page.text),
        image_text=masked(page.image_text),
        lacking=tuple(map(masked, page.lacking)),
    )


def _code(code: CodeView) -> CodeView:
    return replace(
        code,
        value=masked(code.value),
        url=masked(code.url) if code.url is not None else None,
        text=masked(code.text),
        open_text=masked(code.open_text),
        fields=tuple((name, masked(value)) for name, value in code.fields),
        chain=tuple(map(masked, code.chain)),
    )


def _post(post: PostView) -> PostView:
    links, buttons = (tuple(map(_link, each)) for each in (post.links, post.buttons))
    quoted = tuple(map(masked, post.quoted))
    return replace(post, text=masked(post.text), links=links, buttons=buttons, quoted=quoted)


def _link(link: LinkView) -> LinkView:
    return LinkView(url=masked(link.url), text=masked(link.text))


def _earlier(earlier: EarlierView) -> EarlierView:
    change = earlier.change
    added, removed = tuple(map(masked, change.added)), tuple(map(masked, change.removed))
    return replace(earlier, change=Difference(added=added, removed=removed, more=change.more))
