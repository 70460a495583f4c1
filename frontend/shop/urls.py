"""The addresses of the shop, in Vietnamese words; the same under /en/ in English."""

from django.urls import include, path, re_path

from frontend.shop.views import booth, home, place, product, search

app_name = "shop"

urlpatterns = [
    path("", home.show, name="home"),
    path("tim/", search.results, name="search"),
    path("danh-muc/<slug:slug>/", search.category, name="category"),
    re_path(r"^sp/(?P<slug>[-a-z0-9]+)-(?P<pk>[1-9][0-9]{0,17})/$", product.show, name="product"),
    path("gian-hang/<slug:slug>/", booth.show, name="booth"),
    path("tinh/", place.provinces, name="provinces"),
    path("tinh/<slug:slug>/", place.province, name="province"),
    re_path(
        r"^tinh/(?P<province>[-a-z0-9]+)/(?P<slug>[-a-z0-9]+)-(?P<code>[0-9]{5})/$",
        place.commune,
        name="commune",
    ),
    path("", include("frontend.shop.buy_urls")),
]
