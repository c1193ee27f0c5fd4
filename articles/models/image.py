"""Images: a photograph or plot in several widths, or a drawing (SVG) that is set into the page itself."""

from typing import Final

from django.db import models
from django.db.models import Q

from articles.images.numbers import validate_numbers
from articles.models.article import Article
from members.columns import CharColumn, TextColumn
from tags.slugs import slug_validator

DIGITS: Final = 12  # hexadecimal, of the digest in an address
MOST_WORDS: Final = 6  # of what is looked for
IMAGE_WORDS: Final = ("alt", "decorative", "credit", "numbers")  # columns: what is said of an image


class ImageQuerySet(models.QuerySet["Image"]):
    def each_of(self, chosen: Q) -> "ImageQuerySet":
        """Those among these images (see `articles.access.open_images`), each once."""
        return self.filter(pk__in=Image.objects.filter(chosen).values("pk"))

    def matching(self, text: str) -> "ImageQuerySet":
        """With each word in the name, the alternative text or the credit."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            found = found.filter(Q(name__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word))
        return found

    def with_uses(self, seen: Q) -> "ImageQuerySet":
        """`shown_in`: how many articles show it, of those that are `seen`."""
        return self.annotate(shown_in=models.Count("uses__article", distinct=True, filter=seen))

    def with_pictures(self) -> "ImageQuerySet":
        return self.prefetch_related("renditions").order_by("name")

    def drawings(self, chosen: Q) -> "ImageQuerySet":
        return self.each_of(chosen).exclude(svg="")


class Image(models.Model):
    """What was uploaded, after re-encoding. The original is kept for making renditions and is never served."""

    name = models.SlugField(max_length=80, unique=True, validators=[slug_validator], help_text="Used as image:name.")
    original = models.FileField(upload_to="originals/", blank=True)
    digest = models.CharField(max_length=DIGITS, blank=True, editable=False, help_text="Of what readers are sent.")
    svg = models.TextField(blank=True, editable=False, help_text="The sanitised drawing.")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = CharColumn("alternative text", max_length=600, blank=True, help_text="For people who cannot see it.")
    decorative = models.BooleanField(default=False, help_text="It tells nothing that the text does not tell.")
    credit = CharColumn(max_length=200, blank=True)
    numbers = TextColumn(
        blank=True,
        validators=[validate_numbers],
        help_text="What it shows as a table: a row a line, bars | between cells, the headings first.",
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(decorative=True) & Q(alt="")) | (Q(decorative=False) & ~Q(alt="")),
                name="image_has_alt_or_is_decorative",
                violation_error_message="Give an alternative text, or tick “decorative” and leave it empty.",
            ),
            models.CheckConstraint(
                condition=(Q(svg="") & ~Q(original="")) | (~Q(svg="") & Q(original="")),
                name="image_is_a_file_or_a_drawing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_drawing(self) -> bool:
        return bool(self.svg)


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def of_images(self, chosen: Q) -> "RenditionQuerySet":
        """Renditions of these images (see `articles.access.open_images`), each once."""
        return self.filter(image__in=Image.objects.filter(chosen).values("pk"))


class Rendition(models.Model):
    """One width of an image in one format, made once at upload."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    file = models.FileField(upload_to="renditions/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4, choices=[("webp", "WebP"), ("jpeg", "JPEG"), ("png", "PNG")])

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["width", "format"]
        constraints = [models.UniqueConstraint(fields=["image", "width", "format"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.image} {self.width} {self.format}"


class ImageUseQuerySet(models.QuerySet["ImageUse"]):
    def in_order(self) -> "ImageUseQuerySet":
        """By the title of the article, each with it."""
        return self.select_related("article").order_by("article__title", "article", "pk")


class ImageUse(models.Model):
    """Where an image is shown: what decides who may fetch it."""

    class Place(models.TextChoices):
        LEAD = "lead", "Beside the key points"
        SUMMARY = "summary", "In the summary"
        FULL = "full", "In the full post"

    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="uses")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="image_uses")
    place = models.CharField(max_length=7, choices=Place)

    objects = ImageUseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "article", "place"], name="image_use_once")]

    def __str__(self) -> str:
        return f"{self.image} in {self.article} ({self.place})"
