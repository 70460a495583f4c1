"""The addresses of the people who act for a booth."""

from django.urls import include, path

from frontend.seller.views import booth, desk, orders, parcels, products, steps, transfers

app_name = "seller"

WITHIN = [
    path("", desk.today, name="today"),
    path("don-hang/", orders.index, name="orders"),
    path("don-hang/<str:code>/", orders.show, name="order"),
    path("don-hang/<str:code>/phieu/", orders.packing_list, name="packing_list"),
    path("don-hang/<str:code>/kien/", parcels.show, name="parcel"),
    path("don-hang/<str:code>/<slug:action>/", steps.take, name="order_action"),
    path("tien-vao/", transfers.index, name="transfers"),
    path("tien-vao/<int:transfer_id>/<slug:action>/", transfers.transfer, name="transfer_action"),
    path(
        "tien-vao/tra-lai/<int:promise_id>/<slug:action>/", transfers.refund, name="refund_action"
    ),
    path("san-pham/", products.index, name="products"),
    path("san-pham/<int:product_id>/", products.edit, name="product"),
    path("san-pham/<int:product_id>/het-hang/", products.sold_out, name="sold_out"),
    path("gian-hang/", booth.show, name="booth"),
    path("gian-hang/nghi/", booth.holiday, name="holiday"),
    path("gian-hang/nop/", booth.submit, name="submit"),
]

urlpatterns = [
    path("", desk.index, name="index"),
    path("<slug:booth>/", include(WITHIN)),
]
