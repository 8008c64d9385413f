"""Addresses of threshold charts: whose can be read, an area's, and what its officers say of it."""

from django.urls import path

from commonground.library import views

app_name = "charts"
urlpatterns = [
    path("", views.areas, name="areas"),
    path("<slug:area>/", views.area, name="area"),
    path("<slug:area>/as-published/", views.as_published, name="as_published"),
    path("<slug:area>/elsewhere/", views.elsewhere, name="elsewhere"),
]
