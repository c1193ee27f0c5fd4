"""Drafts: what editors work on. Nothing of it reaches readers but by publishing."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from ninja import Path, Router

from api.answering import bad_cursor, json_of, limit_in, page, private, refuse_unknown
from api.asking import Asking, asking_of
from api.describing.operation import CURSOR, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, LIMIT, told
from api.edge import digest_of
from api.problems import Problem
from api.writing.draft_content import Reading
from api.writing.draft_records import draft_row, whole_draft
from api.writing.once import once
from api.writing.sent_shapes import Draft as WholeDraft
from api.writing.sent_shapes import DraftPage, NewDraft, Publication, SentDraft
from articles import publishing
from articles.models import Article, Draft
from articles.models.keys import key_in
from articles.publishing import PublishRefused
from articles.revisions.beginning import begin, go_on
from articles.revisions.catching_up import catch_up
from articles.revisions.revision_content import empty, whole
from articles.revisions.saving import Sent, StaleBase
from members.entrance.tokens.scopes import PUBLISH, WRITE_DRAFTS
from members.models import User
from members.origin import origin_of

router = Router(tags=["Drafts"])
EXAMPLE: Final = {"title": "What was found", "standfirst": "In a sentence or two.", "summary": "First paragraph.\n"}
STALE: Final = "Somebody saved since you read it. Read it again, and send what you want changed of that."


@router.get(
    "/drafts", response=DraftPage, url_name="drafts", operation_id="list_drafts", summary="Drafts",
    openapi_extra=told(422, parameters=[LIMIT, CURSOR, IF_NONE_MATCH], scope=WRITE_DRAFTS),
)  # fmt: skip
def drafts(request: HttpRequest) -> HttpResponse:
    """Of articles that its person wrote; with the scope `publish` of all. The newest first."""
    refuse_unknown(request.GET, {"limit", "cursor"})
    by, limit, cursor = writer(asking_of(request)), limit_in(request.GET), request.GET.get("cursor", "")
    before = key_in(cursor)
    if cursor and before is None:
        raise bad_cursor()
    found = list(Article.objects.writable_by(by).opened_at_the_desk(before)[: limit + 1])
    following = str(found[limit - 1].pk) if len(found) > limit else ""
    return private(page(request, [draft_row(one, one.draft, request) for one in found[:limit]], following))


@router.post(
    "/drafts", response={201: WholeDraft}, url_name="drafts", operation_id="begin_draft", summary="Begin a draft",
    openapi_extra=told(409, 413, 415, 422, parameters=[IDEMPOTENCY_KEY], scope=WRITE_DRAFTS, example=EXAMPLE),
)  # fmt: skip
def begin_draft(request: HttpRequest, sent: NewDraft) -> HttpResponse:
    """A new article of which no reader knows, with its person as its editor."""
    asking = asking_of(request)
    by = writer(asking)

    def make() -> HttpResponse:
        content = Reading(asking).content(sent, empty(sent.kind.value))
        article = begin(content, kind=sent.kind.value, by=by, at=asking.at)
        return answered(request, article, catch_up(article), 201)

    return once(request, asking, make)


@router.get(
    "/drafts/{key:id}", response=WholeDraft, url_name="draft", operation_id="read_draft", summary="One draft",
    openapi_extra=told(404, 422, parameters=[IF_NONE_MATCH], scope=WRITE_DRAFTS),
)  # fmt: skip
def draft(request: HttpRequest, id: Path[int]) -> HttpResponse:
    """Whole, with what keeps it from being published. Its ETag holds the revision, and all else that is answered."""
    refuse_unknown(request.GET, ())
    article = article_of(writer(asking_of(request)), id)
    return answered(request, article, catch_up(article))


@router.patch(
    "/drafts/{key:id}", response=WholeDraft, url_name="draft", operation_id="change_draft", summary="Change a draft",
    openapi_extra=told(404, 412, 413, 415, 422, 428, parameters=[IF_MATCH], scope=WRITE_DRAFTS, example=EXAMPLE),
)  # fmt: skip
def change_draft(request: HttpRequest, id: Path[int], sent: SentDraft) -> HttpResponse:
    """Only what is sent changes. A draft may hold anything; `blocking` tells what keeps it from being published."""
    asking = asking_of(request)
    by = writer(asking)
    article = article_of(by, id)
    held = catch_up(article)
    base = base_in(request, held)
    content = Reading(asking).content(sent, whole(held.head.content))
    try:
        go_on(article, Sent(content, base, by, asking.at))
    except StaleBase as stale:
        raise changed(stale.head.pk) from stale
    except PublishRefused as refused:
        raise Problem(403, str(refused)) from refused
    return answered(request, article, catch_up(article))


@router.post(
    "/drafts/{key:id}/publication", response=WholeDraft, url_name="publication", operation_id="publish_draft",
    summary="Publish a draft",
    openapi_extra=told(404, 412, 413, 415, 422, 428, parameters=[IF_MATCH], scope=PUBLISH,
                       example={"change_note": "A second study was added."}),
)  # fmt: skip
def publish_draft(request: HttpRequest, id: Path[int], sent: Publication) -> HttpResponse:
    """Readers see this very revision at once. The same must be there as at the desk; `problems` says what is not."""
    asking = asking_of(request)
    by = asking.user(PUBLISH)
    article = article_of(by, id)
    held = catch_up(article)
    base_in(request, held)
    was_seen = bool(article.first_published_at and article.first_published_at <= asking.at)
    note = (sent.change_note or None) if was_seen else None
    try:
        publishing.publish(article, held.head, by=by, at=asking.at, change_note=note)
    except StaleBase as stale:
        raise changed(stale.head.pk) from stale
    except PublishRefused as refused:
        raise Problem(422, "It cannot be published yet.", problems=refused.reasons) from refused
    return answered(request, article, catch_up(article))


def writer(asking: Asking) -> User:
    """The scope `publish` holds what writing needs."""
    held = asking.token.scopes if asking.token else ()
    return asking.user(PUBLISH if PUBLISH in held and WRITE_DRAFTS not in held else WRITE_DRAFTS)


def article_of(by: User, key: int) -> Article:
    """The one that they may write; of any other there is nothing here."""
    article = Article.objects.writable_by(by).with_key(key)
    if article is None:
        raise Problem(404, "There is no draft with this number that its person may write.")
    return article


def base_in(request: HttpRequest, draft: Draft) -> int:
    """The revision that the program started from: the head, or nothing is done. ETags that a proxy made weak count.

    Of an ETag the revision alone is asked for: what else changed, as that it was approved, loses nobody's work.
    """
    sent = request.headers.get("If-Match")
    if sent is None:
        raise Problem(428, "Send If-Match with the ETag of the draft as you read it.")
    if str(draft.head_id) not in [tag.removeprefix("W/").strip('"').partition("-")[0] for tag in parse_etags(sent)]:
        raise changed(draft.head_id)
    return draft.head_id


def changed(head: int) -> Problem:
    return Problem(412, STALE, headers={"ETag": f'"{head}"'}, revision=head)


def answered(request: HttpRequest, article: Article, draft: Draft, status: int = 200) -> HttpResponse:
    article.refresh_from_db()
    headers = {}
    if status == 201:
        headers["Location"] = origin_of(request) + reverse("api:draft", args=[article.pk])
    response = private(json_of(whole_draft(article, draft, request), status, headers))
    response["ETag"] = f'"{draft.head_id}-{digest_of(response)}"'
    return response
