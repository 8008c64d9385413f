"""Addresses of notices."""

from django.urls import path

from commonground.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("how-i-am-told/", views.how, name="how"),
]
