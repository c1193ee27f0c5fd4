"""What readers get without a connection: the pages that they read before, as anybody may read them."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.documents.parts import version


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in the place of a page that was not read before."""
    return render(request, "pages/offline.html")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """It stands at the root, since a worker serves what lies below its own address. Another version keeps anew."""
    context = {
        "version": f"{version()} {getattr(staticfiles_storage, 'manifest_hash', '')}".strip(),
        "kept_below": [reverse("articles:latest"), articles(), reverse("tags:index"), reverse("lists:index")],
    }
    response = render(request, "service_worker.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def articles() -> str:
    """Where the addresses of all articles begin."""
    return reverse("articles:detail", args=["a"]).removesuffix("a/")
