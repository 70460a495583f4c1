"""The addresses of buying: cart, checkout, purchases, and the private part of the header."""

from django.urls import path

from frontend.shop.views import cart, checkout, header, purchase

urlpatterns = [
    path("_/header/", header.show, name="header"),
    path("gio-hang/", cart.show, name="cart"),
    path("gio-hang/them/", cart.add, name="cart_add"),
    path("gio-hang/da-xem/", cart.seen, name="cart_seen"),
    path("gio-hang/dong/<int:line>/", cart.change, name="cart_line"),
    path("thanh-toan/", checkout.show, name="checkout"),
    path("don-mua/", purchase.find, name="find_purchase"),
    path("don-mua/<str:code>/", purchase.show, name="purchase"),
    path("don-mua/<str:code>/<str:order>/qr.png", purchase.qr, name="purchase_qr"),
    path("don-mua/<str:code>/<str:order>/<slug:action>/", purchase.act, name="purchase_action"),
]
