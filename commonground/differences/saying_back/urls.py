"""Addresses of what was said back, below those of its difference."""

from django.urls import path

from commonground.differences.saying_back import views

urlpatterns = [path("said-back/<int:number>/", views.heard, name="heard")]
