"""Registration and log-in as `members` does them: in mail under the name of this site, and counted from a gate."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from articles.site.snapshot import site_name
from insights.beacon import note_arrival
from members.adapter import AccountAdapter
from members.models import User


class SiteAdapter(AccountAdapter):
    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response = super().post_login(request, user, **details)
        if isinstance(response, HttpResponseRedirect):
            note_arrival(response.url, is_new=bool(details.get("signup")))
        return response

    def site_name(self) -> str:
        return site_name()
