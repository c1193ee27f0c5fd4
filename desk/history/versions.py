"""The history of an article: its entries, what differs between two of them, one to read, and bringing one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article, Revision
from articles.revisions.beginning import restore
from articles.revisions.comparing import compare, summed_up
from articles.revisions.history import Page, history_of
from articles.revisions.revision_content import whole
from articles.revisions.saving import StaleBase
from articles.revisions.spelling import fields_in_words
from desk.guard import article_at_desk, at_the_desk
from members.entrance.who_asks import person


@require_safe
@at_the_desk
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """`?before=` a revision; `?sitting=` each save of one. Beside the entries, what readers do not see yet."""
    article = article_at_desk(request, pk)
    draft = article.draft
    before = Revision.objects.of_key(article, request.GET.get("before"))
    page = history_of(article, draft, before=before.pk if before else None, sitting=request.GET.get("sitting", ""))
    newer = draft.head
    older = draft.live if draft.live_id and draft.is_changed else one_before(page, newer)
    return render(request, "desk/history.html", shown(article, page, older, newer))


@require_safe
@at_the_desk
def compare_two(request: HttpRequest, pk: int) -> HttpResponse:
    """`?from=` and `?to=`: revisions of this article."""
    article = article_at_desk(request, pk)
    older = Revision.objects.of_key(article, request.GET.get("from"))
    newer = Revision.objects.of_key(article, request.GET.get("to"))
    if older is None or newer is None:
        raise Http404
    return render(request, "desk/history.html", shown(article, history_of(article, article.draft), older, newer))


@require_safe
@at_the_desk
def revision(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    article = article_at_desk(request, pk)
    found = revision_of(article, key)
    context = {
        "part_of_desk": "articles",
        "article": article,
        "revision": found,
        "is_head": found.pk == article.draft.head_id,
        "fields": fields_in_words(whole(found.content)),
    }
    return render(request, "desk/revision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def restore_one(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """Ask, with what would change; then make it what editors work on, as a new revision."""
    article = article_at_desk(request, pk)
    found, head = revision_of(article, key), article.draft.head
    stale = False
    if request.method == "POST":
        base = Revision.objects.of_key(article, request.POST.get("base"))
        try:
            restore(article, found, base=base.pk if base else None, by=person(request), at=timezone.now())
        except StaleBase as error:
            head, stale = error.head, True
        else:
            messages.success(request, "Restored. Readers see no change until you publish.")
            return redirect("desk:edit", pk=pk)
    differences = compare(whole(head.content), whole(found.content))
    context = {
        "part_of_desk": "articles",
        "article": article,
        "revision": found,
        "head": head,
        "is_stale": stale,
        "differences": differences,
        "sum": summed_up(differences),
    }
    return render(request, "desk/restore.html", context, status=409 if stale else 200)


def revision_of(article: Article, key: int) -> Revision:
    found = Revision.objects.of_key(article, key)
    if found is None:
        raise Http404
    return found


def one_before(page: Page, newer: Revision) -> Revision | None:
    """The entry before the newest, as far as the page shows it."""
    chain = [entry.revision for entry in page.entries if not entry.is_set_aside and entry.revision.pk < newer.pk]
    return chain[0] if chain else None


def shown(article: Article, page: Page, older: Revision | None, newer: Revision) -> dict[str, object]:
    differences = compare(whole(older.content), whole(newer.content)) if older else []
    return {
        "part_of_desk": "articles",
        "article": article,
        "page": page,
        "listed": {entry.revision.pk for entry in page.entries},
        "older": older,
        "newer": newer,
        "differences": differences,
        "sum": summed_up(differences) if older else "",
    }
