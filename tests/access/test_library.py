"""A library is its member's alone: nobody else reaches or infers anything in it, by any address, method or key."""

from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from library import keeping
from library.highlights.anchoring import Quotation
from library.highlights.passages import keep, part_of
from library.keeping import Stop
from library.models import Entry, Highlight, OwnItem, OwnList
from library.own_lists.link_sharing import share, token_of
from library.own_lists.own_arrangement import add, copy, make
from lists.models import ReadingList
from members.models import User
from tests.access.answers import ANSWER
from tests.access.crawl import steady
from tests.access.matrix import Kind, every_address
from tests.access.world import STATES, World
from tests.factories import make_user

pytestmark = pytest.mark.both_engines
SECRETS = ("zqlist", "zqreason", "zqnote", "zqpassagenote", "zqstopped")
OTHERS = ("visitor", "inactive member", "reader", "member", "contributor", "editor", "administrator")


def fill(owner: User, article: Article) -> dict[str, Any]:
    """What the owner keeps of a published article, and the parts of addresses that name it."""
    now = timezone.now()
    entry = keeping.entry_of(owner, article)
    keeping.save(owner, article, at=now)
    keeping.write_note(entry, "zqnote", base="", at=now)
    keeping.note_progress(owner, article, Stop(300, "zqplace", "zqstopped"), at=now)
    text = part_of(article, "full", owner)
    words = text.cut(0, 12)
    made = keep(entry, "full", Quotation(words, "", text.cut(12, 90)), text, at=now, note="zqpassagenote")
    own = make(owner, "zqlist", at=now)
    add(own, article, "zqreason", at=now)
    return {"pk": entry.pk, "slug": article.slug, "key": made.key, "list": own.pk}


REFERENCES: Final = ("bib", "ris", "json", "txt", "html")


def addresses(parts: dict[str, Any]) -> list[str]:
    """Every address of the library, with every act."""
    found = []
    for address in every_address():
        if address.kind is not Kind.LIBRARY:
            continue
        wanted = {name: value for name, value in parts.items() if f":{name}>" in address.route}
        if ":format>" in address.route:
            forms = ("md", "csv", "bib", "ris", "json") if "<slug:format>" in address.route else REFERENCES
            found += [reverse(address.name, args=[form]) for form in forms]
            continue
        if "lists/<int:pk>" in address.route:
            wanted["pk"] = parts["list"]
        acts = ["save", "unsave", "read", "unread", "not-now", "put-back", "note", "remove", "share", "withdraw"]
        for act in acts if ":name>" in address.route else [""]:
            found.append(reverse(address.name, kwargs=wanted | ({"name": act} if act else {})))
    return found


def kept() -> list[Any]:
    return [*Entry.objects.order_by("pk").values(), *Highlight.objects.order_by("pk").values()]


def kept_list(parts: dict[str, Any]) -> list[Any]:
    own = OwnList.objects.filter(pk=parts["list"])
    return [*own.values(), *OwnItem.objects.filter(section__own_list__in=own).values()]


@pytest.mark.parametrize("person", OTHERS)
def test_nobody_reaches_or_changes_what_somebody_else_keeps(world: World, person: str) -> None:
    parts = fill(make_user(), world.articles["published"])
    before, own, client = kept(), kept_list(parts), world.client(person)
    sent = {"note": "mine", "base": "", "progress": "900", "sealed": "x", "part": "summary", "exact": "zz"}
    for address in addresses(parts):
        for method in ("get", "head", "post", "put", "delete"):
            answer = getattr(client, method)(address, sent if method == "post" else None)
            assert not any(secret in answer.getvalue().decode(errors="replace") for secret in SECRETS), (
                method,
                address,
            )
            assert answer.status_code in (200, 204, 302, 404, 405, 422), (method, address)
            if person in ("visitor", "inactive member"):
                assert answer.status_code in (302, 405), (method, address)
    assert kept_list(parts) == own
    mine = world.people.get(person)
    theirs = [row for row in kept() if row.get("member_id") != getattr(mine, "pk", 0) and "entry_id" not in row]
    assert theirs == [row for row in before if "entry_id" not in row]
    assert [row for row in kept() if "entry_id" in row] == [row for row in before if "entry_id" in row]


