"""An SVG drawing made harmless: what is drawn, without anything that reaches out of it.

The drawing is parsed here and written anew, so that the renderer sees no entities, no scripts, no fonts,
no file or address, and only the size that is wanted.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from io import BytesIO
from math import inf
from urllib.parse import unquote_to_bytes
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from qr.errors import PictureError
from qr.limits import ReadLimits

MOST_ELEMENTS = 50_000
MOST_CHARACTERS = 8_000_000
MOST_MATCHING = 20_000_000  # elements times style rules
DEEPEST = 100
LONGEST_ENTITY = 200
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PREFIXES = ("xmlns", "xml", "xlink")
INNER_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
# Without fonts there is no text; filters cost without bound and draw no code.
LEFT_OUT = frozenset({"script", "foreignobject", "filter", "metadata", "title", "desc", "text"})
SHAPES = frozenset({"rect", "circle", "ellipse", "line", "polyline", "polygon", "use"})
MOVE = re.compile(r"[Mm]")
NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
BOX_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
LENGTH = re.compile(r"\s*(\d{1,9}(?:\.\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in|em|rem|ex)?\s*", re.IGNORECASE)
# Possessive, so that a hostile drawing cannot make it try again.
OUTWARD = re.compile(
    r"url\((?!\s*+[\"']?+\s*+#)[^)]*+\)?+|@import[^;]*+;?+|filter\s*+:[^;}]*+", re.IGNORECASE
)
_LAYERS = 4
UNITS = {"pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "rem": 16, "ex": 8}

_REMEDY = "Save it as PNG and try again."


def inward(style: str) -> str:
    """A style without what leads out of the drawing or filters it, also where leaving out one such thing
    makes another; nothing is left of one that hides them deeper."""
    for _ in range(_LAYERS):
        kept = OUTWARD.sub("", style)
        if kept == style:
            return style
        style = kept
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """`width` and `height` are CSS pixels, 0 where the drawing does not say. `numbers` is how many numbers
    it is made of, which tells how fine it can be; `pieces` how many shapes, at the least; `images` whether
    it holds pixels."""

    root: dict[str, str]
    body: str
    width: float
    height: float
    numbers: int
    pieces: int
    images: bool

    def markup(self, width: int, height: int) -> str:
        """The drawing at a size in pixels."""
        root = self.root | {"width": str(width), "height": str(height)}
        if "viewBox" not in root and self.width and self.height:
            root["viewBox"] = f"0 0 {self.width:g} {self.height:g}"
        name = root.pop("", "svg")
        return f"<{name}{_written(root)}>{self.body}</{name}>"


def harmless(markup: bytes, limits: ReadLimits) -> Drawing:
    """The drawing in an SVG document. Raises `PictureError` for what is none, or is above the limits."""
    writer = _Writer(limits)
    try:
        writer.parser.Parse(markup, True)
    except expat.ExpatError as error:
        raise PictureError(f"The SVG drawing is damaged or cut short: {error}") from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or bytes that are not in it
        raise PictureError(f"The SVG drawing is damaged: {error}") from error
    return writer.drawing()


@dataclass(slots=True)
class _Writer:
    """Writes what the parser reads, as far as it is harmless."""

    limits: ReadLimits
    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)
    root: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    prefixes: set[str] = field(default_factory=lambda: set(PREFIXES))
    hidden: int = 0  # depth within an element that is left out
    elements: int = 0
    characters: int = 0
    numbers: int = 0
    pieces: int = 0
    rules: int = 0
    pixels: int = 0

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity

    def drawing(self) -> Drawing:
        if not self.root:
            raise PictureError("Not an SVG drawing.")
        width, height = _size(self.root)
        return Drawing(
            root=self.root,
            body="".join(self.parts),
            width=width,
            height=height,
            numbers=self.numbers,
            pieces=self.pieces,
            images=self.pixels > 0,
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count(name, attributes)
        local = name.rpartition(":")[2]
        self.names.append(name)
        self.prefixes.update(key[6:] for key in attributes if key.startswith("xmlns:"))
        if self.hidden or local.lower() in LEFT_OUT or not self._known(name):
            self.hidden += 1
            return
        kept = dict(self._kept(local, attributes))
        self.pieces += local in SHAPES
        if self.root:
            self.parts.append(f"<{name}{_written(kept)}>")
        elif local == "svg":
            prefix = name.rpartition(":")[0]
            self.root = {"xmlns:xlink": XLINK} | ({} if prefix else {"xmlns": SVG}) | kept | {"": name}
        else:
            raise PictureError("Not an SVG drawing.")

    def end(self, name: str) -> None:
        self.names.pop()
        if self.hidden:
            self.hidden -= 1
        elif self.names:
            self.parts.append(f"</{name}>")

    def text(self, text: str) -> None:
        # Only a style's text is drawn.
        if not self.hidden and self.names[-1].rpartition(":")[2] == "style":
            self.rules += text.count("{") + text.count(",")
            self.parts.append(escape(inward(text)))
        self._spend(len(text))

    def entity(self, _name: str, is_parameter: int, value: str | None, *_: object) -> None:
        """Editors shorten namespaces by entities; what builds on others or is long is a bomb."""
        if is_parameter or (value is not None and (len(value) > LONGEST_ENTITY or "&" in value)):
            raise PictureError(f"The SVG drawing has entities that are not read. {_REMEDY}")

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._spend(len(name) + sum(len(key) + len(value) for key, value in attributes.items()))

    def _spend(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise PictureError(f"The SVG drawing is too large. {_REMEDY}")
        many = self.elements > MOST_ELEMENTS or self.elements * self.rules > MOST_MATCHING
        if many or len(self.names) >= DEEPEST:
            raise PictureError(f"The SVG drawing has too many parts. {_REMEDY}")

    def _known(self, name: str) -> bool:
        prefix, colon, _ = name.rpartition(":")
        return not colon or prefix in self.prefixes

    def _kept(self, local: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
        kept = []
        for key, value in attributes.items():
            prefix, _, last = key.rpartition(":")
            if last.lower() == "href":
                if self._stays_inside(local, value.strip()):
                    kept.append((key if self._known(key) else "href", value.strip()))
            elif (not prefix or prefix in PREFIXES) and last.lower() != "filter":
                kept.append((key, inward(value)))
                numbers = len(NUMBER.findall(value))
                self.numbers += numbers
                # Each dash, and each part of a path that starts anew, is a shape of its own.
                self.pieces += numbers if "dash" in key + value else 0
                self.pieces += len(MOVE.findall(value)) if key == "d" else 0
        return kept

    def _stays_inside(self, local: str, href: str) -> bool:
        if href.startswith("#"):
            return True
        if local != "image" or href[:5].lower() != "data:":
            return False
        size = _inner_size(href)
        self.pixels += size
        if self.pixels > self.limits.max_pixels:
            raise PictureError(
                f"The pictures in the SVG drawing are too large: at most {self.limits.max_pixels:,} pixels "
                "are read."
            )
        return size > 0


def _inner_size(href: str) -> int:
    """The pixels of a picture in a `data:` URI, from its header; 0 for what is not read there."""
    head, _, body = href.partition(",")
    try:
        data = b64decode(unquote_to_bytes(body)) if ";base64" in head.lower() else unquote_to_bytes(body)
        with Image.open(BytesIO(data), formats=INNER_FORMATS) as image:
            return image.width * image.height
    except (Base64Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return 0


def _size(root: dict[str, str]) -> tuple[float, float]:
    """In CSS pixels: by width and height, where one is missing by the proportions of the view box."""
    width, height = (_length(root.get(side, "")) for side in ("width", "height"))
    box = [float(number) for number in BOX_NUMBER.findall(root.get("viewBox", ""))[:4]]
    if len(box) < 4 or not (0 < box[2] < inf and 0 < box[3] < inf):
        root.pop("viewBox", None)
        return width, height
    if width and height:
        return width, height
    scale = width / box[2] if width else height / box[3] if height else 1.0
    return box[2] * scale, box[3] * scale


def _length(text: str) -> float:
    match = LENGTH.fullmatch(text)
    return float(match[1]) * UNITS.get((match[2] or "").lower(), 1) if match else 0.0


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
