"""Addresses of fresh eyes on a difference."""

from django.urls import path

from commonground.differences.fresh_eyes import views

urlpatterns = [
    path("", views.fresh_eyes, name="fresh_eyes"),
    path("ask/", views.ask, name="fresh_eyes_ask"),
    path("<int:number>/find/", views.find, name="fresh_eyes_find"),
    path("<int:number>/take/", views.take, name="fresh_eyes_take"),
    path("<int:number>/cannot/", views.cannot, name="fresh_eyes_cannot"),
    path("<int:number>/word/", views.word, name="fresh_eyes_word"),
    path("<int:number>/take-back/", views.take_back, name="fresh_eyes_take_back"),
]
