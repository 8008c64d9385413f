"""Addresses of figures."""

from django.urls import path

from commonground.insight import views
from commonground.insight.behaviours import views as behaviours
from commonground.insight.logs import views as logs

app_name = "figures"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("older-logs/<uuid:partnership>/", logs.send, name="logs"),
    path("older-logs/<uuid:partnership>/<uuid:log>/", logs.came, name="log"),
    path("<uuid:release>/", views.release, name="release"),
    path("<uuid:release>/spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("<uuid:release>/pdf/", views.paper, name="paper"),
    path("<uuid:release>/silence/", views.silent, name="silence"),
    path("<uuid:release>/behaviours/", behaviours.behaviours, name="behaviours"),
]
