"""Addresses of the directory."""
from django.urls import path
from django.http import HttpResponse
app_name="directory"
urlpatterns=[path("invitation/<str:token>/", lambda r,token: HttpResponse(), name="accept")]
