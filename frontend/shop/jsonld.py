"""Say to search engines, in schema.org's words, what a page shows to people."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from markupsafe import Markup

from backend.booths.models import Booth
from backend.catalogue.rules import picture
from backend.catalogue.selectors import ProductPage, ShownVariant

Facts = dict[str, Any]

_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_STOCK = {True: "https://schema.org/InStock", False: "https://schema.org/OutOfStock"}


def script(facts: Sequence[Facts]) -> Markup:
    """One data block, safe inside HTML; nothing without facts."""
    if not facts:
        return Markup()
    body = json.dumps(
        {"@context": "https://schema.org", "@graph": facts},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(body.translate(_IN_SCRIPT))  # noqa: S704 -- <, > and & are escaped
    )


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Facts:
    """The last one is the page itself and needs no address."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                **({"item": absolute(path)} if path else {}),
            }
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def website(name: str) -> Facts:
    search = absolute(reverse("shop:search"))
    return {
        "@type": "WebSite",
        "name": name,
        "url": absolute(reverse("shop:home")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{q}}"},
            "query-input": "required name=q",
        },
    }


def organization(booth: Booth) -> Facts:
    cover = picture(booth.cover_stem, booth.cover_alt)
    return {
        "@type": "Organization",
        "@id": absolute(reverse("shop:booth", args=[booth.slug])),
        "name": booth.name,
        "url": absolute(reverse("shop:booth", args=[booth.slug])),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": booth.street,
            "addressLocality": str(booth.commune),
            "addressRegion": booth.province.name,
            "addressCountry": "VN",
        },
        **({"description": booth.tagline} if booth.tagline else {}),
        **({"telephone": booth.phone} if booth.show_phone else {}),
        **({"image": absolute(cover["src"])} if cover else {}),
    }


def product(page: ProductPage, path: str, awards: Sequence[str]) -> Facts:
    goods = page.product
    return {
        "@type": "Product",
        "@id": absolute(path),
        "name": goods.name,
        "url": absolute(path),
        "sku": str(goods.pk),
        "category": page.trail[-1].name,
        "countryOfOrigin": "VN",
        **({"description": goods.summary} if goods.summary else {}),
        **({"image": [absolute(each["src"]) for each in page.pictures]} if page.pictures else {}),
        **({"award": list(awards)} if awards else {}),
        "offers": _offers(page, path),
    }


def _offers(page: ProductPage, path: str) -> Facts:
    booth_url = absolute(reverse("shop:booth", args=[page.booth.slug]))
    seller = {"@type": "Organization", "@id": booth_url, "name": page.booth.name, "url": booth_url}
    offers = [_offer(variant, page, path, seller) for variant in page.variants]
    if len(offers) == 1:
        return offers[0]
    prices = [variant.price_vnd for variant in page.variants]
    return {
        "@type": "AggregateOffer",
        "priceCurrency": "VND",
        "lowPrice": min(prices, default=0),
        "highPrice": max(prices, default=0),
        "offerCount": len(offers),
        "availability": _STOCK[page.in_stock and page.is_open],
        "offers": offers,
    }


def _offer(variant: ShownVariant, page: ProductPage, path: str, seller: Facts) -> Facts:
    return {
        "@type": "Offer",
        "name": variant.name,
        "url": absolute(path),
        "price": variant.price_vnd,
        "priceCurrency": "VND",
        "availability": _STOCK[variant.available > 0 and page.is_open],
        "itemCondition": "https://schema.org/NewCondition",
        "seller": seller,
    }
