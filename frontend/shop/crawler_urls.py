"""What crawlers ask for: one set of addresses for both languages."""

from django.urls import path

from frontend.shop.views import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.section, name="sitemap-section"),
]
