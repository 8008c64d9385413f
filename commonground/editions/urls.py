"""Addresses of the procedures that an area's officers keep."""

from django.urls import path

from commonground.editions import views

app_name = "editions"
urlpatterns = [
    path("", views.procedures, name="procedures"),
    path("new/", views.start, name="start"),
    path("<uuid:edition>/", views.one, name="edition"),
    path("<uuid:edition>/confirm/", views.confirm_several, name="confirm_several"),
    path("<uuid:edition>/confirm/<path:part>/", views.confirm_one, name="confirm"),
    path("<uuid:edition>/propose/", views.propose, name="propose"),
    path("<uuid:edition>/take-back/", views.take_back, name="take_back"),
    path("<uuid:edition>/approve/", views.approve, name="approve"),
    path("<uuid:edition>/send-back/", views.send_back, name="send_back"),
    path("<uuid:edition>/retire/", views.retire, name="retire"),
    path("<uuid:edition>/delete/", views.delete, name="delete"),
]
