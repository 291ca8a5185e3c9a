"""What the local site serves: real pages with real pictures where there are any, else invented ones."""

from benchmarks import generated
from benchmarks.harness import Options, progress, spread
from benchmarks.local_site import Content
from benchmarks.qr_corpus import holds_a_code, pictures

QUICK_PAGES = 40
GENERATED_PAGES = 200
PICTURES = 200


def web_content(options: Options) -> tuple[Content, str]:
    """Pages and pictures, and `real` or `generated`. None of the pictures holds a code."""
    folder = options.real("pages")
    if folder is None:
        count = QUICK_PAGES if options.quick else GENERATED_PAGES
        invented = list(generated.pictures(PICTURES))
        return Content(pages=list(generated.pages(count)), pictures=invented), "generated"
    files = sorted(folder.rglob("*.html"))
    chosen = spread(files, QUICK_PAGES if options.quick else len(files))
    progress(f"{len(chosen)} of {len(files)} real pages")
    return Content(pages=[path.read_bytes() for path in chosen], pictures=_pictures(options)), "real"


def _pictures(options: Options) -> list[bytes]:
    """Real pictures beside real pages, where there are any: the pages were saved without theirs."""
    folder = options.real("qr", "neg")
    if folder is None:
        return list(generated.pictures(PICTURES))
    images = (path.read_bytes() for path in spread(pictures(folder), PICTURES))
    return [image for image in images if not holds_a_code(image)]
