"""Addresses of the front door."""

from django.urls import path

from commonground.web.views import help as helping
from commonground.web.views import home, lists

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("differences/", lists.differences, name="differences"),
    path("differences/search/", lists.search, name="search"),
    path("find/", lists.find, name="find"),
    path("how-this-works/", helping.how, name="how"),
]
