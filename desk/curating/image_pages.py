"""The image library: all images, one image with where it is shown, a new one, and deleting one."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from articles import access
from articles.forms.image_form import ImageForm, StoredImageForm
from articles.images.html import smallest_address
from articles.images.library import ImageInUse, delete_unused, drafts_with, places_of
from articles.images.media.all_or_none import files_with_their_rows
from articles.images.uploads import is_animated
from articles.models import Image
from desk.api.finding import typed
from desk.guard import at_the_desk
from members.entrance.who_asks import person, show_once_more
from members.models import User
from tags.models import take_write_lock

A_PAGE: Final = 48
SOMEBODY_ELSE: Final = (
    "Somebody changed this after you had opened it. Theirs is shown beside yours; save again to put yours in its place."
)
FIRST_FRAME: Final = "The file is an animation. Only its first frame was kept."


def permitted(request: HttpRequest, verb: str) -> bool:
    return access.allows(request.user, f"articles.{verb}_image")


def of_library(request: HttpRequest) -> Any:
    return Image.objects.each_of(access.open_images(request.user, timezone.now()))


@require_safe
@at_the_desk
def images(request: HttpRequest) -> HttpResponse:
    """Four queries, however many there are."""
    words = typed(request)
    seen = access.visible(request.user, timezone.now(), prefix="uses__article__")
    found = of_library(request).matching(words)
    pages = Paginator(found.with_uses(seen).with_pictures(), A_PAGE)
    page = pages.get_page(request.GET.get("page", "1"))
    context = {
        "part_of_desk": "images",
        "words": words,
        "page": page,
        "rows": [{"image": image, "url": smallest_address(image)} for image in page],
        "may_add": permitted(request, "add"),
    }
    return render(request, "desk/images.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_image(request: HttpRequest) -> HttpResponse:
    if not permitted(request, "add"):
        raise PermissionDenied
    form = ImageForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        image = form.write(person(request))
        messages.success(request, f"“{image.name}” was added.")
        if form.picture and is_animated(form.picture):
            messages.warning(request, FIRST_FRAME)
        return redirect("desk:image", pk=image.pk)
    if form.is_bound:
        form.keep_upload()
    status = 422 if form.errors else 200
    return render(request, "desk/new_image.html", {"part_of_desk": "images", "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def image(request: HttpRequest, pk: int) -> HttpResponse:
    """What is shown of it, and what is said: changed only by whoever saw what is stored."""
    shown = get_object_or_404(of_library(request), pk=pk)
    theirs = None
    form = StoredImageForm(instance=shown)
    if request.method == "POST":
        if not permitted(request, "change"):
            raise PermissionDenied
        form, theirs = saved(request, shown)
        if not form.errors:
            messages.success(request, f"“{shown.name}” is saved.")
            if form.picture and is_animated(form.picture):
                messages.warning(request, FIRST_FRAME)
            return redirect("desk:image", pk=pk)
    context = {
        **about(shown, person(request)),
        "form": form,
        "theirs": theirs,
        "may_change": permitted(request, "change"),
    }
    return render(request, "desk/image.html", context, status=409 if theirs else 422 if form.errors else 200)


@files_with_their_rows()
@transaction.atomic
def saved(request: HttpRequest, shown: Image) -> tuple[StoredImageForm, Image | None]:
    """The form, without errors once it is stored; and what somebody else stored in between, if it was not seen."""
    take_write_lock()
    shown.refresh_from_db()
    stored = Image.objects.get(pk=shown.pk)
    form = StoredImageForm(request.POST, request.FILES, instance=shown)
    is_stale = request.POST.get("seen") != form.initial["seen"]
    if form.is_valid() and is_stale and form.differs_from(stored):
        form.add_error(None, SOMEBODY_ELSE)
    if not form.errors:
        form.write(person(request))
        return form, None
    form.keep_upload()
    form.sees()
    return form, stored if is_stale else None


def about(shown: Image, user: User) -> dict[str, Any]:
    places, drafts = places_of(shown, user, timezone.now()), drafts_with(shown, user)
    return {
        "part_of_desk": "images",
        "image": shown,
        "url": smallest_address(shown),
        "places": places,
        "drafts": drafts,
        "may_delete": access.allows(user, "articles.delete_image") and not places and not drafts,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, and the act."""
    if not permitted(request, "delete"):
        raise PermissionDenied
    shown = get_object_or_404(of_library(request), pk=pk)
    if request.method == "POST":
        show_once_more(request)
        try:
            delete_unused(shown, by=person(request))
        except ImageInUse as refused:
            messages.error(request, str(refused))
            return redirect("desk:image", pk=pk)
        messages.success(request, f"“{shown.name}” was deleted.")
        return redirect("desk:images")
    return render(request, "desk/delete_image.html", about(shown, person(request)))
