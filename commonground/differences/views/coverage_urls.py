"""Addresses of who would answer at each stage."""

from django.urls import path

from commonground.differences.views import coverage

app_name = "coverage"
urlpatterns = [
    path("", coverage.begin, name="begin"),
    path("partnership/<uuid:partnership>/", coverage.partnership, name="partnership"),
    path("agency/<uuid:agency>/", coverage.agency, name="agency"),
]
