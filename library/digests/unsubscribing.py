"""The link in each digest that ends them: for whoever has it, logged in or not (RFC 8058).

A mail program sends a POST when its reader presses "unsubscribe". A GET only asks: scanners open every link in a mail.
"""

from typing import Final

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from library.digests.choosing import stop as stop_mail
from members.views import require_form_methods

SIGNER: Final = Signer(salt="library.digests.unsubscribing")


def address_to_stop(member: int) -> str:
    return reverse("following:stop-mail", args=[SIGNER.sign(str(member))])


def member_of(token: str) -> int:
    try:
        return int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as error:
        raise Http404 from error


@csrf_exempt  # the mail program that sends it has no cookie of ours, and the address itself is the secret
@require_form_methods
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """It says the same for whoever has stopped already, or has left: the link tells nothing about an account."""
    member = member_of(token)
    if request.method == "POST":
        stop_mail(member)
    response = render(request, "library/stop_mail.html", {"is_done": request.method == "POST"})
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
