"""A rendition as an answer. Who may have it is decided before."""

import logging

from django.http import FileResponse, Http404

from articles.images.stored_files import UNREADABLE
from articles.models import Rendition

logger = logging.getLogger(__name__)


def send(rendition: Rendition, cache_control: str) -> FileResponse:
    """Raises `Http404` where its file is lost."""
    try:
        content = rendition.file.open("rb")
    except UNREADABLE as error:
        logger.error("%s cannot be sent (manage.py check_media lists all such files): %s", rendition.file.name, error)
        raise Http404 from error
    response = FileResponse(content, content_type=f"image/{rendition.format}")
    response["Cache-Control"] = cache_control
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
