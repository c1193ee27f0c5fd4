"""Notices about papers at the desk: what waits for an answer, answering it, and noting one by hand."""

from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from articles.checks.answering import answer_notice, answer_to, notices_about, take_answer_back, tasks, waiting
from articles.forms.text_fields import OneLineField
from articles.models import Article, NoticeAnswer
from bibliography.models import Notice, Reference
from bibliography.notices.notice_form import NoticeForm
from bibliography.notices.noting import NoticeRefused, note_notice, put_back, take_back
from desk.guard import article_at_desk, for_editors
from members.entrance.who_asks import person
from tags.text.lengths import longest

A_PAGE: Final = 50
Answer = NoticeAnswer.Answer
OFFERED: Final = (
    (Answer.KEEP, "Keep it as it is"), (Answer.REWRITE, "Rewrite it"), (Answer.WITHDRAW, "Withdraw it"),
    (Answer.NOT_APPLICABLE, "The notice changes nothing in it"),
)  # fmt: skip
ACTS: Final = {"take-back": take_back, "put-back": put_back}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="What becomes of the article", choices=OFFERED, widget=forms.RadioSelect)
    remark = OneLineField(
        label="A remark for readers",
        required=False,
        max_length=longest(NoticeAnswer, "remark"),
        widget=forms.Textarea({"rows": 3}),
        help_text="Shown below the notice. Left empty, readers see the notice alone.",
    )


@require_safe
@for_editors
def notices(request: HttpRequest) -> HttpResponse:
    """What waits for an answer. Four queries, however much that is."""
    page = Paginator(waiting(person(request)), A_PAGE).get_page(request.GET.get("page", "1"))
    context = {"part_of_desk": "references", "page": page, "tasks": tasks(list(page))}
    return render(request, "desk/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def answer(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """The question and the answer; where that is work, on to the work."""
    article = article_at_desk(request, pk)
    notice = get_object_or_404(notices_about(article), pk=key)
    given = answer_to(article, notice)
    form = AnswerForm({"answer": given.answer, "remark": given.remark} if given else None)
    if request.method == "POST" and "undo" in request.POST:
        take_answer_back(article, notice, by=person(request), at=timezone.now())
        messages.success(request, "The answer was taken back. The notice waits for another.")
        return redirect("desk:notices")
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            answer_notice(article, notice, **form.cleaned_data, by=person(request), at=timezone.now())
            messages.success(request, f"The answer for “{article.draft.title}” is noted.")
            return on_from(article, form.cleaned_data["answer"])
    context = {"part_of_desk": "references", "article": article, "notice": notice, "given": given, "form": form}
    failed = request.method == "POST"
    return render(request, "desk/answer_notice.html", context, status=422 if failed else 200)


def on_from(article: Article, given: str) -> HttpResponse:
    if given == Answer.WITHDRAW:
        return redirect("desk:act", pk=article.pk, name="withdraw")
    return redirect("desk:edit", pk=article.pk) if given == Answer.REWRITE else redirect("desk:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def new_notice(request: HttpRequest, pk: int) -> HttpResponse:
    reference = get_object_or_404(Reference, pk=pk)
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            note_notice(reference, form.said(), by=person(request), at=timezone.now())
        except NoticeRefused as refused:
            form.add_error("kind", str(refused))
        else:
            messages.success(request, f"The notice about “{reference.key}” is noted. Readers are told of it now.")
            return redirect("desk:record", pk=pk)
    articles = Article.objects.about_or_citing(reference).count()
    context = {"part_of_desk": "references", "reference": reference, "form": form, "articles": articles}
    return render(request, "desk/new_notice.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def act(request: HttpRequest, pk: int, key: int, name: str) -> HttpResponse:
    """Take one back, or put it back: the question, and the act."""
    notice = get_object_or_404(Notice.objects.select_related("reference"), pk=key, reference=pk)
    if name not in ACTS or (name == "put-back" and notice.is_gone):
        raise Http404
    if request.method == "POST":
        ACTS[name](notice, by=person(request), at=timezone.now())
        done = "taken back" if name == "take-back" else "put back"
        messages.success(request, f"The notice about “{notice.reference.key}” was {done}.")
        return redirect("desk:record", pk=pk)
    context = {"part_of_desk": "references", "notice": notice, "is_taken_back": name == "take-back"}
    return render(request, "desk/notice_act.html", context)
