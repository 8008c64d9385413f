"""Addresses of raising a difference, and of noting one that was settled by talking."""

from django.urls import path, re_path

from commonground.differences.views import advising, besides, pasting, raising, settling, vouching, who
from commonground.differences.views.finding import ReferenceConverter

urlpatterns = [
    path("raise/", raising.start, name="start"),
    path("raise/paste/", pasting.paste, name="paste"),
    re_path(rf"^raise/sent/(?P<reference>{ReferenceConverter.regex})/$", raising.sent, name="sent"),
    path("raise/<uuid:draft>/check/", raising.check, name="check"),
    path("raise/<uuid:draft>/children/", who.children, name="raise_children"),
    path("raise/<uuid:draft>/advice/", advising.advice, name="advice"),
    path("raise/<uuid:draft>/advice/take-back/", advising.take_back, name="take_back"),
    path("raise/<uuid:draft>/asked-for-advice/", advising.asked_for_advice, name="asked_for_advice"),
    path("raise/<uuid:draft>/own-line/", besides.own_line, name="own_line"),
    path("raise/<uuid:draft>/besides/", besides.besides, name="besides"),
    path("raise/<uuid:draft>/throw-away/", raising.throw_away, name="throw_away"),
    path("raise/<uuid:draft>/pasted/", pasting.pasted, name="pasted"),
    path("raise/<uuid:draft>/not-listed/", vouching.not_listed, name="not_listed"),
    path("raise/<uuid:draft>/ask-to-vouch/", vouching.ask_to_vouch, name="ask_to_vouch"),
    path("raise/<uuid:draft>/draft.pdf", vouching.draft_pdf, name="draft_pdf"),
    path("vouching/<uuid:vouching>/", vouching.vouching, name="vouching"),
    path("raise/<uuid:draft>/<slug:step>/", raising.question, name="step"),
    path("settled-by-talking/", settling.settled, name="settled"),
    path("settled-by-talking/thank-you/", settling.thanks, name="settled_thanks"),
]
