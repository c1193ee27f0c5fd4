"""What an editors' list shows to a member: how far they came in it, and how it becomes one of their own."""

from typing import Any

from django import template
from django.urls import reverse

from library.keeping import articles_read
from lists.models import ReadingList
from lists.reading import Contents
from members.next_url import with_next

register = template.Library()


@register.inclusion_tag("library/_of_list.html", takes_context=True)
def own_part_of(context: dict[str, Any], reading_list: ReadingList, contents: Contents) -> dict[str, Any]:
    """One query for a member, none for a visitor."""
    user, address = context["request"].user, reverse("library:copy-list", args=[reading_list.slug])
    if not user.is_authenticated:
        return {"copy_url": with_next(reverse("account_login"), address)}
    held = {item.article.pk for section in contents.sections for item in section.items}
    return {"copy_url": address, "done": len(articles_read(user, held)), "size": contents.size, "is_member": True}
