"""Addresses of evidence."""

from django.urls import path

from commonground.insight.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<uuid:evidence>/", views.one, name="one"),
    path("<uuid:evidence>/<slug:kind>/", views.file, name="file"),
]
