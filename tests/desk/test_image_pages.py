"""The image library at the desk."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Image
from articles.status import Status
from members.models import User
from members.roles import CONTRIBUTOR
from tests.desk.desk import at_desk, begun, show_once_more
from tests.factories import make_article, make_drawing, make_image, make_user, png
from tests.page import Page
from tests.queries import assert_same_queries_for_any_number

pytestmark = pytest.mark.django_db


def page_of(image: Image) -> str:
    return reverse("desk:image", args=[image.pk])


def sent_by(answer: Any, name: str) -> str:
    """What the page carries in that field."""
    fields = Page.of(answer).with_tag("input")
    return next(str(field.attributes["value"]) for field in fields if field.attributes.get("name") == name)


def seen_on(client: Client, image: Image) -> str:
    return sent_by(client.get(page_of(image)), "seen")


def names_on(answer: Any) -> set[str]:
    return {each.text for each in Page.of(answer).with_tag("b")}


def save(client: Client, image: Image, seen: str, **said: Any) -> Any:
    return client.post(page_of(image), {"seen": seen, "alt": image.alt, "credit": image.credit, **said})


def test_images_are_found_by_name_alternative_text_and_credit() -> None:
    client, _ = at_desk()
    make_image("scanner", alt="A scanner in a bright room.", credit="A hospital")
    make_drawing("fear-circuit", alt="Two boxes and an arrow.")
    for words, names in (("bright scanner", {"scanner"}), ("HOSPITAL", {"scanner"}), ("circuit", {"fear-circuit"})):
        assert names_on(client.get(reverse("desk:images"), {"q": words})) == names
    assert "No image has these words" in client.get(reverse("desk:images"), {"q": "nothing"}).content.decode()


def test_the_page_of_an_image_says_where_it_is_shown() -> None:
    client, ada = at_desk()
    image = make_drawing("circuit")
    make_article(title="Shown on the site", summary=f"Look.\n\n![The circuit.](image:{image.name})", image=image)
    begun(ada, title="Shown in a draft", summary=f"Look.\n\n![The circuit.](image:{image.name})")
    begun(ada, title="Shows another", summary="![The circuit.](image:circuit-2)")
    text = client.get(page_of(image)).content.decode()
    assert "Shown on the site" in text
    assert "Beside the key points, In the summary" in text
    assert "Shown in a draft" in text
    assert "Shows another" not in text


def test_what_is_said_of_an_image_is_changed_and_texts_that_show_it_follow() -> None:
    client, _ = at_desk()
    image = make_image("scanner", alt="A scanner.")
    article = make_article(summary="Look.\n\n![There.](image:scanner)")
    answer = save(client, image, seen_on(client, image), alt="An old scanner.", credit="A museum")
    assert answer.status_code == 302
    image.refresh_from_db()
    article.refresh_from_db()
    assert (image.alt, image.credit) == ("An old scanner.", "A museum")
    assert "An old scanner." in article.summary_html


def test_another_file_takes_the_place_of_the_first() -> None:
    client, _ = at_desk()
    image = make_image()
    upload = SimpleUploadedFile("x.png", png(50, 40), "image/png")
    assert save(client, image, seen_on(client, image), upload=upload, shown=image.digest).status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == (50, 40)


def test_whoever_saves_second_sees_both_and_overwrites_nothing_unseen() -> None:
    client, _ = at_desk()
    image = make_image(alt="As it was.")
    seen = seen_on(client, image)
    assert save(client, image, seen, alt="By the first.").status_code == 302
    stale = save(client, image, seen, alt="By the second.")
    assert stale.status_code == 409
    assert {"By the first.", "By the second."} <= {cell.text for cell in Page.of(stale).with_tag("dd", "textarea")}
    image.refresh_from_db()
    assert image.alt == "By the first."
    again = sent_by(stale, "seen")
    assert save(client, image, again, alt="By the second.").status_code == 302


def test_saving_what_is_stored_already_is_no_conflict() -> None:
    client, _ = at_desk()
    image = make_image(alt="As it was.")
    seen = seen_on(client, image)
    assert save(client, image, seen, alt="The same.").status_code == 302
    assert save(client, image, seen, alt="The same.").status_code == 302


def test_an_image_has_an_alternative_text_or_is_decorative() -> None:
    client, _ = at_desk()
    image = make_image()
    answer = save(client, image, seen_on(client, image), alt="")
    assert answer.status_code == 422
    assert "tick “decorative”" in answer.content.decode()


def test_an_image_is_added_without_a_script() -> None:
    client, _ = at_desk()
    upload = SimpleUploadedFile("A Scan.png", png(), "image/png")
    refused = client.post(reverse("desk:new-image"), {"upload": upload, "alt": ""})
    assert refused.status_code == 422
    waiting = sent_by(refused, "waiting")
    answer = client.post(reverse("desk:new-image"), {"waiting": waiting, "alt": "A scan."})
    assert answer["Location"] == page_of(Image.objects.get(name="a-scan"))


def test_only_what_nothing_shows_is_deleted_after_a_question() -> None:
    client, ada = at_desk()
    used, drafted, unused = make_image("used"), make_image("drafted"), make_image("unused")
    make_article(image=used)
    begun(ada, image="drafted")
    for image in (used, drafted):
        question = reverse("desk:delete-image", args=[image.pk])
        assert "Take it out there first" in client.get(question).content.decode()
        client.post(question)
    show_once_more(client)
    question = reverse("desk:delete-image", args=[unused.pk])
    assert "for good" in client.get(question).content.decode()
    assert client.post(question)["Location"] == reverse("desk:images")
    assert set(Image.objects.values_list("name", flat=True)) == {"used", "drafted"}


def contributor() -> tuple[Client, User]:
    return at_desk(make_user(CONTRIBUTOR))


def test_a_contributor_adds_images_and_looks_at_them_but_changes_none() -> None:
    client, _ = contributor()
    image = make_image(alt="As it was.")
    closed = make_image("closed")
    make_article(status=Status.DRAFT, image=closed)
    assert client.get(page_of(image)).status_code == 200
    assert client.get(page_of(closed)).status_code == 404
    assert save(client, image, "", alt="Changed.").status_code == 403
    assert client.post(reverse("desk:delete-image", args=[image.pk])).status_code == 403
    upload = SimpleUploadedFile("mine.png", png(), "image/png")
    assert client.post(reverse("desk:new-image"), {"upload": upload, "alt": "Mine."}).status_code == 302
    image.refresh_from_db()
    assert image.alt == "As it was."


def test_the_library_costs_the_same_queries_at_any_size() -> None:
    client, _ = at_desk()

    def add(number: int) -> None:
        for _ in range(number):
            make_article(image=make_drawing())

    assert_same_queries_for_any_number(reverse("desk:images"), add, client)
