"""The link of an own list: neither a copy of the database nor the site's secret alone opens it."""

import secrets

from django.core.signing import BadSignature, Signer

from library.models import OwnList


def share(own_list: OwnList) -> None:
    """A list that is shared already keeps its link; after a withdrawal it is a new one."""
    OwnList.objects.filter(pk=own_list.pk, shared_by="").update(shared_by=secrets.token_hex(16))


def withdraw(own_list: OwnList) -> None:
    """Nothing opens by its link any more, from now on."""
    OwnList.objects.filter(pk=own_list.pk).update(shared_by="")


def token_of(own_list: OwnList) -> str:
    """Nothing while it is not shared."""
    return signer().sign(own_list.shared_by) if own_list.shared_by else ""


def list_of(token: str) -> OwnList | None:
    try:
        key = signer().unsign(token)
    except BadSignature:
        return None
    return OwnList.objects.shared_by(key).first()


def signer() -> Signer:
    return Signer(sep=".", salt="library.own_list")
