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
    opened = booths.newly_opened(NEW_BOOTHS)
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
        front=next(iter(in_season or typical), None),
        front_note=_front_note(in_season),
        figures=_figures(),
        in_season=in_season[1:],
        typical=typical[:SHELF] if in_season else typical[1:],
        typical_url=address(ResultsQuery(stars=5)),
        opened=cards.booths(opened),
        communes=places.communes(facets, province.code)[:PLACES],
        home_url=reverse("shop:province", args=[province.slug]),
        home_total=facets.total,
        aisles=places.aisles(facets, at_home, tree),
    )


def _front_note(in_season: list[cards.Shown]) -> str:
    return _("Đang vào mùa") if in_season else _("Được công nhận OCOP")


def _figures() -> list[tuple[str, str]]:
    """Real ones of the last month; what there is none of is not boasted about."""
    selling = sum(booths.by_province().values())
    trade = orders.trade_since(clock.now() - LATELY)
    figures = [
        (selling, _("gian hàng đang bán")),
        (trade.communes, _("xã, phường bán được hàng tháng này")),
        (trade.orders, _("đơn hàng tháng này")),
    ]
    return [(number(count), words) for count, words in figures if count]
