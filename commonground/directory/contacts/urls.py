"""Addresses of the numbers that people ring, as their officers keep them."""

from django.urls import path

from commonground.directory.contacts import views

urlpatterns = [
    path("", views.numbers, name="contacts"),
    path("new/", views.number, name="contact_new"),
    path("<uuid:contact>/", views.number, name="contact"),
    path("<uuid:contact>/right/", views.still_right, name="contact_right"),
    path("<uuid:contact>/off/", views.take_off, name="contact_off"),
]
