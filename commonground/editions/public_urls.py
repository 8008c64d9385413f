"""Addresses of the procedures as anybody reads them."""

from django.urls import path, register_converter

from commonground.editions import public

register_converter(public.DayConverter, "day")

app_name = "procedure"
urlpatterns = [
    path("", public.areas, name="areas"),
    path("<slug:area>/", public.now_, name="area"),
    path("<slug:area>/on/<day:day>/", public.on_day, name="on_day"),
]
