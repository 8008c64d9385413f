"""Addresses of the library that anybody reads: a child's day; an area's, its pages, and what a page said on a day."""

from django.urls import path

from commonground.library.day import views as day
from commonground.library.finding.views import search
from commonground.library.glossary.views import words
from commonground.library.images.views import image
from commonground.library.pages import views
from commonground.library.paper import views as paper
from commonground.library.useful.views import useful

app_name = "library"
urlpatterns = [
    path("", views.areas, name="areas"),
    path("search/", search, name="search"),
    path("glossary/", words, name="glossary"),
    path("day-in-the-life/", day.versions, name="days"),
    path("day-in-the-life/<slug:version>/", day.version, name="day"),
    path("day-in-the-life/<slug:version>/blank-sheet/", day.sheet, name="day_sheet"),
    path("day-in-the-life/<slug:version>/with/<slug:whose>/", day.together, name="day_with"),
    path("<slug:area>/", views.area, name="area"),
    path("<slug:area>/all.pdf", paper.shelf_pdf, name="shelf_pdf"),
    path("<slug:area>/poster.pdf", paper.poster_pdf, name="poster_pdf"),
    path("<slug:area>/images/<slug:key>/<slug:digest>", image, name="image"),
    path("<slug:area>/<slug:key>/page.pdf", paper.page_pdf, name="page_pdf"),
    path("<slug:area>/<slug:key>/one-page.pdf", paper.sheet_pdf, name="sheet_pdf"),
    path("<slug:area>/<slug:key>/", views.page, name="page"),
    path("<slug:area>/<slug:key>/useful/", useful, name="useful"),
    path("<slug:area>/<slug:key>/edition/<int:number>/", views.numbered, name="numbered"),
    path("<slug:area>/<slug:key>/on/<day:day>/", views.on_day, name="on_day"),
]
