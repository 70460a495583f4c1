"""The addresses of a province's officers."""

from django.urls import include, path

from frontend.province.views import booths, desk, recognitions

app_name = "province"

WITHIN = [
    path("", desk.home, name="home"),
    path("cho-duyet/", booths.waiting, name="waiting"),
    path("gian-hang/", booths.register, name="register"),
    path("gian-hang/<slug:slug>/", booths.show, name="booth"),
    path("cong-nhan/", recognitions.index, name="recognitions"),
    path("cong-nhan/ghi/", recognitions.record, name="record"),
    path("cong-nhan/<int:recognition_id>/tep/", recognitions.evidence, name="evidence"),
    path("cong-nhan/<int:recognition_id>/rut/", recognitions.withdraw, name="withdraw"),
    path("tra-lai/", desk.refunds, name="refunds"),
]

urlpatterns = [
    path("", desk.index, name="index"),
    path("<slug:province>/", include(WITHIN)),
]
