"""Addresses on which an area's editors say what its chart is."""

from django.urls import path

from commonground.library import keeping

app_name = "chart_keeping"
urlpatterns = [
    path("<slug:area>/chart/as-published/", keeping.as_published, name="as_published"),
    path("<slug:area>/chart/elsewhere/", keeping.elsewhere, name="elsewhere"),
    path("<slug:area>/chart/from-a-file/", keeping.from_file, name="from_file"),
    path("<slug:area>/chart/file-to-begin-with/", keeping.to_begin_with, name="to_begin_with"),
    path("chart/<uuid:edition>/", keeping.proposal, name="proposal"),
    path("chart/<uuid:edition>/approve/", keeping.approve, name="approve"),
    path("chart/<uuid:edition>/take-back/", keeping.take_back, name="take_back"),
    path("chart/<uuid:edition>/send-back/", keeping.send_back, name="send_back"),
]
