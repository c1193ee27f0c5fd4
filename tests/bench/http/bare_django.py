"""The least that Django can be asked for: a view that sends bytes from memory, behind the usual middleware.

It is a project of its own, with the middleware of `startproject`. `BENCH_PAGES` as for `bare_wsgi`.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.utils.cache import get_conditional_response

from tests.bench.http.pages import read

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY="for a measurement",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    MESSAGE_STORAGE="django.contrib.messages.storage.session.SessionStorage",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
)

PAGES = {page.path: page for page in read(Path(os.environ["BENCH_PAGES"]))}


def page(request: HttpRequest) -> HttpResponse:
    try:
        found = PAGES[request.path]
    except KeyError:
        raise Http404 from None
    response = HttpResponse(found.body)
    for name, value in found.headers:
        response[name] = value
    answer = get_conditional_response(request, etag=found.etag, response=response)
    return answer or response


urlpatterns = [re_path(r"", page)]
application = get_wsgi_application()
