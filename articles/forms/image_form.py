"""What is asked about an image: the file, what it shows, whose it is. `articles.images.uploads` re-encodes the file."""

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.db import transaction

from articles.content import render_again
from articles.images.logged import note_image, said_of
from articles.images.media.all_or_none import files_with_their_rows
from articles.images.uploads import FORMATS, MOST, ImageRefused, opened, refuse_large_file, save_image
from articles.images.waiting import keep, kept
from articles.models import Image
from articles.models.image import IMAGE_WORDS
from members.models import LoggedAct, User
from tags.seen import mark
from tags.slugs import slug_of
from tags.text.lengths import longest

FILES: Final = "image/jpeg,image/png,image/webp,image/gif"


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
        fields = ["name", *IMAGE_WORDS]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "numbers": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "name": "Texts show it by this name: image:name. Left empty, it is made of the name of the file.",
            "alt": "What it shows, for people who cannot see it, in one to three sentences.",
            "decorative": "It tells nothing that the text does not tell; then the alternative text stays empty.",
            "credit": "Whose it is, and its licence.",
            "numbers": "What it shows as a table, a row a line: Group | Before | After, and below it Treated | 20 | 7.",
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
        if bool(cleaned.get("alt")) == bool(cleaned.get("decorative")) and "alt" in cleaned:
            self.add_error("alt", "Give an alternative text, or tick “decorative” and leave it empty.")
        if not self.instance.pk and self.picture and cleaned.get("name") == "":
            cleaned["name"] = slug_of(PurePath(self.file_name).stem, longest(Image, "name"))
            if not cleaned["name"]:
                self.add_error("name", "Give the image a name.")
            elif Image.objects.filter(name=cleaned["name"]).exists():
                self.add_error("name", f"Another image has the name “{cleaned['name']}”. Choose one.")
        return cleaned

    @files_with_their_rows()
    @transaction.atomic
    def write(self, by: User | None = None) -> Image:
        """Store it. Articles that show it in a text say the same from then on. `by`: who did, for the log."""
        before = said_of(Image.objects.filter(pk=self.instance.pk).first())
        said = {name: self.cleaned_data[name] for name in IMAGE_WORDS}
        if self.picture is not None:
            name = self.instance.name if self.instance.pk else self.cleaned_data["name"]
            stored = save_image(name, self.picture, **said)
        else:
            stored = self.instance
            stored.save()
        render_again(stored)
        if by:
            note_image(LoggedAct.Done.CHANGED if before else LoggedAct.Done.ADDED, stored, by=by, before=before)
        return stored


class StoredImageForm(ImageForm):
    """Of an image that stands: its name stays as texts know it, and a drawing is not replaced by a photograph.

    `seen`: what the page showed, for whoever compares it with what is stored when this is sent.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]
        if self.instance.is_drawing:
            del self.fields["upload"]
        self.initial["seen"] = mark_of(self.instance)

    def differs_from(self, stored: Image) -> bool:
        """Whether what was sent, and is in order, would change what is stored."""
        said = self.cleaned_data
        return bool(self.picture) or any(said[name] != getattr(stored, name) for name in IMAGE_WORDS)

    def sees(self) -> None:
        """The page that goes back to its editor shows what is stored now."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = self.initial["seen"]


def mark_of(image: Image) -> str:
    """The same as long as nobody changes it."""
    return mark(*(getattr(image, name) for name in IMAGE_WORDS), image.digest)
