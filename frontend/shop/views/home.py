"""The front of the market: search first, then what is there now."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.booths import selectors as booths
from backend.catalogue import selectors as catalogue
from backend.catalogue.selectors import ResultsQuery
from backend.core import clock
from backend.core.http import public_page
from backend.orders import selectors as orders
from frontend.formats import number
from frontend.jinja import home_province
from frontend.shop import cards, frame, jsonld, places
from frontend.shop.narrowing import address

SHELF = 6
NEW_BOOTHS = 3
PLACES = 8
LATELY = timedelta(days=30)


@public_page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    province = home_province()
    tree = catalogue.category_tree()
    at_home = ResultsQuery(province=province.code)
    facets = catalogue.facets(at_home)
    month = clock.today().month
    following = month % 12 + 1
    in_season = cards.seasonal(
        catalogue.in_season(month, SHELF + 1),
        catalogue.in_season(following, SHELF + 1),
        following,
        SHELF + 1,
    )
    typical = cards.products(catalogue.typical(limit=SHELF + 1))
    front = _front(in_season or typical, province.code)
    name = f"Chợ Số {province.name}"
    about = frame.About(
        title=_("%(market)s: đặc sản mua thẳng từ người làm ra") % {"market": name},
        description=_(
            "Đặc sản OCOP, hàng làng nghề và nông sản của %(province)s và cả nước. "
            "Mỗi món có nơi làm, người làm, và tiền đi thẳng tới họ."
        )
        % {"province": province.name},
        path=reverse("shop:home"),
        picture=typical[0]["image"] if typical else None,
        facts=[jsonld.website(name)],
    )
    return frame.show(
        request,
        "home",
        about,
        tree=tree,
        tab="home",
        front=front,
        front_note=_("Đang vào mùa") if in_season else _("Được công nhận OCOP"),
        figures=_figures(),
        in_season=[card for card in in_season if card is not front],
        typical=[card for card in typical if card is not front][:SHELF],
        typical_url=address(ResultsQuery(stars=5)),
        opened=cards.booths(booths.newly_opened(NEW_BOOTHS)),
        communes=places.communes(facets, province.code)[:PLACES],
        home_url=reverse("shop:province", args=[province.slug]),
        home_total=facets.total,
        aisles=places.aisles(facets, at_home, tree),
    )


def _front(shelf: list[cards.Shown], province_code: str) -> cards.Shown | None:
    """The first of the home province, or else the first."""
    at_home = (card for card in shelf if card["province_code"] == province_code)
    return next(at_home, shelf[0] if shelf else None)


def _figures() -> list[tuple[str, str]]:
    """Real ones of the last month; what there is none of is not boasted about."""
    selling = sum(booths.by_province().values())
    trade = orders.trade_since(clock.now() - LATELY)
    figures = [
        (selling, _("gian hàng đang bán")),
        (trade.communes, _("xã, phường bán tháng này")),
        (trade.orders, _("đơn hàng tháng này")),
    ]
    return [(number(count), words) for count, words in figures if count]
