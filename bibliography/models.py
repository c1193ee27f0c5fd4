"""References: bibliographic records in the shape of CSL-JSON, which articles cite by key."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Q, When

from bibliography.doi import bare_doi
from bibliography.formatting import address_of
from members.columns import CharColumn, JSONColumn, TextColumn

key_validator = RegexValidator(r"\A[a-z0-9][a-z0-9_-]*\Z", "Use lower-case letters, digits and hyphens: goldapple2004.")

MOST_WORDS = 6  # of a search that are looked for


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

    def with_uses(self, seen: Q | None = None) -> "ReferenceQuerySet":
        """`uses`: how many articles cite it, of those that are `seen`."""
        counted: ReferenceQuerySet = self.annotate(uses=models.Count("citations", filter=seen))
        return counted


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
