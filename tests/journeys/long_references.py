"""What the small site with words of sixty letters has beside its articles: notices, a merge, webhooks, tokens."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article
from articles.models.noticed import NoticeAnswer
from articles.text.merged_references.joining import merge_references
from bibliography.models import Notice, Reference, ReferenceMerge
from bibliography.notices.noting import Said, note_notice
from members.models import AnsweredOnce, Token, User
from webhooks import endpoints
from webhooks.models import Delivery, Endpoint, EventType


def notices_and_merges(article: Article, one: Reference, other: Reference, word: str, by: User) -> dict[str, Any]:
    """About the paper of an article; and of two others one that becomes part of the other."""
    now, paper = timezone.now(), article.paper
    assert paper
    said = Said(
        Notice.Kind.RETRACTION, Notice.Source.EDITORS, word, timezone.localdate(), f"10.1000/{word}",
        f"https://example.org/{word}", (word,),
    )  # fmt: skip
    notice = note_notice(paper, said, by=by, at=now)
    NoticeAnswer.objects.create(article=article, notice=notice, answer="keep", remark=word, by=by, at=now)
    merge = merge_references(one, other, taken={}, by=by, at=now)
    ReferenceMerge.objects.filter(pk=merge.pk).update(moved={**merge.moved, "said": word})
    return {"notice": notice.pk, "merge": merge.pk, "merged": one.pk}


def programs(word: str, by: User) -> dict[str, Any]:
    """A webhook that did not get what it was sent, and a token that wrote something."""
    now = timezone.now()
    webhook = endpoints.add(f"https://example.org/{word}", word, EventType.values, by=by, at=now)
    endpoints.send_test(webhook, at=now)
    Endpoint.objects.update(pause_reason=word, paused_at=now, events=[*EventType.values, word])
    Delivery.objects.update(outcome=word, attempts=3)
    token = Token.objects.create(
        user=by, name=word, digest="0" * 64, scopes=["read", word], expires_at=now + timedelta(days=9)
    )
    AnsweredOnce.objects.create(token=token, key=word, request="0" * 64, headers={"said": word})
    return {"webhook": webhook.pk, "token": token.pk}
