"""Addresses of the bank holidays that clocks count by, as an area's officers keep them."""

from django.urls import path

from commonground.differences.views import bank_holidays

app_name = "bank_holidays"
urlpatterns = [
    path("", bank_holidays.begin, name="begin"),
    path("<uuid:partnership>/", bank_holidays.area, name="area"),
    path("<uuid:partnership>/add/", bank_holidays.add, name="add"),
    path("<uuid:partnership>/compare/<int:year>/", bank_holidays.compare, name="compare"),
    path("take-off/<uuid:holiday>/", bank_holidays.take_off, name="take_off"),
]
