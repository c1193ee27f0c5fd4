"""Images, topics and lists at the desk for every kind of person: who looks, and who changes."""

import pytest
from django.db.models import Q
from django.urls import reverse

from articles.models import Article, Image
from articles.revisions.catching_up import catch_up
from bibliography.models import Reference
from lists.models import ReadingList
from tags.models import CurationAct, Tag, Taxonomy
from tests.access.world import World
from tests.factories import make_reference

pytestmark = pytest.mark.both_engines

OUTSIDE = {"visitor": 302, "reader": 403, "inactive member": 302, "member": 403}
WRITERS = ("contributor", "writer")
EDITORS = ("editor", "administrator")
PEOPLE = (*OUTSIDE, *WRITERS, *EDITORS)


def rows() -> tuple[Image, Tag, ReadingList]:
    return Image.objects.all()[0], Tag.objects.all()[0], ReadingList.objects.all()[0]


@pytest.mark.parametrize("person", PEOPLE)
def test_pages_are_for_those_at_the_desk_and_lists_for_editors(world: World, person: str) -> None:
    client, (image, tag, shown) = world.client(person), rows()
    for_writers = [reverse("desk:images"), reverse("desk:new-image"), reverse("desk:topics")]
    for_writers += [reverse("desk:topic", args=[tag.pk]), reverse("desk:start-import")]
    for_editors = [
        reverse("desk:lists"),
        reverse("desk:reading-list", args=[shown.pk]),
        reverse("desk:list-act", args=[shown.pk, "withdraw"]),
        reverse("desk:places", args=[world.articles["draft"].pk]),
        reverse("desk:topic-act", args=[tag.pk, "rename"]),
        reverse("desk:new-topic"),
        reverse("desk:check-topics"),
        reverse("desk:taxonomies"),
        reverse("desk:new-taxonomy"),
        reverse("desk:taxonomy", args=[tag.taxonomy_id]),
        reverse("desk:image", args=[image.pk]),
        reverse("desk:delete-image", args=[image.pk]),
    ]
    for address in for_writers:
        assert client.get(address).status_code == OUTSIDE.get(person, 200), address
    for address in for_editors[:-2]:
        expected = 200 if person in EDITORS else 403 if person in WRITERS else OUTSIDE[person]
        assert client.get(address).status_code == expected, address
    for address in for_editors[-2:] if person not in WRITERS else ():
        assert client.get(address).status_code == OUTSIDE.get(person, 200), address


@pytest.mark.parametrize("person", [*OUTSIDE, *WRITERS])
def test_nothing_is_changed_by_guessing_a_number(world: World, person: str) -> None:
    client, (image, tag, shown) = world.client(person), rows()
    section, reference = shown.sections.first(), Reference.objects.all()[0]
    sent = {
        "seen": "", "alt": "Taken over.", "title": "Taken over", "do": "save", "note": "Taken over.",
        "label": "Taken over", "reason": "Taken over.", "section": section.pk if section else "",
        "name": "Taken over", "taxonomy": tag.taxonomy_id, "csl": '{"type": "book", "title": "Taken over"}',
    }  # fmt: skip
    for name, args in (
        ("image", [image.pk]), ("delete-image", [image.pk]), ("topic", [tag.pk]), ("topic-act", [tag.pk, "rename"]),
        ("reading-list", [shown.pk]), ("clone-list", [shown.pk]), ("list-act", [shown.pk, "withdraw"]),
        ("new-list", []), ("places", [world.articles["published"].pk]), ("topic-act", [tag.pk, "delete"]),
        ("new-topic", []), ("new-taxonomy", []), ("taxonomy", [tag.taxonomy_id]),
        ("delete-taxonomy", [tag.taxonomy_id]), ("delete-record", [reference.pk]), ("record", [reference.pk]),
    ):  # fmt: skip
        assert client.post(reverse(f"desk:{name}", args=args), sent).status_code in (302, 403, 404), name
    assert rows() == (image, tag, shown)
    assert (ReadingList.objects.filter(title__contains="aken over").count(), CurationAct.objects.count()) == (0, 0)
    assert not Image.objects.filter(alt="Taken over.").exists()
    assert not Tag.objects.filter(Q(scope_note="Taken over.") | Q(name="Taken over")).exists()
    assert not Taxonomy.objects.filter(name="Taken over").exists()
    assert Reference.objects.get(pk=reference.pk).title == reference.title


@pytest.mark.parametrize("person", PEOPLE)
def test_what_cannot_be_undone_asks_who_may_do_it_who_they_are_and_tells_nobody_else(world: World, person: str) -> None:
    client, draft = world.client(person), world.articles["draft"]
    image, _, shown = rows()
    reference = make_reference("of-no-use")
    for name, args in (
        ("act", [draft.pk, "delete"]), ("list-act", [shown.pk, "delete"]), ("delete-image", [image.pk]),
        ("delete-record", [reference.pk]),
    ):  # fmt: skip
        answer = client.post(reverse(f"desk:{name}", args=args), {"asked": "1", "base": catch_up(draft).head_id})
        is_asked = answer.headers.get("Location", "").startswith(reverse("account_reauthenticate"))
        assert is_asked == (person in EDITORS), name
    assert rows()[::2] == (image, shown)
    assert Reference.objects.filter(pk=reference.pk).exists()
    assert Article.objects.filter(pk=draft.pk).exists()
