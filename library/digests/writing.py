"""The mail itself, as text and as HTML: titles and standfirsts that any visitor may read, no word of a full post."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from articles.documents.notice_marks import standfirst_elsewhere, title_elsewhere
from articles.models import Article
from articles.site.snapshot import site_name
from library.digests.claiming import Claim
from library.digests.unsubscribing import address_to_stop
from library.following.news import Changed, ChangedList, Item, NewArticle, News
from library.following.noticed_papers import Noticed
from members.models import User
from tags.text.plurals import counted

SALT: Final = "library.digests"


def mail_of(news: News, member: User, claim: Claim) -> EmailMultiAlternatives:
    """To be sent. One member and one period make one Message-ID, so that a mailbox can tell a second copy."""
    origin = settings.SITE_URL
    stop = origin + address_to_stop(member.pk)
    total = len(news.items) + news.more
    subject = f"{site_name()}: {counted(total, 'thing is', 'things are')} new in what you follow"
    message = EmailMultiAlternatives(
        " ".join(subject.split()),  # a header has one line, whatever the site is called
        "\n".join(as_text(news, origin, stop)),
        to=[member.email],
        headers={
            "Message-ID": message_id(claim),
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    context = {"news": news, "origin": origin, "stop": stop, "subject": subject, "since": claim.since}
    message.attach_alternative(render_to_string("library/digest.html", context), "text/html")
    return message


def message_id(claim: Claim) -> str:
    digest = salted_hmac(SALT, f"{claim.member} {claim.boundary.timestamp():.0f}").hexdigest()
    return f"<digest.{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def as_text(news: News, origin: str, stop: str) -> Iterator[str]:
    yield f"What is new in what you follow on {site_name()}:"
    for item in news.items:
        yield ""
        yield from lines_of(item, origin)
    if news.more:
        yield from ("", f"And {news.more} more: {origin}{reverse('following:new')}")
    yield from (
        "",
        "-- ",
        "You asked for this mail. What you follow, and how often mail comes:",
        f"{origin}{reverse('following:page')}",
        "No more of it:",
        stop,
    )


def lines_of(item: Item, origin: str) -> Iterator[str]:
    day = date_format(timezone.localtime(item.at), "j M Y")
    if isinstance(item, NewArticle):
        yield f"New article, {day}, in {', '.join(tag.name for tag in item.topics)}"
        yield from titled(item.article, origin)
        yield standfirst_elsewhere(item.article)
    elif isinstance(item, Noticed):
        yield f"About the paper of an article, {day}"
        yield from titled(item.article, origin)
        yield item.told
    elif isinstance(item, Changed):
        yield f"Changed since you saw it, {day}: {', '.join(item.names)}"
        yield from titled(item.article, origin)
        yield f"What changed: {origin}{reverse('following:changed', args=[item.article.slug])}"
    else:
        yield f"List changed, {day}"
        yield from (item.reading_list.title, origin + item.reading_list.get_absolute_url())
        yield from changes_of_list(item)


def changes_of_list(item: ChangedList) -> Iterator[str]:
    yield from (f"Put in: {title_elsewhere(article)}" for article in item.put_in)
    yield from (f"Taken out: {title_elsewhere(article)}" for article in item.taken_out)
    if item.moved:
        yield "The same articles, in another order."
    if item.more:
        yield f"And {item.more} more."


def titled(article: Article, origin: str) -> tuple[str, str]:
    return title_elsewhere(article), origin + article.get_absolute_url()
