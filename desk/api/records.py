"""References from what somebody pastes: identifiers and records in the forms that databases hand out."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.access import allows
from bibliography.importing.reading import read
from bibliography.importing.storing import Became, Imported, import_records
from bibliography.models import Reference
from desk.api.finding import reference_as_json
from desk.guard import at_the_desk
from members.characters import cleaned
from members.entrance.who_asks import person, wants_json

MOST: Final = 300  # records at once, which take seconds
LONGEST: Final = 1_000_000  # characters
TOO_MUCH: Final = f"This is more than is read at once. Paste {MOST} records at most."


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def references(request: HttpRequest) -> HttpResponse:
    """For a script as JSON, and by itself a page that says the same."""
    if not allows(request.user, "bibliography.add_reference"):
        raise PermissionDenied
    typed = str(cleaned(request.POST.get("records", "")))
    said = taken(request, typed) if request.method == "POST" else {}
    status = 422 if "error" in said else 200
    if wants_json(request):
        return JsonResponse(said, status=status)
    return render(request, "desk/references.html", {**said, "typed": typed, "is_sent": bool(said)}, status=status)


def taken(request: HttpRequest, text: str) -> dict[str, Any]:
    """The references that it names, each with whether it is new, and what could not be read, by line."""
    reads = read(text) if len(text) <= LONGEST else []
    if len(text) > LONGEST or len(reads) > MOST:
        return {"error": TOO_MUCH}
    if not reads:
        return {"error": "Nothing of this looks like a DOI, a PMID or a record. Paste RIS, BibTeX, nbib or CSL-JSON."}
    done = import_records(reads, by=person(request))
    stored = Reference.objects.in_bulk([one.key for one in done if one.key], field_name="key")
    return {
        "references": [
            {**reference_as_json(stored[one.key]), "is_new": one.became is Became.NEW}
            for one in done
            if one.key in stored
        ],
        "problems": [told(one) for one in done if one.became is Became.PROBLEM],
    }


def told(one: Imported) -> str:
    return f"Line {one.read.line}: {' '.join(one.problems)}"
