"""Addresses of what a procedure would come to."""

from django.urls import path

from commonground.differences.views import what_if

app_name = "what_if"
urlpatterns = [
    path("<uuid:edition>/what-if/", what_if.what_if, name="ladder"),
    path("<uuid:edition>/what-if/in/<uuid:partnership>/", what_if.try_it, name="try"),
    path("<uuid:edition>/what-if/<uuid:trial>/", what_if.trial, name="trial"),
]
