"""Every address of the market: the JSON API, the pages in both languages, the probes."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backend.aftersales import api as aftersales
from backend.booths import api as booths
from backend.cart import api as cart
from backend.catalogue import api as catalogue
from backend.checkout import api as checkout
from backend.core import health
from backend.logistics import api as logistics
from backend.orders import api as orders
from backend.payments import api as payments
from backend.regions import api as regions
from frontend import media
from frontend.shop import crawler_urls

APIS = [regions, catalogue, booths, cart, checkout, orders, payments, logistics, aftersales]

handler400 = "frontend.errors.bad_request"
handler403 = "frontend.errors.permission_denied"
handler404 = "frontend.errors.page_not_found"
handler500 = "frontend.errors.server_error"

# The operator signs in on the market's own page: by phone too, and with its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("media/<str:name>", media.show, name="media"),
    path("", include(crawler_urls)),
    *(path("api/v1/", include(app)) for app in APIS),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("frontend.shop.urls")),
        path("tai-khoan/", include("frontend.account.urls")),
        path("ban-hang/", include("frontend.seller.urls")),
        path("quan-ly/", include("frontend.province.urls")),
        prefix_default_language=False,
    ),
]

if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("frontend.demo.urls")))
