"""What a member follows as OPML 2.0, for readers of feeds: topics and lists, which have one. Theirs alone."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.site.snapshot import site_name
from library.following.followed import followed_by
from library.members_only import for_members
from members.characters import as_xml
from members.entrance.who_asks import person
from members.origin import origin_of


@for_members
@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    origin, followed = origin_of(request), followed_by(person(request), timezone.now())
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = as_xml(f"{site_name()}: what you follow")
    body = SubElement(root, "body")
    things = [(tag.name, "tags:feed", tag.slug, tag.get_absolute_url()) for tag in followed.tags]
    things += [(row.title, "lists:feed", row.slug, row.get_absolute_url()) for row in followed.lists]
    for name, feed, slug, page in things:
        said = {"type": "rss", "text": as_xml(name), "xmlUrl": origin + reverse(feed, args=[slug])}
        SubElement(body, "outline", {**said, "htmlUrl": origin + page})
    response = HttpResponse(tostring(root, "utf-8", xml_declaration=True), content_type="text/x-opml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="following.opml"'
    return response
