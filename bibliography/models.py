"""References: bibliographic records in the shape of CSL-JSON, which articles cite by key; notices about the papers."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, When

from bibliography.doi import bare_doi, doi_address
from bibliography.formatting import address_of
from bibliography.import_models import ColumnMapping, ImportBatch, ImportRow
from members.columns import CharColumn, JSONColumn, TextColumn

__all__ = ["ColumnMapping", "ImportBatch", "ImportRow", "Reference", "key_validator"]

key_validator = RegexValidator(r"\A[a-z0-9][a-z0-9_-]*\Z", "Use lower-case letters, digits and hyphens: goldapple2004.")

MOST_WORDS = 6  # of a search that are looked for


class Standing(models.IntegerChoices):
    """How far the gravest notice in force goes."""

    CORRECTED = 1, "Corrected"
    DOUBTED = 2, "Expression of concern"
    RETRACTED = 3, "Retracted"


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def matching(self, text: str) -> "ReferenceQuerySet":
        """With each word somewhere in key, title, authors, year, DOI or PubMed number; first those whose key begins so.

        Cost: all are looked through.
        """
        found = self
        for word in text.split()[:MOST_WORDS]:
            part = bare_doi(word) or word
            columns = ("key", "title", "authors", "doi", "pmid")
            said = Q(*((f"{column}__icontains", part) for column in columns), _connector=Q.OR)
            is_year = word.isascii() and word.isdecimal() and len(word) == len("2016")
            found = found.filter(said | Q(year=int(word)) if is_year else said)
        begins = Case(When(key__istartswith=text.strip(), then=0), default=1)
        return found.order_by(begins, "key")

    def with_doi(self, doi: str) -> "ReferenceQuerySet":
        return self.filter(doi=doi)

    def with_pmid(self, pmid: str) -> "ReferenceQuerySet":
        return self.filter(pmid=pmid)

    def following(self, key: str) -> "ReferenceQuerySet":
        """By key, from behind that one on: pages of a keyset list."""
        return self.filter(key__gt=key).order_by("key")

    def with_uses(self, seen: Q | None = None) -> "ReferenceQuerySet":
        """`uses`: how many articles cite it, of those that are `seen`."""
        counted: ReferenceQuerySet = self.annotate(uses=models.Count("citations", filter=seen))
        return counted

    def at_key(self, key: str) -> "ReferenceQuerySet":
        """The one that is called so, or that one merged into it was."""
        return self.filter(Q(key=key) | Q(former_keys__key=key)).distinct()

    def named_by(self, keys: Iterable[str]) -> dict[str, "Reference"]:
        """By the keys that texts name them with, former ones too. One query, one more where a key is not of today."""
        wanted = set(keys)
        found = self.in_bulk(wanted, field_name="key") if wanted else {}
        if former := wanted - found.keys():
            rows = FormerKey.objects.filter(key__in=former).select_related("reference")
            found |= {row.key: row.reference for row in rows}
        return found

    def noticed(self) -> "ReferenceQuerySet":
        """Those about which a notice is in force."""
        return self.filter(standing__isnull=False)


class Reference(models.Model):
    """One record. `csl` is the whole of it; the other columns repeat what pages and constraints need.

    `citation_html` is the formatted citation, made once at save by `bibliography.writing`.
    """

    key = models.CharField("citation key", max_length=60, unique=True, validators=[key_validator])
    csl = JSONColumn("CSL-JSON")
    title = TextColumn(editable=False)
    authors = TextColumn(editable=False, help_text="Family names and initials, in order.")
    container_title = CharColumn(max_length=300, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False, db_index=True)
    doi = models.CharField("DOI", max_length=200, blank=True, editable=False)
    pmid = models.CharField("PMID", max_length=12, blank=True, editable=False)
    citation_html = TextColumn(editable=False, blank=True)
    standing = models.PositiveSmallIntegerField(null=True, choices=Standing, editable=False, db_index=True)
    told_notices = JSONColumn(
        null=True, editable=False, help_text="What pages and exports tell of its notices: `bibliography.notices.told`."
    )

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["doi"], condition=~Q(doi=""), name="reference_doi_unique"),
            models.UniqueConstraint(fields=["pmid"], condition=~Q(pmid=""), name="reference_pmid_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        if self.csl is None:
            return  # the form has said why
        if not isinstance(self.csl, dict) or not self.csl.get("title") or not self.csl.get("type"):
            raise ValidationError({"csl": "Give a CSL-JSON object with at least a type and a title."})

    @property
    def url(self) -> str:
        """Where the reader finds the paper."""
        return address_of(self.csl)

    @property
    def is_retracted(self) -> bool:
        return self.standing == Standing.RETRACTED


class NoticeQuerySet(models.QuerySet["Notice"]):
    def newest_first(self) -> "NoticeQuerySet":
        return self.order_by(models.F("dated").desc(nulls_last=True), "-pk")


class Notice(models.Model):
    """That a paper was retracted or corrected, doubted, or is in force again, after whoever says so.

    `counts`: whether anybody is told of it; `bibliography.notices.settling` decides that among all about a reference.
    """

    class Kind(models.TextChoices):
        RETRACTION = "retraction", "Retraction"
        CONCERN = "expression-of-concern", "Expression of concern"
        CORRECTION = "correction", "Correction"
        REINSTATEMENT = "reinstatement", "Reinstatement"

    class Source(models.TextChoices):
        RETRACTION_WATCH = "retraction-watch", "Retraction Watch"
        CROSSREF = "crossref", "Crossref"
        EDITORS = "editors", "The editors"

    class TakenBack(models.TextChoices):
        GONE = "gone", "Its source does not have it any more"
        BY_HAND = "by-hand", "Taken back by an editor"

    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=21, choices=Kind)
    dated = models.DateField("date", null=True, blank=True)
    doi = CharColumn("DOI of the notice", max_length=200, blank=True)
    url = CharColumn("address of the notice", max_length=500, blank=True)
    reasons = JSONColumn(default=list, blank=True)
    source = models.CharField(max_length=16, choices=Source)
    record = CharColumn(max_length=200, help_text="What its source calls it.")
    seen_at = models.DateTimeField("first seen")
    taken_back = models.CharField(max_length=7, choices=TakenBack, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    counts = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "source", "record", "kind"], name="notice_noted_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["retraction", "expression-of-concern", "correction", "reinstatement"]),
                name="notice_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["retraction-watch", "crossref", "editors"]), name="notice_source_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_back="", taken_back_at__isnull=True)
                | (Q(taken_back__in=["gone", "by-hand"]) & Q(taken_back_at__isnull=False, counts=False)),
                name="notice_taken_back_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["reference"], name="notice_counts", condition=Q(counts=True))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.reference.key}"

    @property
    def address(self) -> str:
        """Where it stands, if anybody said so."""
        return doi_address(self.doi) if self.doi else self.url

    @property
    def is_gone(self) -> bool:
        """Whether its source does not have it any more."""
        return self.taken_back == self.TakenBack.GONE

    @property
    def next_act(self) -> str:
        """What can be done about it at the desk."""
        return "put-back" if self.taken_back else "take-back"


class FormerKey(models.Model):
    """A key that texts go on citing: its reference was merged into this one."""

    key = models.CharField(max_length=60, unique=True)
    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="former_keys")

    def __str__(self) -> str:
        return f"{self.key}, now {self.reference.key}"


class ReferenceMerge(models.Model):
    """That one reference became part of another, with all that is needed to take that back.

    `gone`: the row that is no more; `before`, `after`: the record of the one that was kept; `moved`: primary keys, and
    rows that the other one had already.
    """

    kept = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="merges")
    gone = JSONColumn()
    before = JSONColumn()
    after = JSONColumn()
    moved = JSONColumn(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="reference_merges"
    )
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="reference_merge_undone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone['key']} into {self.kept.key}"
