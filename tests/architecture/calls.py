"""What is put into an address and what is sent to it, for the object of a line of access.md."""

from collections.abc import Callable
from typing import Any

from backend.catalogue.models import Category
from backend.regions.models import Commune, Province
from tests.architecture.access import Row
from tests.architecture.routes import Route
from tests.architecture.world import GONE_CODE, GONE_NUMBER, Stall, World

Maker = Callable[[World, Stall, str], Any]

# The word in an address → what stands there. Most mean the same everywhere.
ARGUMENTS: dict[str, Maker] = {
    "booth": lambda world, stall, of: stall.booth.slug,
    "province": lambda world, stall, of: stall.province,
    "code": lambda world, stall, of: stall.orders[of].code,
    "purchase": lambda world, stall, of: stall.orders[of].purchase.code,
    "order": lambda world, stall, of: stall.orders[of].code,
    "product_id": lambda world, stall, of: stall.variant.product_id,
    "pk": lambda world, stall, of: stall.variant.product_id,
    "variant_id": lambda world, stall, of: stall.variant.pk,
    "transfer_id": lambda world, stall, of: stall.transfer.pk,
    "promise_id": lambda world, stall, of: stall.promise.pk,
    "recognition_id": lambda world, stall, of: stall.recognition.pk,
    "address_id": lambda world, stall, of: world.address.pk,
    "line": lambda world, stall, of: world.line,
    "key": lambda world, stall, of: stall.transfer.partner_account.webhook_key,
    "partner": lambda world, stall, of: "sepay",
    "section": lambda world, stall, of: "noi-ban",
    "number": lambda world, stall, of: 1,
    "name": lambda world, stall, of: "mau-320.webp",
}

# Where the same word means something else.
ARGUMENTS_OF: dict[str, dict[str, Maker]] = {
    "shop:category": {"slug": lambda world, stall, of: Category.objects.get().slug},
    "shop:product": {"slug": lambda world, stall, of: stall.variant.product.slug},
    "shop:booth": {"slug": ARGUMENTS["booth"]},
    "api-booth": {"slug": ARGUMENTS["booth"]},
    "shop:province": {
        "slug": lambda world, stall, of: Province.objects.get(pk=stall.province).slug
    },
    "shop:commune": {
        "province": lambda world, stall, of: Province.objects.get(pk=stall.province).slug,
        "slug": lambda world, stall, of: _commune(stall).slug,
        "code": lambda world, stall, of: stall.booth.commune_id,
    },
    "shop:purchase": {"code": ARGUMENTS["purchase"]},
    "shop:purchase_qr": {"code": ARGUMENTS["purchase"]},
    "shop:purchase_action": {"code": ARGUMENTS["purchase"]},
    "api-purchase": {"code": ARGUMENTS["purchase"]},
    "province:booth": {
        "slug": lambda world, stall, of: (stall.waiting if of == "waiting" else stall.booth).slug
    },
}

# Words whose objects are private: each is also tried with one that does not exist.
PRIVATE = {
    "booth": "khong-co",
    "code": GONE_CODE,
    "purchase": "DM2601ZZZZZZ",
    "order": GONE_CODE,
    "product_id": GONE_NUMBER,
    "variant_id": GONE_NUMBER,
    "transfer_id": GONE_NUMBER,
    "promise_id": GONE_NUMBER,
    "recognition_id": GONE_NUMBER,
    "address_id": GONE_NUMBER,
    "line": GONE_NUMBER,
    "province": "99",
    "slug": "khong-co",
}

ADDRESS = {"province": "38", "commune": "16093", "street": "Thôn 2"}
LAN = {"name": "Lan", "phone": "0912345678"}

BODIES: dict[tuple[str, str], Maker] = {
    ("shop:cart_add", "POST"): lambda world, stall, of: {
        "variant": stall.variant.pk,
        "quantity": 1,
    },
    ("shop:cart_line", "POST"): lambda world, stall, of: {"action": "quantity", "quantity": 2},
    ("shop:checkout", "POST"): lambda world, stall, of: {"action": "quote", **LAN, **ADDRESS},
    ("shop:find_purchase", "POST"): lambda world, stall, of: {"code": GONE_CODE, **LAN},
    ("shop:purchase_action", "POST"): lambda world, stall, of: {"reason": "Đổi ý"},
    ("account_profile", "POST"): lambda world, stall, of: {"name": "Lan", "language": "vi"},
    ("account_add_address", "POST"): lambda world, stall, of: {**LAN, **ADDRESS},
    ("account_edit_address", "POST"): lambda world, stall, of: {**LAN, **ADDRESS},
    ("seller:order_action", "POST"): lambda world, stall, of: {
        "way": "post",
        "why": "sold_out",
        "note": "Bưu điện báo mất",
    },
    ("seller:transfer_action", "POST"): lambda world, stall, of: {
        "order": stall.orders[of].code if of else ""
    },
    ("seller:product", "POST"): lambda world, stall, of: {
        f"v{stall.variant.pk}-version": stall.variant.version,
        f"v{stall.variant.pk}-price_vnd": "95.000",
        f"v{stall.variant.pk}-on_hand": 400,
    },
    ("seller:holiday", "POST"): lambda world, stall, of: {"starts": "2099-01-01"},
    ("province:booth", "POST"): lambda world, stall, of: {"outcome": "approved"},
    ("province:withdraw", "POST"): lambda world, stall, of: {"reason": "Hết hiệu lực"},
    ("province:record", "POST"): lambda world, stall, of: {
        "product": stall.variant.product_id,
        "kind": "craft_village",
        "title": "Làng nghề",
        "decision_number": "99/QĐ-UBND",
        "authority": "UBND tỉnh",
        "decided_on": "01/02/2025",
        "evidence": "B2",
    },
    ("api-cart-lines", "POST"): lambda world, stall, of: {
        "variant": stall.variant.pk,
        "quantity": 1,
    },
    ("api-cart-line", "PATCH"): lambda world, stall, of: {"quantity": 2},
    ("api-quote", "POST"): lambda world, stall, of: {"address": ADDRESS},
    ("api-checkout", "POST"): lambda world, stall, of: {
        "contact": LAN,
        "address": ADDRESS,
        "payment": "cod",
    },
    ("api-order-cancel", "POST"): lambda world, stall, of: {"reason": "Đổi ý"},
    ("api-seller-variant", "PATCH"): lambda world, stall, of: {
        "version": stall.variant.version,
        "price_vnd": 95_000,
    },
    ("api-seller-sold-out", "POST"): lambda world, stall, of: {"undo": False},
    ("api-booth-order-ship", "POST"): lambda world, stall, of: {"way": "post"},
    ("api-booth-order-deliver", "POST"): lambda world, stall, of: {"pickup_code": ""},
    ("api-booth-order-cancel", "POST"): lambda world, stall, of: {"reason": "Hết hàng"},
    ("api-booth-transfer-assign", "POST"): lambda world, stall, of: {
        "order": stall.orders[of].code
    },
    ("api-feed-webhook", "POST"): lambda world, stall, of: {"id": 1},
}


def arguments(route: Route, row: Row, world: World, stall: Stall) -> dict[str, Any]:
    makers = {**ARGUMENTS, **ARGUMENTS_OF.get(route.name, {})}
    return {
        word: row.words.get(word) or makers[word](world, stall, row.of) for word in route.kwargs
    }


def body(row: Row, world: World, stall: Stall) -> dict[str, Any]:
    maker = BODIES.get((row.route, row.method))
    return maker(world, stall, row.of) if maker else {}


def _commune(stall: Stall) -> Commune:
    return Commune.objects.get(pk=stall.booth.commune_id)
