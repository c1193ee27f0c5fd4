"""What is new for a member between two moments: articles in followed topics, changed lists, changed articles,
retracted papers.

All of it is what any visitor may know to exist; of a changed article it says which parts of it differ, among those that
the member may read. A bounded number of queries, whatever is followed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from articles.browse.scope import SortKeys, visible_scope
from articles.documents.notice_marks import TOLD_FROM
from articles.models import Article
from library.following.changed_articles import changed_articles
from library.following.followed import EVERYBODY, Followed, followed_by
from library.following.list_states import changes_of
from library.following.noticed_papers import Noticed, noticed_papers
from lists.models import ReadingList
from members.models import User
from tags.cache.bitmaps import Bitmap
from tags.models import Tag

MOST: Final = 50  # told at once, the newest
MOST_CHANGED: Final = 20  # articles of which it is looked up what changed
MOST_NAMED: Final = 5  # articles that one change of a list names


@dataclass(frozen=True)
class NewArticle:
    """`topics`: which of the followed ones it is filed under, by way of narrower ones, too."""

    at: datetime
    article: Article
    topics: tuple[Tag, ...]

    kind: str = "new"


@dataclass(frozen=True)
class ChangedList:
    """Articles by title and address, as far as readers can see them."""

    at: datetime
    reading_list: ReadingList
    put_in: tuple[Article, ...]
    taken_out: tuple[Article, ...]
    moved: bool
    more: int = 0

    kind: str = "list"


@dataclass(frozen=True)
class Changed:
    """`names`: the parts that read otherwise."""

    at: datetime
    article: Article
    names: tuple[str, ...]
    is_read: bool

    kind: str = "changed"


Item = NewArticle | ChangedList | Changed | Noticed


@dataclass(frozen=True)
class News:
    """The newest first. `more`: how many are not among them, at least."""

    items: tuple[Item, ...]
    more: int = 0

    def __bool__(self) -> bool:
        return bool(self.items)


def news_for(
    member: User, since: datetime, until: datetime, *, followed: Followed | None = None, told: News | None = None
) -> News:
    """What came after `since` and up to `until`. What changed in an article is left out where `told` says it."""
    known = followed if followed is not None else followed_by(member, until)
    new, left = new_articles(known, since, until)
    noticed = noticed_papers(member, known, since, until)
    found: list[Item] = [*new, *changed_lists(known, since, until), *noticed]
    changed = changed_articles(member, since, until, most=MOST_CHANGED)
    known_of = {item.article.pk for item in (told.items if told else ()) if isinstance(item, Changed)}
    found += [Changed(one.at, one.article, one.names, one.is_read) for one in changed if one.article.pk not in known_of]
    found.sort(key=lambda item: item.at, reverse=True)
    return News(tuple(found[:MOST]), left + max(0, len(found) - MOST))


def new_articles(followed: Followed, since: datetime, until: datetime) -> tuple[list[NewArticle], int]:
    """The newest, and how many more there may be. Four queries, none without topics."""
    if not followed.tags:
        return [], 0
    scope = visible_scope(EVERYBODY, until)
    later = scope.articles - Bitmap(range(SortKeys().last_sort_key(since) + 1))
    brought = Bitmap(Article.objects.brought_between(since, until).sort_keys())
    held = {tag: scope.under(tag) & (later | brought) for tag in followed.tags}
    keys = Bitmap.union(*held.values())
    articles = Article.objects.with_sort_keys(keys[-MOST:]).newest_first()
    told = ("title", "slug", "standfirst", "kind", "publish_at", "first_published_at", "created_at", "sort_key")
    wanted = articles.select_related("paper").only(*told, *TOLD_FROM)
    found = []
    for article in wanted:
        key = article.sort_key or 0
        first = article.created_at if key in brought else article.first_published_at or until
        under = [tag for tag, filed in held.items() if key in filed and followed.tags[tag] < first]
        if under and since < first:
            found.append(NewArticle(first, article, tuple(under)))
    return found, max(0, len(keys) - MOST)


def changed_lists(followed: Followed, since: datetime, until: datetime) -> list[ChangedList]:
    """Three queries at most."""
    by_key = {reading_list.pk: reading_list for reading_list in followed.lists}
    since_when = {reading_list.pk: moment for reading_list, moment in followed.lists.items()}
    changes = changes_of(since_when, since, until)
    keys = {key for change in changes for key in (*change.put_in, *change.taken_out)}
    articles = Article.objects.visible_to(EVERYBODY, until).select_related("paper").only("title", "slug", *TOLD_FROM)
    seen = articles.in_bulk(keys) if keys else {}
    return [
        ChangedList(
            change.at,
            by_key[change.reading_list],
            put_in=tuple(seen[key] for key in change.put_in[:MOST_NAMED] if key in seen),
            taken_out=tuple(seen[key] for key in change.taken_out[:MOST_NAMED] if key in seen),
            moved=change.moved,
            more=max(0, len(change.put_in) - MOST_NAMED) + max(0, len(change.taken_out) - MOST_NAMED),
        )
        for change in changes
    ]
