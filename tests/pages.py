"""Every kind of page with an address of it in the demo market, and who looks at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import APIRequestContext, Browser, BrowserContext

from tests.market import Market

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK = {"viewport": {"width": 1280, "height": 800}}
WIDTHS = {"phone": PHONE, "desk": DESK}
GUEST = "guest"
PEOPLE = ("shopper", "producer", "packer", "officer")


@dataclass(frozen=True)
class Page:
    """`who` is GUEST, a guest who has bought something, or one of the demo's people."""

    name: str
    path: str
    who: str = GUEST
    status: int = 200

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        return self.who == GUEST and self.status == 200 and not self.path.startswith("/tai-khoan/")

    def in_language(self, language: str) -> str:
        has_twin = not self.path.startswith(("/demo/", "/admin/"))
        return f"/en{self.path}" if language == "en" and has_twin else self.path


OPEN = [
    Page("home", "/"),
    Page("results", "/tim/?q=nuoc+mam"),
    Page("results-none", "/tim/?q=khong+co+mon+nay"),
    Page("results-narrowed", "/tim/?q=mam&in_stock=1&ordering=price"),
    Page("provinces", "/tinh/"),
    Page("find-purchase", "/don-mua/"),
    Page("cart-empty", "/gio-hang/"),
    Page("sign-in", "/tai-khoan/dang-nhap/"),
    Page("sign-up", "/tai-khoan/dang-ky/"),
    Page("sign-in-by-code", "/tai-khoan/ma/"),
    Page("forgotten-password", "/tai-khoan/mat-khau/quen/"),
    Page("not-found", "/khong-co/", status=404),
    Page("demo", "/demo/"),
    Page("demo-inbox", "/demo/hop-thu/"),
]

OF_PEOPLE = [
    Page("account", "/tai-khoan/", "shopper"),
    Page("account-purchases", "/tai-khoan/don-mua/", "shopper"),
    Page("account-messages", "/tai-khoan/tin-nhan/", "shopper"),
    Page("account-addresses", "/tai-khoan/dia-chi/", "shopper"),
    Page("account-address", "/tai-khoan/dia-chi/them/", "shopper"),
    Page("account-profile", "/tai-khoan/thong-tin/", "shopper"),
    Page("account-phone", "/tai-khoan/dien-thoai/", "shopper"),
    Page("account-email", "/tai-khoan/email/", "shopper"),
    Page("account-password", "/tai-khoan/mat-khau/", "shopper"),
    Page("account-devices", "/tai-khoan/thiet-bi/", "shopper"),
    Page("sign-out", "/tai-khoan/dang-xuat/", "shopper"),
    Page("selling-nothing", "/ban-hang/", "shopper"),
    Page("desk", "/quan-ly/38/", "officer"),
    Page("desk-waiting", "/quan-ly/38/cho-duyet/", "officer"),
    Page("desk-register", "/quan-ly/38/gian-hang/", "officer"),
    Page("desk-recognitions", "/quan-ly/38/cong-nhan/", "officer"),
    Page("desk-record", "/quan-ly/38/cong-nhan/ghi/", "officer"),
    Page("desk-refunds", "/quan-ly/38/tra-lai/", "officer"),
]


class Visits:
    """Contexts of Chromium for each person and width, signed in once."""

    def __init__(self, browser: Browser, market: Market) -> None:
        self.browser, self.market = browser, market
        self._states: dict[str, dict] = {}

    def context(self, who: str, width: str = "phone", **options) -> BrowserContext:
        """A fresh one, remembering who was signed in."""
        return self.browser.new_context(
            base_url=self.market.url,
            storage_state=self._state(who),
            locale="vi-VN",
            **{**WIDTHS[width], **options},
        )

    def _state(self, who: str) -> dict | None:
        if who == GUEST:
            return None
        if who not in self._states:
            context = self.browser.new_context(base_url=self.market.url)
            if who == "buyer":
                self.bought = _buy(context.request)
            elif who == "filler":
                _fill_cart(context.request)
            else:
                _sign_in(context, who)
            self._states[who] = context.storage_state()
            context.close()
        return self._states[who]

    def pages(self) -> Iterator[Page]:
        """All of them; addresses that depend on the data are read from the market."""
        yield from OPEN
        api = self.browser.new_context(base_url=self.market.url).request
        yield from _of_goods(api)
        yield Page("cart", "/gio-hang/", "filler")
        yield Page("checkout", "/thanh-toan/", "filler")
        self._state("buyer")
        yield Page("purchase", self.bought, "buyer")
        yield from OF_PEOPLE
        yield from self._of_the_producer()
        yield from self._of_the_officer()

    def _of_the_producer(self) -> Iterator[Page]:
        with self.context("producer") as context:
            shop = context.request.get("/ban-hang/").url.removeprefix(self.market.url)
            for name, part in {
                "selling": "", "selling-orders": "don-hang/", "selling-transfers": "tien-vao/",
                "selling-goods": "san-pham/", "selling-booth": "gian-hang/",
            }.items():  # fmt: skip
                yield Page(name, f"{shop}{part}", "producer")
            for name, tab in {"new": "new", "to-pack": "packing", "to-send": "sending"}.items():
                orders = _links(
                    context.request, f"{shop}don-hang/?tab={tab}", r"don-hang/DH\w{10}/"
                )
                if orders:
                    yield Page(f"selling-order-{name}", orders[0], "producer")
                if orders and name == "to-send":
                    yield Page("selling-parcel", f"{orders[0]}kien/", "producer")
                    yield Page("selling-packing-list", f"{orders[0]}phieu/", "producer")
            goods = _links(context.request, f"{shop}san-pham/", r"san-pham/\d+/")
            yield Page("selling-product", goods[0], "producer")
        yield Page("packing-orders", f"{shop}don-hang/", "packer")

    def _of_the_officer(self) -> Iterator[Page]:
        with self.context("officer") as context:
            for name, page in {
                "desk-booth-waiting": "/quan-ly/38/cho-duyet/",
                "desk-booth": "/quan-ly/38/gian-hang/",
            }.items():
                booths = _links(context.request, page, r"/quan-ly/38/gian-hang/[\w-]+/")
                yield Page(name, booths[0], "officer")


