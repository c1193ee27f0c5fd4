"""What somebody adds while they write: an image, a tag. Each asks for the permission that the admin asks for."""

import secrets
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from articles.access import allows
from articles.forms.image_form import ImageForm
from articles.forms.typed_tags import ADDING, NEW, Question, taggable
from articles.models import Image
from desk.api.finding import as_json, image_as_json
from desk.api.lookups import is_taken
from desk.guard import at_the_desk
from members.characters import cleaned
from members.entrance.who_asks import person
from tags.lookup import Found, resolve
from tags.lookup import Unknown as UnknownWord
from tags.new_tags import NewTag, make_new_tag
from tags.slugs import slug_of
from tags.text.lengths import longest
from tags.text.plain_text import one_line

SAY_NOTHING: Final = frozenset({"image", "unnamed", "screenshot", "untitled"})  # what browsers call what was pasted
LONGEST_NAME: Final = longest(Image, "name") - len("-123456")


def refused(reason: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"error": reason}, status=status)


def first_error(form: BaseForm) -> str:
    return str(next(iter(form.errors.values()))[0])


@require_POST
@at_the_desk
def image(request: HttpRequest) -> HttpResponse:
    """A file with what it shows and whose it is."""
    if not allows(request.user, "articles.add_image"):
        raise PermissionDenied
    upload = request.FILES.get("upload")
    data = {**request.POST.dict(), "name": name_for(upload.name or "" if upload else "")}
    form = ImageForm(data, request.FILES)
    if not form.is_valid():
        return refused(first_error(form))
    return JsonResponse(image_as_json(form.write(person(request))))


def name_for(file_name: str) -> str:
    """That of the file, with something of its own where that says nothing or is taken."""
    name = slug_of(PurePath(file_name).stem, LONGEST_NAME)
    if name and name not in SAY_NOTHING and not is_taken(name):
        return name
    return f"{name or 'image'}-{secrets.token_hex(3)}"


@require_POST
@at_the_desk
def tag(request: HttpRequest) -> HttpResponse:
    """A word in its place: a taxonomy, and a broader tag or none. One that stands there already is found instead."""
    if not allows(request.user, ADDING):
        raise PermissionDenied
    word = one_line(cleaned(request.POST.get("word", "")))
    meaning = resolve(word, taggable(), suggesting=0)
    if isinstance(meaning, Found):
        return JsonResponse(as_json(meaning.tag))
    answer = {"choice": NEW, "taxonomy": request.POST.get("taxonomy", ""), "broader": request.POST.get("broader", "")}
    question = Question(word, UnknownWord(word, ()), may_add=True, answer=answer, number=0)
    if not question.is_valid():
        return refused(first_error(question))
    decision: Any = question.decision
    made, _ = make_new_tag(
        decision if isinstance(decision, NewTag) else NewTag(word, question.cleaned_data["taxonomy"])
    )
    return JsonResponse(as_json(made))
