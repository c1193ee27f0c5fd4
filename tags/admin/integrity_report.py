"""The report on the vocabulary as a page of the admin: errors first, each finding with links to the tags concerned."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from tags.cache.snapshot import current_snapshot
from tags.curation.integrity import Finding, groups, report
from tags.curation.remedies import OF_TAXONOMIES
from tags.models import Tag


@require_safe
def integrity(request: HttpRequest) -> HttpResponse:
    """Whoever may change tags may look."""
    if not admin.site.get_model_admin(Tag).has_change_permission(request):
        raise PermissionDenied
    found = report()
    context = {
        **admin.site.each_context(request),
        "title": "Check the taxonomy",
        "opts": Tag._meta,
        "counted": found.counted(),
        "parts": [
            ("Errors", "No errors.", as_shown(found.errors)),
            ("Warnings", "No warnings.", as_shown(found.warnings)),
        ],
    }
    response = render(request, "admin/tags/tag/integrity.html", context)
    add_never_cache_headers(response)
    return response


def as_shown(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Each kind with its findings, and with each finding the tags that are to be opened."""
    tags = current_snapshot().tag_tree.by_slug
    return [
        {
            "remedy": group.remedy,
            "findings": [
                (
                    finding.message,
                    [tags[slug] for slug in finding.slugs if slug in tags and finding.code not in OF_TAXONOMIES],
                )
                for finding in group.findings
            ],
        }
        for group in groups(findings)
    ]
