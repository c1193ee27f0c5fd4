"""Pages of the desk that show others in a frame, and those that may be shown in one of this site."""

from collections.abc import Callable
from typing import TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def may_frame(view: View) -> View:
    """Its page shows others of this site in a frame."""
    return cast("View", csp_update({"frame-src": [SELF]})(view))


def may_be_framed(view: View) -> View:
    """It may be shown in a frame of this site."""
    return cast("View", xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view)))
