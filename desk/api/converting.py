"""What was pasted from a program or a page, as Markdown. It is data: nothing of it is ever shown as it came."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from articles.text.pasting.conversion import pasted
from desk.guard import at_the_desk
from members.characters import cleaned
from members.origin import origin_of


@require_POST
@at_the_desk
def convert(request: HttpRequest) -> HttpResponse:
    """`html` and `text` as they stood on the clipboard."""
    html, text = (str(cleaned(request.POST.get(name, ""))) for name in ("html", "text"))
    found = pasted(html, text, origin=origin_of(request))
    return JsonResponse({"markdown": found.markdown, "told": list(found.told)})
