"""Addresses of the lists, below those of their difference."""

from django.urls import path

from commonground.differences.differing import views

urlpatterns = [
    path("lists/", views.lists, name="lists"),
    path("lists/new/", views.put, name="put_line"),
    path("lists/<int:number>/", views.stand, name="stand_on_line"),
    path("lists/<int:number>/take-off/", views.take_off, name="take_line_off"),
]
