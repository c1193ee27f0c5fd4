"""Documents as they are stored: made when an article is saved, and again wherever one is found to be outdated."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, overload

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import F

from articles.documents.parts import Documents, documents_of, version
from articles.models import Article, Document, FullDocument, StoredRow

logger = logging.getLogger(__name__)


def make(pk: int) -> Documents | None:
    """The documents of an article as it stands, made and stored; None when it is gone.

    What is written meanwhile raises the stamp, and keeps what was made of the former state from being stored. A
    database that takes no writing keeps nobody from reading; a standby is told that it lacks something.
    """
    if connection.alias != DEFAULT_DB_ALIAS:
        standby: Any = connections[DEFAULT_DB_ALIAS]
        standby.lacks_documents = True
        article = with_all_texts(pk)
        return documents_of(article) if article else None
    made_with, stamp = version(), stamp_of(pk)
    article = with_all_texts(pk)
    if article is None:
        return None
    made = documents_of(article)
    try:
        store(pk, made, stamp=stamp, made_with=made_with)
    except DatabaseError as error:
        logger.warning("The documents of article %s were made, and could not be stored: %s", pk, error)
    return made


def make_outdated() -> int:
    """All that some page would have to make; how many there were. One query, and `make` for each."""
    current = Document.objects.filter(made_at=F("stamp"), made_with=version())
    outdated = list(
        Article.objects.exclude(pk__in=current.values("article")).order_by("pk").values_list("pk", flat=True)
    )
    for pk in outdated:
        make(pk)
    return len(outdated)


def stamp_of(pk: int) -> int:
    """Read before the article is. 0 where there is no document and none can be made."""
    stamp = Document.objects.filter(pk=pk).values_list("stamp", flat=True).first()
    if stamp is None:
        try:
            with transaction.atomic():
                stamp = Document.objects.get_or_create(article_id=pk)[0].stamp
        except DatabaseError:
            stamp = 0
    return stamp


@transaction.atomic
def store(pk: int, made: Documents, *, stamp: int, made_with: str) -> None:
    unchanged = Document.objects.filter(pk=pk, stamp=stamp)
    if unchanged.update(made_at=stamp, made_with=made_with, **made.public):
        FullDocument.objects.update_or_create(article_id=pk, defaults=made.full)


def is_wrong(pk: int) -> bool:
    """Whether a document passes for current and does not hold what would be made now."""
    document = Document.objects.filter(pk=pk, made_at=F("stamp"), made_with=version()).first()
    article = with_all_texts(pk)
    if document is None or article is None:
        return False
    made = documents_of(article)
    full = FullDocument.objects.filter(pk=pk).first()
    return full is None or not (holds(document, made.public) and holds(full, made.full))


def holds(document: Document | FullDocument, columns: Mapping[str, Any]) -> bool:
    return all(getattr(document, name) == value for name, value in columns.items())


def with_all_texts(pk: int) -> Article | None:
    return Article.objects.with_page().select_related("full_post").filter(pk=pk).first()


def is_current(stamp: int | None, made_at: int | None, made_with: str | None, version: str) -> bool:
    """Whether a document says what stands in the database; None where there is no document."""
    return stamp is not None and made_at == stamp and made_with == version


@overload
def documents(articles: Iterable[Article]) -> Mapping[int, Document]: ...
@overload
def documents(articles: Iterable[Article | StoredRow]) -> Mapping[int, Document | StoredRow]: ...
def documents(articles: Iterable[Article | StoredRow]) -> Mapping[int, Document | StoredRow]:
    """Of articles that were fetched with theirs, by primary key; outdated ones are made anew."""
    now = version()
    found: dict[int, Document | StoredRow] = {}
    for article in articles:
        document = document_of(article)
        if document and is_current(document.stamp, document.made_at, document.made_with, now):
            found[article.pk] = document
        elif made := make(article.pk):
            found[article.pk] = Document(article_id=article.pk, **made.public)
    return found


def document_of(article: Article | StoredRow) -> Document | StoredRow | None:
    try:
        return article.document
    except ObjectDoesNotExist:
        return None
