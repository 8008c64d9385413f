"""Addresses of briefings: what one is asked to read, what one shares, and how a team talks it over."""

from django.urls import path

from commonground.briefings.views import leading, linking, promoting, reading, sharing, talking

app_name = "briefings"
ONE = "<uuid:briefing>/"
LINK = "link/<str:token>/"
urlpatterns = [
    path("", reading.mine, name="mine"),
    path("share/", sharing.desk, name="desk"),
    path("share/new/", sharing.new, name="new"),
    path("sessions/", talking.sessions, name="sessions"),
    path("sessions/<uuid:session>/", talking.team_session, name="team_session"),
    path("a-colleague-comes-with-a-worry/", talking.worry_card, name="worry_card"),
    path("a-colleague-comes-with-a-worry.pdf", talking.worry_card_pdf, name="worry_card_pdf"),
    path("leaders/", leading.heard, name="heard"),
    path("promoting/", leading.desk, name="promoting"),
    path("promoting/<uuid:agency>/say/<slug:kind>/", leading.say, name="say"),
    path("promoting/<uuid:agency>/thank/", leading.thank, name="thank"),
    path("promoting/words/<uuid:words>/renew/", leading.renew, name="renew"),
    path("promoting/words/<uuid:words>/end/", leading.end_words, name="end_words"),
    path("thanks/<uuid:thanks>/", leading.answer_thanks, name="answer_thanks"),
    path("thanks/<uuid:thanks>/end/", leading.end_thanks, name="end_thanks"),
    path("calendar/", promoting.year, name="year"),
    path("calendar/<uuid:agency>/plan/", promoting.plan, name="plan"),
    path("calendar/<uuid:promotion>/", promoting.promotion, name="promotion"),
    path("calendar/<uuid:promotion>/move/", promoting.move, name="move"),
    path("calendar/<uuid:promotion>/call-off/", promoting.call_off, name="call_off"),
    path("to-copy/", promoting.to_copy, name="to_copy"),
    path("to-copy/<uuid:agency>/place/", promoting.place, name="place"),
    path("to-copy/<uuid:page>/take-off/", promoting.take_place_off, name="take_place_off"),
    path(LINK, linking.opening, name="link"),
    path(f"{LINK}receipt/", linking.receipt, name="link_receipt"),
    path(f"{LINK}receipt.pdf", linking.receipt_pdf, name="link_receipt_pdf"),
    path(f"{LINK}questions/", linking.questions, name="link_questions"),
    path(ONE, reading.read, name="read"),
    path(f"{ONE}receipt/", reading.receipt, name="receipt"),
    path(f"{ONE}receipt.pdf", reading.receipt_pdf, name="receipt_pdf"),
    path(f"{ONE}questions/", reading.questions, name="questions"),
    path(f"{ONE}talked/", talking.talked, name="talked"),
    path(f"{ONE}session/", talking.session, name="session"),
    path(f"{ONE}session.pdf", talking.session_pdf, name="session_pdf"),
    path(f"{ONE}held/", talking.held, name="held"),
    path(f"{ONE}shared/", sharing.about, name="shared"),
    path(f"{ONE}pass-on/<uuid:agency>/", sharing.pass_on, name="pass_on"),
    path(f"{ONE}stop/", sharing.stop, name="stop"),
    path(f"{ONE}give-link/", sharing.give_link, name="give_link"),
    path("links/<uuid:link>/take-back/", sharing.take_link_back, name="take_link_back"),
]
