"""References from records in any form, as the desk takes them."""

from django.http import HttpRequest, HttpResponse

from api.answering import json_of, private
from api.asking import asking_of
from api.describing.lengths import MOST_RECORDS
from api.describing.operation import IDEMPOTENCY_KEY, told
from api.problems import Problem, at_fault, values
from api.reading.reference_operations import router
from api.writing.once import once
from api.writing.sent_shapes import ImportedRecords, SentReferences
from bibliography.importing.reading import read
from bibliography.importing.storing import Became, Imported, ImportRefused, import_records, looked_up, prepared
from members.entrance.tokens.scopes import WRITE_REFERENCES

NOTHING = "Nothing of this looks like a DOI, a PMID or a record. Send RIS, BibTeX, PubMed or CSL-JSON."


@router.post(
    "/references", response={200: ImportedRecords, 201: ImportedRecords}, url_name="references",
    operation_id="import_references", summary="Import references",
    openapi_extra=told(409, 413, 415, 422, parameters=[IDEMPOTENCY_KEY], scope=WRITE_REFERENCES,
                       example={"text": "10.1001/archpsyc.59.5.425", "dry_run": True}),
)  # fmt: skip
def import_references(request: HttpRequest, sent: SentReferences) -> HttpResponse:
    """Each record that is new and sound is stored; of every one it is said what became of it. 201 where any was new."""
    asking = asking_of(request)
    by = asking.user(WRITE_REFERENCES)
    reads = read(sent.text)
    if not reads:
        raise values([at_fault("/text", NOTHING)])
    if len(reads) > MOST_RECORDS:
        raise values([at_fault("/text", f"These are {len(reads)} records. Send {MOST_RECORDS} at most.")])
    if sent.dry_run:
        return said(looked_up(reads), 200)

    ready = prepared(reads)

    def make() -> HttpResponse:
        try:
            done = import_records(reads, by=by, ready=ready)
        except ImportRefused as refused:
            raise Problem(403, str(refused)) from refused
        return said(done, 201 if any(one.became is Became.NEW for one in done) else 200)

    return once(request, asking, make)


def said(done: list[Imported], status: int) -> HttpResponse:
    records = [
        {
            "line": one.read.line, "form": one.read.form.value, "became": one.became.value, "key": one.key,
            "problems": list(one.problems),
        }
        for one in done
    ]  # fmt: skip
    became = [one.became for one in done]
    counts = {"new": Became.NEW, "duplicates": Became.DUPLICATE, "problems": Became.PROBLEM}
    return private(json_of({"records": records, **{name: became.count(kind) for name, kind in counts.items()}}, status))
