"""The steps of a reader, by account or by a link: what to read, the receipt, the questions. Both meet these pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify

from commonground.briefings import actions
from commonground.briefings.actions.reading import why_not
from commonground.briefings.forms import AgreeForm, QuestionsForm
from commonground.briefings.queries import Reader
from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, NOT_UNDERSTOOD, sent
from commonground.library.pages.addresses import whole
from commonground.library.pages.views import drawn
from commonground.now import now
from commonground.printing import Content, pdf_response, printed
from commonground.procedures.worktime import moment_text

TEMPLATE = Path(__file__).parents[1] / "templates" / "briefings" / "receipt.typ"

Address = Callable[[str], str]
"""Gives the address of a step of a reader: "read", "receipt", "receipt_pdf", "questions"."""


def reading_page(request: HttpRequest, reader: Reader, address: Address, around: dict[str, Any]) -> HttpResponseBase:
    """Show what is asked to be read (GET), which opens it, or keep that somebody agrees (POST)."""
    row = reader.briefing
    form, status = AgreeForm(sent(request), statement=row.statement), 200
    refusal = "" if reader.receipt else why_not(row, reader.asks)
    if request.method == "POST" and not refusal:
        status = NOT_UNDERSTOOD
        if form.is_valid():
            try:
                with transaction.atomic():
                    actions.agree(person=reader.person, at=now(), briefing=row.pk)
            except RefusedError as error:
                form.add_error(None, str(error))
                status = CONFLICT
            else:
                return redirect(address("receipt"))
    elif request.method == "POST":
        status = CONFLICT
    elif not refusal and not reader.opened:
        actions.open_it(person=reader.person, at=now(), briefing=row.pk)
    area = row.edition.partnership
    page = drawn(row.edition, area)
    context = around | {
        "reader": reader, "briefing": row, "edition": row.edition, "form": form, "refusal": refusal,
        "parts": [one for one in page["parts"] if one["heading"] in reader.asked.headings],
        "slug": slugify(area.name), "receipt_url": address("receipt"), "sources": page["sources"],
    }  # fmt: skip
    return render(request, "briefings/read.html", context, status=status)


def receipt_page(request: HttpRequest, reader: Reader, address: Address, around: dict[str, Any]) -> HttpResponseBase:
    """Show what somebody agreed to, and when; before that there is nothing to show but what to read."""
    if reader.receipt is None:
        return redirect(address("read"))
    area = reader.briefing.edition.partnership
    context = around | {
        "reader": reader, "receipt": reader.receipt, "slug": slugify(area.name), "pdf_url": address("receipt_pdf"),
        "questions_url": address("questions"), "read_url": address("read"), "briefing": reader.briefing,
    }  # fmt: skip
    return render(request, "briefings/receipt.html", context)


def receipt_paper(reader: Reader, address: Address) -> HttpResponseBase:
    """Give the receipt as a PDF, to keep or to show."""
    one = reader.receipt
    if one is None:
        return redirect(address("read"))
    rows = (
        ("What was read", one.page),
        ("Edition", f"{one.number}, {reader.briefing.edition.partnership}"),
        ("By", f"{one.person_name}, {one.works_at}"),
        ("When", moment_text(one.at)),
        ("Agreed to", f"“{one.statement}”"),
    )
    content: dict[str, Content] = {
        "title": "Receipt of reading", "rows": rows,
        "about": "This says what somebody read and agreed to. It says nothing about how well they work.",
        "where": whole("briefings:mine"),
    }  # fmt: skip
    name = f"receipt-{slugify(one.page)[:40]}-edition-{one.number}"
    return pdf_response(printed(TEMPLATE, content, at=one.at), name)


def questions_page(request: HttpRequest, reader: Reader, address: Address, around: dict[str, Any]) -> HttpResponseBase:
    """Ask the questions that were not got right yet, and say to each answer what can be said to it."""
    if reader.receipt is None or not reader.questions:
        return redirect(address("read") if reader.receipt is None else address("receipt"))
    open_ = [one for one in reader.questions if one.key not in reader.right]
    form = QuestionsForm(sent(request), questions=open_)
    right, chosen, status = reader.right, dict[str, int](), 200
    if request.method == "POST":
        if form.is_valid():
            chosen = form.chosen()
            right = actions.answer(person=reader.person, at=now(), briefing=reader.briefing.pk, chosen=chosen)
        else:
            status = NOT_UNDERSTOOD
    asked = [
        {
            "question": one,
            "right": one.key in right,
            "answer": one.answers[one.right] if one.key in right else None,
            "tried": one.answers[chosen[one.key]] if one.key in chosen and one.key not in right else None,
            "field": form[one.key] if one.key in form.fields and one.key not in right else None,
        }
        for one in reader.questions
    ]
    context = around | {
        "reader": reader, "form": form, "asked": asked, "all_right": all(one["right"] for one in asked),
        "how_many": sum(1 for one in asked if one["right"]), "receipt_url": address("receipt"), "chosen": bool(chosen),
        "read_url": address("read"), "sent": request.method == "POST",
    }  # fmt: skip
    return render(request, "briefings/questions.html", context, status=status)
