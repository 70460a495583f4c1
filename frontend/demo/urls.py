"""The addresses of a demo market's own pages; wired only with DEMO=1."""

from django.urls import path

from frontend.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.index, name="index"),
    path("vao/", views.sign_in, name="sign_in"),
    path("hop-thu/", views.inbox, name="inbox"),
    path("mot-ngay/", views.next_day, name="next_day"),
    path("dia-chi.svg", views.address, name="address"),
]
