"""What makes something is done once for a key that its program chose, however often it is sent."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from api.asking import Asking
from api.problems import Problem, at_fault
from members.models import AnsweredOnce

HEADER: Final = "Idempotency-Key"
SPELLED: Final = re.compile(r"[!-~]{1,200}")
TOLD_AGAIN: Final = ("Content-Type", "ETag", "Location", "Cache-Control")


def once(request: HttpRequest, asking: Asking, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `make`, or what it was the first time. Both are stored in one transaction, so none is without the
    other; what was refused is not kept, and may be sent again mended.
    """
    key = request.headers.get(HEADER)
    if key is None or asking.token is None:
        return make()
    if not SPELLED.fullmatch(key):
        detail = f"{HEADER} is at most 200 letters, digits and signs of ASCII, without blanks."
        raise Problem(422, detail, errors=[at_fault(HEADER, detail)])
    sent = sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    with transaction.atomic():
        kept, is_new = AnsweredOnce.objects.get_or_create(
            token=asking.token, key=key, defaults={"request": sent, "at": asking.at}
        )
        if not is_new:
            return again(kept, sent)
        response = make()
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.headers = {name: response[name] for name in TOLD_AGAIN if name in response}
        kept.save()
    return response


def again(kept: AnsweredOnce, sent: str) -> HttpResponse:
    if kept.request != sent:
        detail = f"This {HEADER} was sent with another request before. Take a new one for each."
        raise Problem(422, detail, errors=[at_fault(HEADER, detail)])
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    return response
