"""Addresses of surveys and returns, as they are kept and read. Where staff answer: survey/urls.py."""

from django.urls import path

from commonground.assurance.beside import views as beside
from commonground.assurance.returns import views as returns
from commonground.assurance.survey import keeping

app_name = "assurance"
urlpatterns = [
    path("", keeping.desk, name="desk"),
    path("beside/<uuid:area>/", beside.page, name="beside"),
    path("surveys/new/", keeping.new, name="new"),
    path("surveys/<uuid:round_>/", keeping.one, name="round"),
    path("surveys/<uuid:round_>/without/<uuid:group>/", keeping.without, name="without"),
    path("surveys/<uuid:round_>/end/", keeping.end, name="end"),
    path("returns/new/", returns.ask, name="ask_returns"),
    path("returns/<uuid:assessment>/", returns.one, name="assessment"),
    path("returns/<uuid:assessment>/<uuid:agency>/", returns.of_agency, name="return"),
    path("returns/<uuid:assessment>/<uuid:agency>/submit/", returns.submit, name="submit"),
    path("returns/<uuid:assessment>/<uuid:agency>/by/<slug:key>/", returns.standard, name="standard"),
    path("returns/<uuid:assessment>/<uuid:agency>/submitted/<int:number>/", returns.submitted, name="submitted"),
]
