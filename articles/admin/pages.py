"""Two pages of our own in the admin: a preview of text that is not saved, and the question before an act."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.acts import ACTS, Confirmation, acts_of, perform, possible
from articles.forms.article_form import ArticleForm
from articles.images.html import lead_figure
from articles.models import Article, Citation
from articles.models.keys import key_in
from bibliography.models import Reference

MOST_AT_ONCE = 100  # articles that one act may be asked for


@require_POST
def preview(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The text in the form as readers would see it. Nothing is saved; whoever may edit the article may look."""
    editing = articles_admin()
    article = editing.get_object(request, str(pk)) if pk else None
    if pk and article is None:
        raise Http404
    if not (editing.has_change_permission(request, article) if article else editing.has_add_permission(request)):
        raise PermissionDenied
    made: Any = editing.get_form(request, article, change=article is not None)
    form: ArticleForm = made(request.POST, instance=article)
    form.is_valid()
    response = render(request, "admin/articles/article/preview.html", as_read(form))
    add_never_cache_headers(response)
    return response


def as_read(form: ArticleForm) -> dict[str, Any]:
    """What the template shows. A form with mistakes is shown as far as it goes, and its mistakes with it."""
    said, texts = form.cleaned_data, form.texts
    references = Reference.objects.in_bulk(texts.cited, field_name="key") if texts else {}
    shown = Article(
        kind=said.get("kind") or Article.Kind.OVERVIEW,
        title=said.get("title") or "Without a title",
        standfirst=said.get("standfirst", ""),
        key_points=said.get("key_points", []),
        at_a_glance=said.get("at_a_glance", {}),
        summary_html=texts.summary.html if texts else "",
    )
    numbered = enumerate(texts.cited if texts else (), 1)
    return {
        "article": shown,
        "full_post": texts.full if texts else None,
        "categories": said.get("categories", ()),
        "tags": said.get("tags", ()),
        "lead": lead_figure(said.get("image"), texts.caption.html if texts else ""),
        "citations": [
            Citation(reference=references[key], position=number) for number, key in numbered if key in references
        ],
        "warnings": texts.warnings if texts else [],
        "problems": [(form[name].label, errors) for name, errors in form.errors.items() if name in form.fields],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Ask before an act is done with `?article=…&article=…`, and do it."""
    if name not in ACTS:
        raise Http404
    chosen = ACTS[name]
    if chosen not in acts_of(request.user):
        raise PermissionDenied
    articles = chosen_articles(request)
    ready = [article for article in articles if chosen in possible(article, request.user)]
    form = (chosen.asks or Confirmation)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and ready and (form.is_valid() or not form.fields):
        perform(chosen, ready, request, getattr(form, "cleaned_data", {}))
        return redirect(back_url(articles))
    context = {
        **admin.site.each_context(request),
        "title": chosen.label,
        "act": chosen,
        "form": form,
        "articles": ready,
        "others": [article for article in articles if article not in ready],
        "back_url": back_url(articles),
        "opts": Article._meta,
    }
    return render(request, "admin/articles/article/act.html", context)


def chosen_articles(request: HttpRequest) -> list[Article]:
    """The articles that the address names, if the person may see them, in the order of the list."""
    named = [key for sent in request.GET.getlist("article") if (key := key_in(sent)) is not None]
    found = articles_admin().get_queryset(request).in_bulk(named[:MOST_AT_ONCE])
    if not found:
        raise Http404
    return list(found.values())


def back_url(articles: list[Article]) -> str:
    if len(articles) == 1:
        return reverse("admin:articles_article_change", args=[articles[0].pk])
    return reverse("admin:articles_article_changelist")


def ask_address(page: str, name: str, keys: list[int]) -> str:
    """Where the question before an act is asked. `page`: act, or tagging for those on many articles at once."""
    query = "&".join(f"article={pk}" for pk in keys)
    return f"{reverse(f'admin:articles_article_{page}', args=[name])}?{query}"


def leading_to(page: str, name: str) -> Any:
    """The list action that leads to the question before an act."""

    def action(editing: ModelAdmin[Article], request: HttpRequest, chosen: QuerySet[Article]) -> HttpResponse | None:
        keys = list(chosen.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(keys) > MOST_AT_ONCE:
            editing.message_user(request, f"Choose at most {MOST_AT_ONCE} at once.", messages.ERROR)
            return None
        return redirect(ask_address(page, name, keys))

    return action


def articles_admin() -> ModelAdmin[Article]:
    return admin.site.get_model_admin(Article)
