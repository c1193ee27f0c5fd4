"""What relates articles by their words and tags: the words of each, lists of suggestions, editors' choices.

`TermVector` and `Posting` hold words of full posts. Only `articles.related` reads them, and no page shows them.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.article import Article


class TermSnapshot(models.Model):
    """How many articles each term stood in at one moment. All weights follow the newest snapshot."""

    version = models.BigAutoField(primary_key=True)
    articles = models.PositiveIntegerField()
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.version} ({self.articles} articles)"


class TermFrequency(models.Model):
    """In how many articles a term stood. A term of a single article has no row."""

    snapshot = models.ForeignKey(TermSnapshot, on_delete=models.CASCADE, related_name="frequencies", db_index=False)
    term = models.CharField(max_length=80)
    articles = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "term"], name="term_counted_once_per_snapshot")]

    def __str__(self) -> str:
        return f"{self.term}: {self.articles}"


class TermVector(models.Model):
    """The terms of a published article with their counts, full post included, and how public ones are written.

    `counts` is a JSON object by count (`vectors.packed_counts`), `words` one by term. `weighed` and `listed` name the
    snapshots by which `norm` and the postings, and the list of suggestions, were last made; 0 is none. Listed and not
    weighed: a rebuild has read the text and has still to take its snapshot.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="term_vector")
    counts = models.TextField()
    words = models.TextField()
    norm = models.FloatField(default=0)
    weighed = models.PositiveBigIntegerField(default=0, db_index=True)
    listed = models.PositiveBigIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return f"Terms of “{self.article}”"


class Posting(models.Model):
    """One of the heaviest terms of an article, by which it is found. `weight`: its share of the article's norm."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="postings")
    term = models.CharField(max_length=80)
    weight = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["term", "-weight", "article"], name="posting_heaviest_first")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.term}"


class Suggestion(models.Model):
    """That `other` is offered beside `article`, and why: the rarest tags and the weightiest public words of both.

    Tags are named by key, and their names are asked for at reading, of both articles as they are filed then.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggested_beside")
    score = models.FloatField()
    first_tag = models.BigIntegerField(null=True)
    second_tag = models.BigIntegerField(null=True)
    terms = models.JSONField(default=list)

    class Meta:
        ordering = ["-score", "other"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="suggested_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="suggested_not_beside_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} beside {self.article_id}"


class PendingRelation(models.Model):
    """What an act left to be done after it was committed: to put the article into the lists of its neighbours.

    `is_read`: its words were counted and weighed in the act. `former`: by the key of each page that named the article
    before, the score that it had there.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="+")
    is_read = models.BooleanField()
    former = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Neighbours of “{self.article}”"


class RelatedChoice(models.Model):
    """What an editor decided about a suggestion; it outlasts every new computation."""

    class Choice(models.TextChoices):
        PINNED = "pinned", "Pinned"
        BLOCKED = "blocked", "Blocked"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_choices")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="chosen_beside")
    choice = models.CharField(max_length=7, choices=Choice)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_chosen_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="related_choice_not_of_itself"),
            models.CheckConstraint(condition=Q(choice__in=["pinned", "blocked"]), name="related_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} {self.choice} beside {self.article_id}"
