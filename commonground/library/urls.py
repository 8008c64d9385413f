"""Addresses of an area's threshold chart in its library: today's, on paper, as a file, in plain words, any other."""

from django.urls import path

from commonground.library import views

app_name = "charts"
urlpatterns = [
    path("", views.area, name="area"),
    path("in-plain-words/", views.in_plain_words, name="in_plain_words"),
    path("pdf/", views.pdf, name="pdf"),
    path("file/", views.file, name="file"),
    path("edition/<int:number>/", views.numbered, name="numbered"),
    path("on/<day:day>/", views.on_day, name="on_day"),
]
