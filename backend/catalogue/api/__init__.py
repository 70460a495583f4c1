"""Goods as JSON: for shoppers' programs, and for the seller's own booth."""

from django.urls import path

from backend.catalogue.api import public, seller

urlpatterns = [
    path("categories/", public.Categories.as_view(), name="api-categories"),
    path("products/", public.Products.as_view(), name="api-products"),
    path("products/<int:product_id>/", public.ProductDetail.as_view(), name="api-product"),
    path(
        "seller/booths/<slug:booth>/products/",
        seller.BoothProducts.as_view(),
        name="api-seller-products",
    ),
    path(
        "seller/booths/<slug:booth>/products/<int:product_id>/variants/<int:variant_id>/",
        seller.BoothVariant.as_view(),
        name="api-seller-variant",
    ),
    path(
        "seller/booths/<slug:booth>/products/<int:product_id>/sold-out/",
        seller.SoldOut.as_view(),
        name="api-seller-sold-out",
    ),
]

__all__ = ["urlpatterns"]