def test_a_key_that_is_of_somebody_else_answers_as_one_that_never_was(world: World) -> None:
    parts = fill(make_user(), world.articles["published"])
    client = world.client("member")
    for act in ("note", "remove"):
        theirs = client.post(reverse("library:highlight-act", args=[parts["key"], act]))
        nobodys = client.post(reverse("library:highlight-act", args=[uuid4(), act]))
        assert (theirs.status_code, steady(theirs)) == (404, steady(nobodys))
    for name in ("own-list", "edit-list", "delete-list"):
        theirs, nobodys = (client.get(reverse(f"library:{name}", args=[key])) for key in (parts["list"], 99_999))
        assert (theirs.status_code, steady(theirs)) == (404, steady(nobodys)), name
    for name, rest in (("entry-act", ["unsave"]), ("entry-note", []), ("forget", [])):
        theirs = client.post(reverse(f"library:{name}", args=[parts["pk"], *rest]))
        nobodys = client.post(reverse(f"library:{name}", args=[parts["pk"] + 999, *rest]))
        assert (theirs.status_code, steady(theirs)) == (404, steady(nobodys))


@pytest.mark.parametrize("person", ["reader", "member", "editor"])
def test_only_what_exists_for_somebody_can_be_kept(world: World, person: str) -> None:
    client = world.client(person)
    for state in STATES:
        expected = ANSWER[person][state] == 200
        for name, args in (("act", ["save"]), ("note", []), ("progress", []), ("highlight", [])):
            address = reverse(f"library:{name}", args=[world.articles[state].slug, *args])
            answer = client.post(address, {"note": "mine", "progress": "1", "part": "summary", "exact": "no"})
            assert (answer.status_code != 404) == expected, (state, name)
    titles = Entry.objects.values_list("article__slug", flat=True)
    assert set(titles) == {world.articles[state].slug for state in STATES if ANSWER[person][state] == 200}


def test_what_is_closed_again_is_not_told_by_what_was_kept_of_it(world: World) -> None:
    member = make_user()
    client = Client()
    client.force_login(member)
    article = world.articles["published"]
    parts = fill(member, article)
    Article.objects.filter(pk=article.pk).update(
        status="draft", title="zqnewtitle", standfirst="zqnewwords", publish_at=None
    )
    for name in ("page", "saved", "notes"):
        page = client.get(reverse(f"library:{name}")).content.decode()
        assert "zqnew" not in page, name
    assert client.get(reverse("library:article", args=[article.slug])).status_code == 404
    assert "zqnew" not in client.get(f"{reverse('library:saved')}?q=zqnewwords").content.decode().replace(
        'value="zqnewwords"', ""
    )
    assert isinstance(parts["key"], UUID)


def test_no_page_of_a_library_is_ever_stored(world: World) -> None:
    parts = fill(make_user(), world.articles["published"])
    client = world.client("member")
    for address in addresses(parts):
        answer = client.get(address)
        assert answer.status_code in (404, 405) or "no-store" in answer["Cache-Control"], address


@pytest.mark.parametrize("person", OTHERS)
def test_a_shared_list_tells_each_reader_only_of_articles_that_exist_for_them(world: World, person: str) -> None:
    own = make(make_user(), "zqlist", at=timezone.now())
    for state in STATES:
        add(own, world.articles[state], f"zqreason of {state}.", at=timezone.now())
    share(own)
    address = reverse("shared:list", args=[token_of(OwnList.objects.get(pk=own.pk))])
    answer = world.client(person).get(address)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    told = {state for state in STATES if f"zqreason of {state}." in answer.content.decode()}
    expected = ANSWER.get(person, ANSWER["visitor"])
    assert told == {state for state in STATES if expected[state] == 200}


def test_a_copy_holds_only_what_its_member_can_open(world: World) -> None:
    owner = make_user()
    for reading_list in ReadingList.objects.visible_to(owner):
        copy(owner, reading_list, at=timezone.now())
    held = OwnItem.objects.filter(section__own_list__member=owner).values_list("article", flat=True)
    assert set(held) == {world.articles[state].pk for state in STATES if ANSWER["member"][state] == 200} & set(held)
    assert held


@pytest.mark.parametrize("person", ["visitor", "member"])
def test_a_list_that_does_not_exist_for_somebody_is_not_copied(world: World, person: str) -> None:
    hidden = ReadingList.objects.exclude(pk__in=ReadingList.objects.visible_to(make_user()))
    client = world.client(person)
    for reading_list in hidden:
        assert client.post(reverse("library:copy-list", args=[reading_list.slug])).status_code in (302, 404)
    assert hidden
    assert not OwnList.objects.exists()
