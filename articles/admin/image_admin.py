# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Images in the admin. `articles.images.uploads` re-encodes what is uploaded; a drawing comes with a collection."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from articles import access
from articles.forms.image_form import ImageForm
from articles.images.html import address, drawing
from articles.images.library import delete_image
from articles.images.uploads import is_animated
from articles.models import Image


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    form = ImageForm
    list_display = ["name", "thumbnail", "said", "credit", "uses"]
    list_filter = ["decorative"]
    list_per_page = 30
    show_full_result_count = False
    search_fields = ["name", "alt", "credit"]
    readonly_fields = ["thumbnail"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        seen = access.open_images(request.user, timezone.now())
        return Image.objects.each_of(seen).with_pictures().annotate(articles=Count("uses__article", distinct=True))

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        """The name stays as texts know it; a drawing is not replaced by a photograph."""
        may_replace = not obj or (self.has_change_permission(request, obj) and not obj.is_drawing)
        upload = ["upload", "waiting"] if may_replace else []
        return [
            *(["thumbnail"] if obj else []),
            *(["by_itself"] if obj and obj.is_drawing else []),
            *upload,
            *(["shown"] if obj else []),
            "name",
            "alt",
            "decorative",
            "credit",
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        return ["thumbnail", "by_itself", "name"] if obj else []

    def get_form(self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and obj.is_drawing:
            form.base_fields.pop("upload", None)
        return form

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        form = context["adminform"].form
        if form.is_bound and hasattr(form, "keep_upload"):
            form.keep_upload()
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:  # noqa: FBT001
        stored = form.write()
        if form.picture and is_animated(form.picture):
            self.message_user(request, "The file is an animation. Only its first frame was kept.", messages.WARNING)
        obj.pk = stored.pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        delete_image(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        for image in queryset:
            self.delete_model(request, image)

    @admin.display(description="image")
    def thumbnail(self, image: Image) -> str:
        if image.is_drawing:
            return format_html('<div class="thumbnail">{}</div>', drawing(image))
        smallest = next((each for each in image.renditions.all() if each.format != "webp"), None)
        if smallest is None:
            return ""
        size = smallest.width, smallest.height
        return format_html(
            '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
            address(smallest), *size, image.alt,
        )  # fmt: skip

    @admin.display(description="as a file")
    def by_itself(self, image: Image) -> str:
        return format_html('<a href="{}">{}.svg</a>', reverse("articles:drawing", args=[image.pk]), image.name)

    @admin.display(description="alternative text")
    def said(self, image: Image) -> str:
        return Truncator(image.alt).words(16) or "Decorative"

    @admin.display(description="articles", ordering="articles")
    def uses(self, image: Image) -> int:
        return getattr(image, "articles", 0)
