# ruff: noqa: ARG002  (the admin sets the arguments of its methods)
"""Images in the admin. `articles.images.uploads` re-encodes what is uploaded; a drawing comes with a collection."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from articles import access
from articles.content import render_again
from articles.images.html import address, drawing
from articles.images.uploads import (
    FORMATS,
    MOST,
    ImageRefused,
    delete_files,
    files_of,
    is_animated,
    opened,
    refuse_large_file,
    save_image,
)
from articles.images.waiting import keep, kept
from articles.models import Image
from tags.slugs import slug_of
from tags.text.lengths import longest

FILES = "image/jpeg,image/png,image/webp,image/gif"


class ImageForm(forms.ModelForm[Image]):
    upload = forms.FileField(
        label="File",
        help_text=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}, {MOST} at most. "
        "Place and camera, which photographs carry inside, are removed; of an animation the first frame is kept.",
        widget=forms.FileInput(attrs={"accept": FILES}),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # the digest of the picture on the page
    waiting = forms.CharField(required=False, widget=forms.HiddenInput)  # the file of a form that was refused

    class Meta:
        model = Image
        fields = ["name", "alt", "decorative", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
        help_texts = {
            "name": "Texts show it by this name: image:name. Left empty, it is made of the name of the file.",
            "alt": "What it shows, for people who cannot see it, in one to three sentences.",
            "decorative": "It tells nothing that the text does not tell; then the alternative text stays empty.",
            "credit": "Whose it is, and its licence.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture: bytes | None = None
        self.file_name = self.ticket = ""
        self.initial["shown"] = self.instance.digest
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["name"].validators = []  # what is typed is spelled as a name is
        if "upload" in self.fields:
            self.fields["upload"].required = False
            if self.instance.pk:
                self.fields["upload"].label = "Another file in its place"

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                refuse_large_file(upload.size)
                self.file_name, self.picture = upload.name, upload.read()
                opened(self.picture)
            except ImageRefused as refused:
                self.picture = None
                raise forms.ValidationError(str(refused)) from refused
        elif found := kept(self.data.get("waiting", "")):
            (self.file_name, self.picture), self.ticket = found, self.data["waiting"]
        elif not self.instance.pk:
            raise forms.ValidationError("Choose a file.")
        return upload

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        name = slug_of(typed, longest(Image, "name"))
        if typed and not name:
            raise forms.ValidationError("Use letters and digits.")
        return name

    def keep_upload(self) -> None:
        """For a form that goes back to its editor: the file goes with it, unless it was the file that was refused."""
        if self.picture is not None:
            data: Any = self.data
            self.data = data = data.copy()
            data["waiting"] = self.ticket or keep(self.file_name, self.picture)
            told = f"“{self.file_name}” is kept. Choose a file only to put it in its place."
            self["upload"].help_text = told

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if self.picture and "shown" in getattr(self, "taken", ()):
            self.add_error(
                "upload", "Somebody put another file here after you had opened this. Save again to replace it."
            )
        if bool(cleaned.get("alt")) == bool(cleaned.get("decorative")) and "alt" in cleaned:
            self.add_error("alt", "Give an alternative text, or tick “decorative” and leave it empty.")
        if not self.instance.pk and self.picture and cleaned.get("name") == "":
            cleaned["name"] = slug_of(PurePath(self.file_name).stem, longest(Image, "name"))
            if not cleaned["name"]:
                self.add_error("name", "Give the image a name.")
            elif Image.objects.filter(name=cleaned["name"]).exists():
                self.add_error("name", f"Another image has the name “{cleaned['name']}”. Choose one.")
        return cleaned

    def write(self) -> Image:
        said = {name: self.cleaned_data[name] for name in ("alt", "decorative", "credit")}
        if self.picture is not None:
            name = self.instance.name if self.instance.pk else self.cleaned_data["name"]
            return save_image(name, self.picture, **said)
        self.instance.save()
        return self.instance


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
        seen = Image.objects.filter(access.open_images(request.user, timezone.now()))
        images = Image.objects.filter(pk__in=seen.values("pk"))
        counted = images.annotate(articles=Count("uses__article", distinct=True))
        return counted.prefetch_related("renditions").order_by("name")

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
        render_again(obj)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        """Files go once the row is gone for good. What an article shows is protected."""
        names = files_of(obj)
        obj.delete()
        transaction.on_commit(lambda: delete_files(names))

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