def goods_called(api: APIRequestContext, words: str) -> dict:
    """The first that is in stock, with its variants."""
    found = api.get("/api/v1/products/", params={"q": words, "in_stock": "true"}).json()
    return api.get(f"/api/v1/products/{found['results'][0]['id']}/").json()


def _of_goods(api: APIRequestContext) -> Iterator[Page]:
    sauce = goods_called(api, "nuoc mam")
    mat = goods_called(api, "chieu coi nga son")
    gone = next(
        each
        for each in api.get("/api/v1/products/", params={"page_size": "100"}).json()["results"]
        if not each["in_stock"]
    )
    yield Page("product", sauce["url"])
    yield Page("product-mat", mat["url"])
    yield Page("product-sold-out", gone["url"])
    yield Page("booth", f"/gian-hang/{sauce['booth']['slug']}/")
    yield Page("category", _links(api, "/", r"/danh-muc/[\w-]+/")[0])
    provinces = _links(api, "/tinh/", r"/tinh/[\w-]+/(?!\w)")
    home = next(path for path in provinces if "thanh-hoa" in path)
    yield Page("province", home)
    yield Page("commune", _links(api, home, r"/tinh/[\w-]+/[\w-]+-\d{5}/")[0])


def _links(api: APIRequestContext, page: str, pattern: str) -> list[str]:
    hrefs = re.findall(r'href="([^"?#]+)', api.get(page).text())
    return [href for href in hrefs if re.search(f"{pattern}$", href)]


def _sign_in(context: BrowserContext, who: str) -> None:
    """One tap on the demo's page."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator(
        f"button[name=person][value={who}], [name=person][value={who}] ~ button"
    ).first.click()
    page.wait_for_load_state()
    page.close()


def _fill_cart(api: APIRequestContext) -> None:
    for words in ("nuoc mam", "chieu coi nga son"):
        variant = next(each for each in goods_called(api, words)["variants"] if each["available"])
        api.post(
            "/gio-hang/them/",
            form={"variant": str(variant["id"]), "quantity": "1"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )


def _buy(api: APIRequestContext) -> str:
    """A purchase of two booths, one to be transferred; returns its page's address."""
    address = {"province": "38", "commune": "16093", "street": "Tổ 3, thôn Mỹ Đông"}
    token = {}
    for words in ("nuoc mam", "chieu coi nga son"):
        variant = next(each for each in goods_called(api, words)["variants"] if each["available"])
        wish = {"variant": variant["id"], "quantity": 1}
        cart = api.post("/api/v1/cart/lines/", data=wish, headers=token).json()
        token = {"X-Cart-Token": cart["token"]}
    quote = api.post("/api/v1/checkout/quote/", data={"address": address}, headers=token).json()
    payment = {
        order["booth"]["slug"]: "vietqr" if "vietqr" in order["payments"] else "cod"
        for order in quote["orders"]
    }
    placed = api.post(
        "/api/v1/checkout/",
        data={
            "contact": {"name": "Chị Lan", "phone": "0912345678"},
            "address": address,
            "payment": payment,
        },
        headers={**token, "Idempotency-Key": f"pages-{cart['token'][:20]}"},
    ).json()
    path = f"/don-mua/{placed['code']}/"
    api.get(f"{path}?k={placed['access_token']}")
    api.get(f"/en{path}?k={placed['access_token']}")
    return path
