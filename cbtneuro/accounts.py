"""Registration and log-in as `members` does them, in mail under the name of this site."""

from articles.site.snapshot import site_name
from members.adapter import AccountAdapter


class SiteAdapter(AccountAdapter):
    def site_name(self) -> str:
        return site_name()
