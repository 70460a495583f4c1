"""Every address of the market: the JSON API, the pages in both languages, the probes."""

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from backend.core import health

# For the hours in which the rooms are being built: what is not there yet is left out.
APPS = [
    "regions",
    "catalogue",
    "booths",
    "cart",
    "checkout",
    "orders",
    "payments",
    "logistics",
    "aftersales",
]
AREAS = {"": "shop", "tai-khoan/": "account", "ban-hang/": "seller", "quan-ly/": "province"}


def _there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


handler400 = "frontend.errors.bad_request"
handler403 = "frontend.errors.permission_denied"
handler404 = "frontend.errors.page_not_found"
handler500 = "frontend.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *(
        path("api/v1/", include(f"backend.{app}.api"))
        for app in APPS
        if _there(f"backend.{app}.api")
    ),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        *(
            path(prefix, include(f"frontend.{area}.urls"))
            for prefix, area in AREAS.items()
            if _there(f"frontend.{area}.urls")
        ),
        prefix_default_language=False,
    ),
]
if _there("frontend.media"):
    urlpatterns.insert(
        0, path("media/<str:name>", import_module("frontend.media").show, name="media")
    )
if _there("frontend.shop.crawler_urls"):
    urlpatterns.insert(0, path("", include("frontend.shop.crawler_urls")))
if settings.DEMO and _there("frontend.demo.urls"):
    urlpatterns.insert(0, path("demo/", include("frontend.demo.urls")))
