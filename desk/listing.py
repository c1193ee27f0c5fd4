"""The list of articles at the desk: tabs, filters, order, pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.access import allows
from articles.checks.answering import waiting
from articles.models import Article
from articles.models.desk_querysets import ORDERS
from articles.models.keys import key_in
from articles.search.query.in_drafts import texts_holding
from articles.status import Kind
from desk.bulk_acts import acts_for
from desk.guard import at_the_desk
from desk.states import state_of
from members.entrance.who_asks import person
from members.models import User

A_PAGE: Final = 50
TABS: Final = {
    "drafts": "Drafts",
    "review": "In review",
    "scheduled": "Scheduled",
    "published": "Published",
    "look": "Needs a look",
    "mine": "Mine",
    "withdrawn": "Withdrawn",
    "all": "All",
}
BUTTONS: Final = "“New paper summary” or “New overview”"
EMPTY: Final = {
    "drafts": f"No drafts. Begin one with {BUTTONS}.",
    "review": "Nothing waits for review.",
    "scheduled": "Nothing is scheduled. To let an article out later, open it and choose “Schedule”.",
    "published": "Nothing is published yet.",
    "look": "Nothing needs a look.",
    "mine": f"Nothing of yours yet. Begin with {BUTTONS}.",
    "withdrawn": "Nothing was withdrawn.",
    "all": f"No articles yet. Begin with {BUTTONS}.",
}
ORDER_LABELS: Final = {
    "updated": "Newest change first", "oldest": "Oldest change first", "title": "Title, A to Z",
    "checks": "Most to mend first",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks for. What makes no sense in it is as if it were not there."""

    tab: str
    words: str
    kind: str
    editor: int | None
    order: str

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Asked":
        tab, kind, order = sent.get("tab", ""), sent.get("kind", ""), sent.get("order", "")
        return cls(
            tab if tab in TABS else "drafts",
            sent.get("q", "").strip()[:200],
            kind if kind in Kind.values else "",
            key_in(sent.get("editor")),
            order if order in ORDERS else "updated",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.kind or self.editor)

    def query(self, **other: Any) -> str:
        """The address of the same list with something else in it."""
        said = {"tab": self.tab, "q": self.words, "kind": self.kind, "editor": self.editor, "order": self.order}
        return "?" + urlencode({name: value for name, value in {**said, **other}.items() if value})


@require_safe
@at_the_desk
def articles(request: HttpRequest) -> HttpResponse:
    asked, now = Asked.of(request.GET.dict()), timezone.now()
    in_texts = texts_holding(asked.words, request.user)
    found = Article.objects.for_desk(request.user).narrowed(asked.words, asked.kind, asked.editor, in_texts)
    counts = found.counted_by_tab(request.user, now)
    chosen = found.under(asked.tab, request.user, now).in_order(asked.order)
    pages = Paginator(chosen, A_PAGE)
    pages.count = counts[asked.tab]
    page: Page[Article] = pages.get_page(request.GET.get("page", "1"))
    context = {
        "asked": asked,
        "tabs": [
            {"label": label, "count": counts[name], "query": asked.query(tab=name), "is_here": name == asked.tab}
            for name, label in TABS.items()
        ],
        "rows": [row_of(article, now) for article in page],
        "page": page,
        "newer": asked.query(page=page.previous_page_number()) if page.has_previous() else "",
        "older": asked.query(page=page.next_page_number()) if page.has_next() else "",
        "empty": EMPTY[asked.tab],
        "without_filters": asked.query(q="", kind="", editor=""),
        "kinds": Kind.choices,
        "orders": ORDER_LABELS.items(),
        "bulk_acts": acts_for(person(request)),
        "notices_waiting": len(waiting(person(request))) if asked.tab == "look" else 0,
        "can_take_back": "desk_done" in request.session,
        "editors": User.objects.staff() if allows(request.user, "articles.publish_articles") else [],
    }
    return render(request, "desk/list.html", context)


def row_of(article: Any, now: Any) -> dict[str, Any]:
    draft = getattr(article, "draft", None)
    return {
        "article": article,
        "title": article.shown_title or "Without a title",
        "kind": Kind(article.shown_kind).label,
        "state": state_of(article, draft, now) if draft else article.get_status_display(),
        "editor": article.editor,
        "changed_at": article.changed_at,
        "changed_by": draft.updated_by if draft else None,
        "blocking": draft.blocking if draft else None,
        "warnings": draft.warnings if draft else None,
    }
