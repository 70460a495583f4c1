"""The booth's goods: what they cost, how many there are, sold out and back again."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.booths.models import Booth
from backend.catalogue import selectors, services
from backend.catalogue.models import Product, Variant
from backend.catalogue.rules import Picture, picture, product_url
from backend.core.errors import Conflict, Invalid
from backend.core.rest import KeysetPage, Page
from frontend.doors import booth_door
from frontend.formats import dong, number
from frontend.jinja import local
from frontend.requests import SignedInRequest
from frontend.seller.forms import VariantForm
from frontend.seller.kept import keeps_what_was_typed, typed
from frontend.seller.pages import page, rights_of

NEWEST = KeysetPage("-id", name="booth-goods")
PAGE_SIZE = 20

FILTERS = {
    "": gettext_noop("Tất cả"),
    "few": gettext_noop("Sắp hết"),
    "out": gettext_noop("Hết hàng"),
    "hidden": gettext_noop("Đang ẩn"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A product of the list. `can_undo`: it was said to be sold out, and nothing happened since."""

    id: int
    name: str
    image: Picture | None
    variants: list[dict[str, Any]]
    is_hidden: bool
    is_out: bool
    can_undo: bool
    url: str


@dataclass(frozen=True, slots=True)
class Differs:
    """What the seller wrote beside what stands there now, since it was changed meanwhile."""

    what: str
    yours: str
    current: str


@dataclass(frozen=True, slots=True)
class Edit:
    variant: Variant
    form: VariantForm
    differs: list[Differs]


@require_safe
@booth_door("products.read")
def index(request: SignedInRequest, booth: Booth) -> HttpResponse:
    rights = rights_of(request, booth)
    q = request.GET.get("q", "")[:100].strip()
    shown = request.GET.get("loc", "")
    shown = shown if shown in FILTERS else ""
    found = _page(request, booth, q, shown)
    sees_money = "money.read" in rights

    def href(**changes: str | None) -> str:
        asked = {"q": q, "loc": shown, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    undoable = selectors.said_sold_out(product.pk for product in found.rows)
    return page(
        request,
        booth,
        "products",
        "products",
        rights=rights,
        q=q,
        shown=shown,
        filters=[
            {"text": _(text), "href": href(loc=key), "current": key == shown}
            for key, text in FILTERS.items()
        ],
        products=[_row(product, undoable, sees_money) for product in found.rows],
        may_edit="products.edit" in rights,
        previous_href=href(cursor=found.previous) if found.previous else "",
        next_href=href(cursor=found.next) if found.next else "",
    )


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
@booth_door("products.edit")
def edit(request: SignedInRequest, booth: Booth, product_id: int) -> HttpResponse:
    """One form for each sale unit; two people at once are shown both values."""
    product = selectors.product_of_booth(booth, product_id)
    data = typed(request)
    is_sent = request.method == "POST"
    edits, status = [], 200
    for variant in product.variants.all():
        form = VariantForm.of(variant)
        differs: list[Differs] = []
        if data is not None and form.is_of(data):
            form = VariantForm.of(variant, data)
            if is_sent:
                refused = _save(request, variant, form)
                if refused is None:
                    messages.success(request, _saved(variant))
                    return redirect("seller:product", booth=booth.slug, product_id=product_id)
                status, differs = refused
                if differs:
                    form = _again(variant, data)
        edits.append(Edit(variant, form, differs))
    return page(
        request,
        booth,
        "product",
        "products",
        rights=rights_of(request, booth),
        status=status,
        product=product,
        image=picture(product.image_stem, ""),
        edits=edits,
        can_undo=bool(selectors.said_sold_out([product.pk])),
        public_url=local(product_url(product.slug, product.pk)) if product.is_listed else "",
    )


@require_POST
@booth_door("products.edit")
def sold_out(request: SignedInRequest, booth: Booth, product_id: int) -> HttpResponse:
    """Nothing left, or, with `undo`, back as it was. Goods held for orders stay held."""
    product = selectors.product_of_booth(booth, product_id)
    try:
        if request.POST.get("undo"):
            services.undo_sold_out(product=product, actor=request.user)
            messages.success(request, _("Đã bán lại “%(name)s”.") % {"name": product.name})
        else:
            services.mark_sold_out(product=product, actor=request.user)
            told = _("Đã báo hết hàng “%(name)s”. Nhầm thì bấm Hoàn tác.")
            messages.success(request, told % {"name": product.name})
    except Conflict as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("from") == "product":
        return redirect("seller:product", booth=booth.slug, product_id=product_id)
    return redirect("seller:products", booth=booth.slug)


def _save(
    request: SignedInRequest, variant: Variant, form: VariantForm
) -> tuple[int, list[Differs]] | None:
    """None when it is saved, else the answer's status and what differs."""
    if not form.is_valid():
        return 422, []
    wanted = form.cleaned_data
    try:
        services.change_variant(
            variant=variant,
            version=wanted["version"],
            price_vnd=wanted["price_vnd"],
            on_hand=wanted["on_hand"],
            actor=request.user,
        )
    except Invalid as refusal:
        form.refused(refusal)
        return 422, []
    except Conflict as refusal:
        variant.refresh_from_db()
        if refusal.code != "edit_conflict":
            form.add_error("on_hand", str(refusal))
            return 409, []
        return 409, _differs(variant, wanted)
    return None


def _differs(variant: Variant, wanted: dict[str, Any]) -> list[Differs]:
    return [
        Differs(_("Giá bán"), dong(wanted["price_vnd"]), dong(variant.price_vnd)),
        Differs(_("Trong kho"), number(wanted["on_hand"]), number(variant.on_hand)),
    ]


def _again(variant: Variant, data: QueryDict) -> VariantForm:
    """What was typed with the version of now: saved once more, it counts."""
    fresh = data.copy()
    fresh[VariantForm.of(variant).add_prefix("version")] = str(variant.version)
    return VariantForm.of(variant, fresh)


def _saved(variant: Variant) -> str:
    return _("Đã lưu “%(name)s”: %(price)s, còn %(n)s để bán.") % {
        "name": variant.name,
        "price": dong(variant.price_vnd),
        "n": number(variant.available),
    }


def _row(product: Product, undoable: set[int], sees_money: bool) -> Row:
    variants = [variant for variant in product.variants.all() if variant.is_active]
    return Row(
        id=product.pk,
        name=product.name,
        image=picture(product.image_stem, ""),
        variants=[
            {
                "name": variant.name,
                "price_vnd": variant.price_vnd if sees_money else None,
                "available": variant.available,
                "reserved": variant.reserved,
            }
            for variant in variants
        ],
        is_hidden=product.state != Product.State.PUBLISHED,
        is_out=not any(variant.available for variant in variants),
        can_undo=product.pk in undoable,
        url=local(product_url(product.slug, product.pk)) if product.is_listed else "",
    )


def _page(request: SignedInRequest, booth: Booth, q: str, shown: str) -> Page:
    rows = selectors.products_of_booth(booth, q=q, shown=shown)
    try:
        return NEWEST.of(rows, cursor=request.GET.get("cursor"), page_size=PAGE_SIZE)
    except Invalid:
        return NEWEST.of(rows, page_size=PAGE_SIZE)
