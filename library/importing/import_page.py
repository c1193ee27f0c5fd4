"""Importing: what was found is shown first, and marked once the member says so."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from library.importing.found_articles import looked_for
from library.importing.import_form import ImportForm
from library.importing.marking import mark_all, not_marked, unmark_all
from library.importing.sent_records import MOST_RECORDS
from library.members_only import for_members
from library.pages import frame
from members.entrance.who_asks import person
from members.origin import origin_of
from tags.text.plurals import counted

DONE: Final = {"read": "Marked as read", "saved": "Saved"}
MOST_KEYS: Final = 10 * MOST_RECORDS  # several articles may be about one paper
LAST: Final = "last_import"


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def ask(request: HttpRequest) -> HttpResponse:
    """The form; sent, what would become of it. Nothing is written here."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return frame(request, "import", form=ImportForm(), last=request.session.get(LAST))
    if not form.is_valid():
        response = frame(request, "import", form=form)
        response.status_code = 422
        return response
    looked = looked_for(form.records, person(request), timezone.now(), origin_of(request))
    mark = form.cleaned_data["mark"]
    new = not_marked(person(request), looked.found, mark)
    keys = " ".join(str(article.pk) for article in new)
    already = len(looked.found) - len(new)
    return frame(request, "import_found", looked=looked, new=new, already=already, mark=mark, keys=keys)


@require_POST
@for_members
def mark(request: HttpRequest) -> HttpResponse:
    """The articles that the page before showed, as far as they are still there."""
    name, keys = request.POST.get("mark", ""), keys_in(request.POST.get("articles", ""))
    now = timezone.now()
    found = list(Article.objects.visible_to(request.user, now).in_bulk(keys).values())
    if name not in DONE or not found:
        messages.warning(request, "Nothing was marked.")
        return back_to_form()
    number = mark_all(person(request), found, name, at=now)
    messages.success(request, f"{DONE[name]}: {counted(number, 'article')}.")
    request.session[LAST] = {"mark": name, "at": now.isoformat(), "number": number} if number else None
    return back_to_form()


def keys_in(sent: str) -> list[int]:
    words = sent.split()[:MOST_KEYS]
    return [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) <= 15]


def back_to_form() -> HttpResponseRedirect:
    return redirect("library:import")


@require_POST
@for_members
def take_back(request: HttpRequest) -> HttpResponse:
    """The last import of this session."""
    last = request.session.pop(LAST, None)
    at = parse_datetime(last["at"]) if last else None
    if at is None:
        messages.warning(request, "There is nothing to take back.")
        return back_to_form()
    number = unmark_all(person(request), last["mark"], at=at)
    messages.success(request, f"Taken back: {counted(number, 'article')}.")
    return back_to_form()
