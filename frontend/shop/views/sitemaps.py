"""Tell crawlers what there is, in both languages, and where they have no business."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from math import ceil
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from backend.booths import selectors as booths
from backend.catalogue import selectors as catalogue
from backend.core.errors import NotFound
from backend.core.http import public_page
from backend.regions import selectors as regions
from frontend.jinja import in_other_language

# A file may name 50,000 addresses; each of ours stands there in two languages.
IN_A_FILE = 20_000
LANGUAGES = ("vi", "en")
PRIVATE = (
    "/_/", "/gio-hang/", "/thanh-toan/", "/don-mua/", "/tai-khoan/", "/ban-hang/", "/quan-ly/",
)  # fmt: skip

Address = tuple[str, datetime | None]


@public_page
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in PRIVATE]
    lines += [f"Disallow: {in_other_language(path)}" for path in PRIVATE]
    lines += [
        "Disallow: /admin/",
        "Disallow: /demo/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are: one of the places and shelves, and so many of the goods and booths."""
    counts = {
        "noi-ban": 1,
        "san-pham": _files(sum(catalogue.products_per_province().values())),
        "gian-hang": _files(sum(booths.by_province().values())),
    }
    body = "".join(
        f"<sitemap><loc>{settings.SITE_URL}/sitemap-{name}-{number}.xml</loc></sitemap>"
        for name, files in counts.items()
        for number in range(1, files + 1)
    )
    return _xml(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</sitemapindex>'
    )


@public_page
@require_safe
def section(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """Raises NotFound for a file that has nothing to say."""
    sources = {"noi-ban": _places, "san-pham": _products, "gian-hang": _booths}
    if section not in sources or not 1 <= number <= 10_000:
        raise NotFound()
    start = (number - 1) * IN_A_FILE
    addresses = list(islice(sources[section](), start, start + IN_A_FILE))
    if not addresses:
        raise NotFound()
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(_entries(addresses))}</urlset>'
    )


def _files(addresses: int) -> int:
    return ceil(addresses / IN_A_FILE)


def _entries(addresses: Iterable[Address]) -> Iterator[str]:
    """Both languages of a page, each naming both."""
    for path, changed_at in addresses:
        twins = {"vi": path, "en": in_other_language(path)}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{each}" href="{_absolute(twins[each])}"/>'
            for each in LANGUAGES
        )
        day = f"<lastmod>{timezone.localdate(changed_at):%Y-%m-%d}</lastmod>" if changed_at else ""
        for language in LANGUAGES:
            yield f"<url><loc>{_absolute(twins[language])}</loc>{day}{links}</url>"


def _absolute(path: str) -> str:
    return escape(f"{settings.SITE_URL}{path}", {'"': "&quot;"})


def _products() -> Iterator[Address]:
    yield from catalogue.listed_addresses()


def _booths() -> Iterator[Address]:
    found = booths.public().order_by("id").values_list("slug", "opened_at")
    for slug, opened_at in found.iterator(chunk_size=2_000):
        yield f"/gian-hang/{slug}/", opened_at


def _places() -> Iterator[Address]:
    """The front, the shelves and the places that goods come from."""
    yield from (("/", None), ("/tinh/", None))
    filled = catalogue.products_per_shelf()
    for shelf in catalogue.category_tree().in_order:
        if any(path.startswith(shelf.path) for path in filled):
            yield f"/danh-muc/{shelf.slug}/", None
    goods = catalogue.products_per_province()
    for province in regions.provinces():
        if province.code not in goods:
            continue
        yield f"/tinh/{province.slug}/", None
        for code in catalogue.products_per_commune(province.code):
            if commune := regions.commune_or_none(code, province.code):
                yield f"/tinh/{province.slug}/{commune.slug}-{code}/", None


def _xml(body: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>{body}',
        content_type="application/xml; charset=utf-8",
    )
