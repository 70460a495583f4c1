"""Create a product, put it on sale, change what it says and costs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.booths.models import Booth
from backend.catalogue.models import Category, Product, ProductImage, StockMove, Variant
from backend.catalogue.services.cards import refresh_cards
from backend.core import audit, clock, columns, text
from backend.core.errors import Conflict, Invalid
from backend.core.money import MAX_PRICE_VND, MIN_PRICE_VND

EDITABLE = frozenset(
    {
        "category", "commune", "name", "summary", "story", "keeping", "label", "search_extra",
        "season_start_month", "season_end_month", "restock_on", "made_to_order_days",
        "may_inspect", "is_perishable", "is_liquid", "is_fragile", "is_kept_cold",
        "is_age_restricted",
    }
)  # fmt: skip

_SLUG_LENGTH = 140


def create_category(
    *,
    slug: str,
    name: str,
    name_en: str,
    parent: Category | None = None,
    position: int = 0,
    placeholder_stem: str = "",
) -> Category:
    above = parent.path if parent else "/"
    return Category.objects.create(
        slug=slug,
        name=text.nfc(name),
        name_en=name_en,
        parent=parent,
        path=f"{above}{slug}/",
        position=position,
        placeholder_stem=placeholder_stem,
    )


def create_product(
    *,
    booth: Booth,
    category: Category,
    name: str,
    variants: Iterable[Mapping[str, Any]],
    images: Iterable[tuple[str, str]] = (),
    actor: User | None = None,
    **fields: Any,
) -> Product:
    """A draft with its sale units (`on_hand` of each is its opening stock) and pictures.

    `fields` are columns of the product; the commune of origin is one of them.
    """
    cleaned = columns.cleaned(Product, {"name": name, **fields})
    slug = text.slugify(cleaned["name"])[:_SLUG_LENGTH].strip("-") or "san-pham"
    with transaction.atomic():
        product = Product.objects.create(booth=booth, category=category, slug=slug, **cleaned)
        for position, variant in enumerate(variants):
            _create_variant(product, actor, **{"position": position, **variant})
        ProductImage.objects.bulk_create(
            ProductImage(product=product, stem=stem, alt=text.nfc(alt), position=position)
            for position, (stem, alt) in enumerate(images)
        )
        audit.record("product.created", subject=product, actor=actor, **_where(product))
        _redraw(product)
    return product


def add_variant(*, product: Product, actor: User | None = None, **fields: Any) -> Variant:
    with transaction.atomic():
        position = product.variants.count()
        variant = _create_variant(product, actor, **{"position": position, **fields})
        _redraw(product)
    return variant


def publish(product: Product, *, actor: User | None = None) -> None:
    """Put on sale; shown to the public as soon as the booth sells. Doing it again changes nothing.

    Raises Conflict for a product without a sale unit.
    """
    with transaction.atomic():
        _wait_for_reviews(product)
        if not product.variants.filter(is_active=True).exists():
            raise Conflict(
                _("Cần ít nhất một quy cách có giá trước khi bán."), code="nothing_to_sell"
            )
        _set_state(product, Product.State.PUBLISHED, actor)
        Product.objects.filter(pk=product.pk, published_at__isnull=True).update(
            published_at=clock.now()
        )
        _redraw(product)


def hide(product: Product, *, actor: User | None = None) -> None:
    """Take off sale, its page and history stay with the seller."""
    with transaction.atomic():
        _wait_for_reviews(product)
        _set_state(product, Product.State.HIDDEN, actor)
        _redraw(product)


def update_product(
    *, product: Product, version: int, actor: User | None = None, **fields: Any
) -> Product:
    """Change what a product says of itself; `version` is the one the person saw.

    Raises Conflict edit_conflict with `yours` and `current` when it was changed since.
    """
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise ValueError(f"not to be changed here: {sorted(unknown)}")
    cleaned = columns.cleaned(Product, fields)
    with transaction.atomic():
        changed = Product.objects.filter(pk=product.pk, version=version).update(
            version=F("version") + 1, **cleaned
        )
        if not changed:
            product.refresh_from_db()
            raise edit_conflict(product, _plain(cleaned), _plain_of(product, cleaned))
        audit.record(
            "product.changed",
            subject=product,
            actor=actor,
            diff={
                name: [before, after]
                for name, before in _plain_of(product, cleaned).items()
                if before != (after := _plain(cleaned)[name])
            },
            **_where(product),
        )
        _redraw(product)
    return product


def set_price(
    *, variant: Variant, price_vnd: int, version: int, actor: User | None = None
) -> Variant:
    """Raises Invalid on `price_vnd` out of bounds, Conflict edit_conflict for an old `version`."""
    if not MIN_PRICE_VND <= price_vnd < MAX_PRICE_VND:
        raise Invalid(_("Giá từ 1.000 ₫ trở lên."), field="price_vnd", code="out_of_range")
    with transaction.atomic():
        changed = Variant.objects.filter(pk=variant.pk, version=version).update(
            price_vnd=price_vnd,
            was_price_vnd=Case(When(was_price_vnd__gt=price_vnd, then=F("was_price_vnd"))),
            version=F("version") + 1,
        )
        before = variant.price_vnd
        variant.refresh_from_db()
        if not changed:
            raise edit_conflict(variant, {"price_vnd": price_vnd}, {"price_vnd": variant.price_vnd})
        if before != price_vnd:
            audit.record(
                "variant.price",
                subject=variant,
                actor=actor,
                diff={"price_vnd": [before, price_vnd]},
                **_where(variant.product),
            )
        refresh_cards([variant.product_id])
    return variant


def set_ocop_stars(product: Product, stars: int | None, valid_until: date | None) -> None:
    """Written only by curation, which keeps the recognition and its audit row."""
    Product.objects.filter(pk=product.pk).update(ocop_stars=stars, ocop_valid_until=valid_until)
    product.ocop_stars, product.ocop_valid_until = stars, valid_until


def add_sold(product_id: int, quantity: int) -> None:
    """Count units sold; negative when a sale is undone."""
    Product.objects.filter(pk=product_id).update(sold_count=F("sold_count") + quantity)


def edit_conflict(
    row: Product | Variant, yours: dict[str, Any], current: dict[str, Any]
) -> Conflict:
    return Conflict(
        _("Mặt hàng vừa được sửa ở nơi khác hoặc vừa có đơn. Bạn xem lại rồi lưu."),
        code="edit_conflict",
        yours=yours,
        current=current,
        version=row.version,
    )


def _create_variant(product: Product, actor: User | None, **fields: Any) -> Variant:
    cleaned = columns.cleaned(Variant, fields)
    if not MIN_PRICE_VND <= cleaned["price_vnd"] < MAX_PRICE_VND:
        raise Invalid(_("Giá từ 1.000 ₫ trở lên."), field="price_vnd", code="out_of_range")
    variant = Variant.objects.create(product=product, **cleaned)
    if variant.on_hand:
        StockMove.objects.create(
            variant=variant,
            delta=variant.on_hand,
            reason=StockMove.Reason.OPENING,
            actor_id=actor.pk if actor else None,
        )
    return variant


def _wait_for_reviews(product: Product) -> None:
    """A booth being suspended at this moment decides first whether its goods are shown."""
    Booth.objects.select_for_update().get(pk=product.booth_id)


def _set_state(product: Product, state: str, actor: User | None) -> None:
    product.refresh_from_db(fields=["state"])
    before = product.state
    changed = (
        Product.objects.filter(pk=product.pk, state=before)
        .exclude(state=state)
        .update(state=state, version=F("version") + 1)
    )
    if changed:
        audit.record(
            "product.state",
            subject=product,
            actor=actor,
            diff={"state": [before, state]},
            **_where(product),
        )


def _redraw(product: Product) -> None:
    refresh_cards([product.pk])
    product.refresh_from_db()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON can tell it: a related row by its key."""
    return {
        name: value.pk if isinstance(value, models.Model) else value
        for name, value in values.items()
    }


def _plain_of(product: Product, names: Iterable[str]) -> dict[str, Any]:
    return _plain({name: getattr(product, name) for name in names})


def _where(product: Product) -> dict[str, Any]:
    return {"booth_id": product.booth_id, "province_code": product.booth.province_id}
