"""The site's addresses and two more, which always fail: for the pages that say so."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from cbtneuro.urls import handler429, handler500
from cbtneuro.urls import urlpatterns as of_site

__all__ = ["handler429", "handler500", "urlpatterns"]


@require_safe
def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("This address always fails.")


@require_safe
def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


urlpatterns = [*of_site, path("broken/", break_down), path("refused/", refuse)]
