"""Pages for the people of a test, each in a browser context of its own, and what must not happen in any of them."""

from typing import Any, Final, Literal

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from articles.images.media.bucket_address import sources_at
from members.models import User

Theme = Literal["light", "dark"]
PHONE: Final = 390  # CSS pixels
WIDE: Final = 1280
HEIGHT: Final = {PHONE: 844, WIDE: 900}
# A violation is told to the console in words that differ from browser to browser; these are ours.
REPORT: Final = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber}`
));
"""


def sources() -> list[str]:
    """Where else pages may have images from, as their policy says."""
    return [f"{origin}/" for origin in sources_at(settings.MEDIA_S3, settings.MEDIA_SIGNED_SECONDS)]


class Visits:
    """Contexts and pages, and the faults seen in them: violations, errors, other origins, failed requests.

    A test that provokes a fault names a part of it in `expected`.
    """

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser = browser
        self.origin = origin
        self.contexts: list[BrowserContext] = []
        self.documents: set[str] = set()
        self.seen: list[str] = []
        self.expected: list[str] = []

    def page(
        self,
        *,
        width: int = WIDE,
        theme: Theme = "light",
        scripts: bool = True,
        user: User | None = None,
        **options: Any,
    ) -> Page:
        """A page of a new context; with `user` it is logged in. `options` go to Playwright's `new_context`."""
        context = self.browser.new_context(
            base_url=self.origin,
            viewport={"width": width, "height": HEIGHT.get(width, 900)},
            color_scheme=theme,
            java_script_enabled=scripts,
            **{"reduced_motion": "reduce", "service_workers": "block", **options},
        )
        self.contexts.append(context)
        self.watch(context)
        if user:
            self.log_in(context, user)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    def log_in(self, context: BrowserContext, user: User) -> None:
        """Without the form, for tests that are about something else."""
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.origin}])

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT)
        context.on("request", self.on_request)
        context.on("response", self.on_response)
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.seen.append(f"error in a script: {error.error}"))

    def on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        if not request.url.startswith((f"{self.origin}/", *sources(), "data:", "blob:", "about:")):
            self.seen.append(f"request to another origin: {request.url}")

    def on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.append(f"{response.status} from {response.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        is_status_of_page = message.text.startswith("Failed to load resource") and self.is_document(message)
        if message.type == "error" and not is_status_of_page:
            self.seen.append(f"in the console: {message.text} ({message.location.get('url')})")

    def is_document(self, message: ConsoleMessage) -> bool:
        """Chromium notes a page that is answered with 404 as a failed resource; the tests look at the status."""
        return str(message.location.get("url")) in self.documents

    def faults(self) -> list[str]:
        """Hand over the faults seen so far."""
        faults = [fault for fault in self.seen if not any(part in fault for part in self.expected)]
        self.seen = []
        return faults

    def leave(self) -> list[str]:
        """Close what is open, and hand over the faults seen so far."""
        for context in self.contexts:
            context.close()
        self.contexts = []
        return self.faults()
