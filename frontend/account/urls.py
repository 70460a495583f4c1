"""The addresses of signing in and of one's own account, in Vietnamese words."""

from allauth.account import views as allauth
from allauth.usersessions.views import list_usersessions
from django.urls import path

from frontend.account import views
from frontend.account.pages import page

urlpatterns = [
    path("", views.home, name="account"),
    path("dang-nhap/", page(allauth.login), name="account_login"),
    path("dang-ky/", page(allauth.signup), name="account_signup"),
    path("dang-xuat/", page(allauth.logout), name="account_logout"),
    path("bi-khoa/", page(allauth.account_inactive), name="account_inactive"),
    path("xac-nhan-lai/", page(allauth.reauthenticate), name="account_reauthenticate"),
    path("ma/", page(allauth.request_login_code), name="account_request_login_code"),
    path("ma/nhap/", page(allauth.confirm_login_code), name="account_confirm_login_code"),
    path("dien-thoai/ma/", page(allauth.verify_phone), name="account_verify_phone"),
    path("dien-thoai/", page(allauth.change_phone), name="account_change_phone"),
    path("email/", page(allauth.email), name="account_email"),
    path(
        "email/ma/", page(allauth.email_verification_sent), name="account_email_verification_sent"
    ),
    path("mat-khau/", page(allauth.password_change), name="account_change_password"),
    path("mat-khau/dat/", page(allauth.password_set), name="account_set_password"),
    path("mat-khau/quen/", page(allauth.password_reset), name="account_reset_password"),
    path(
        "mat-khau/quen/ma/",
        page(allauth.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "mat-khau/quen/moi/",
        page(allauth.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "mat-khau/quen/xong/",
        page(allauth.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("thiet-bi/", page(list_usersessions), name="usersessions_list"),
    path("thong-tin/", views.profile, name="account_profile"),
    path("tin-nhan/", views.messages, name="account_messages"),
    path("don-mua/", views.purchases, name="account_purchases"),
    path("dia-chi/", views.addresses, name="account_addresses"),
    path("dia-chi/them/", views.edit_address, name="account_add_address"),
    path("dia-chi/<int:address_id>/", views.edit_address, name="account_edit_address"),
    path("dia-chi/<int:address_id>/xoa/", views.delete_address, name="account_delete_address"),
]
