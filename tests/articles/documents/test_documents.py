"""What is stored of an article is what would be made of it now, whoever wrote what it shows, and how."""

from collections.abc import Callable
from io import StringIO
from typing import Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from articles.content import content_of, render_again, write_content
from articles.documents import frames, parts, storing
from articles.documents.kept import KeptForSite
from articles.documents.storing import is_wrong, make
from articles.documents.triggers import SHOWN, name_of
from articles.models import Article, Citation, Document, FullDocument, Image
from articles.related.display import related_to
from bibliography.models import Reference
from members.models import User
from members.roles import EDITOR, MEMBER
from tags import curation
from tags.models import Tag
from tests.factories import (
    make_article,
    make_category,
    make_drawing,
    make_list,
    make_reference,
    make_tag,
    make_user,
    relate_articles,
)
from tests.queries import queries_of
from tests.times import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
TRIGGERS: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def first() -> Article:
    return Article.objects.get(slug="first")


@pytest.fixture
def article() -> Article:
    """With all that the documents of an article show."""
    paper = make_reference(title="A paper of the first")
    cited = make_reference(title="A work that is cited")
    return make_article(
        "first",
        editor=make_user(EDITOR, name="Ada Editor"),
        tags=[make_tag("Fear"), make_tag("Dread")],
        categories=[make_category("Neuroscience")],
        paper=paper,
        image=make_drawing(alt="How it looked at first"),
        summary=f"A summary [@{cited.key}].",
        full_post="## Behind the gate\n\nWords for members.",
    )


def shown(role: str = "") -> str:
    client = Client()
    if role:
        client.force_login(make_user(role))
    return str(client.get("/articles/first/").text)


def edited() -> None:
    changed = content_of(first())
    write_content(first(), type(changed)(**{**vars(changed), "standfirst": "Changed in the form."}))


def edited_behind_the_gate() -> None:
    changed = content_of(first())
    write_content(first(), type(changed)(**{**vars(changed), "full_post": "## Changed behind the gate\n\nWords."}))


def renamed() -> None:
    curation.rename(Tag.objects.get(name="Fear"), "Changed by curators", by=None, at=NOW)


def merged() -> None:
    curation.merge(Tag.objects.get(name="Fear"), into=make_tag("Changed by merging"), by=None, at=NOW)


def renamed_category() -> None:
    curation.rename(Tag.objects.get(name="Neuroscience"), "Changed category", by=None, at=NOW)


def filed_anew() -> None:
    first().tags.add(Tag.objects.filter(name="Changed by filing").first() or make_tag("Changed by filing"))


def corrected() -> None:
    Reference.objects.filter(title="A paper of the first").update(title="Changed by correction")


def corrected_where_cited() -> None:
    cited = Citation.objects.get(article__slug="first").reference
    Reference.objects.filter(pk=cited.pk).update(citation_html="Changed where it is cited")


def described_anew() -> None:
    Image.objects.update(alt="Changed description")
    render_again(Image.objects.get())


def called_anew() -> None:
    User.objects.filter(name="Ada Editor").update(name="Changed name")


def written_by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET title = 'Changed by hand'")


ACTS: Final[dict[Callable[[], None], str]] = {
    edited: "Changed in the form.",
    edited_behind_the_gate: "Changed behind the gate",
    renamed: "Changed by curators",
    merged: "Changed by merging",
    renamed_category: "Changed category",
    filed_anew: "Changed by filing",
    corrected: "Changed by correction",
    corrected_where_cited: "Changed where it is cited",
    described_anew: "Changed description",
    called_anew: "Changed name",
    written_by_hand: "Changed by hand",
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
@pytest.mark.parametrize("role", ["", MEMBER])
def test_a_page_shows_at_once_what_was_changed(article: Article, act: Callable[[], None], role: str) -> None:
    assert "Changed" not in shown(role)
    act()
    assert ACTS[act] in shown(role)
    assert ACTS[act] in shown(role)
    assert not is_wrong(article.pk)


def test_rows_and_teasers_follow(article: Article) -> None:
    other = make_article("other")
    relate_articles(other, article, reason="For a reason.")
    client = Client()
    for address in ("/latest/", "/tags/fear/", "/articles/other/"):
        assert article.title in client.get(address).text, address
    Article.objects.filter(pk=article.pk).update(title="Changed everywhere")
    curation.rename(Tag.objects.get(name="Dread"), "Changed beside it", by=None, at=NOW)
    for address in ("/latest/", "/tags/fear/", "/articles/other/"):
        assert "Changed everywhere" in client.get(address).text, address
    assert "Changed beside it" in client.get("/latest/").text


def test_what_is_written_while_documents_are_made_keeps_them_from_being_stored(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_the_former = parts.documents_of

    def slowly(as_it_was: Article) -> parts.Documents:
        made = of_the_former(as_it_was)
        Article.objects.filter(pk=article.pk).update(title="Written meanwhile")
        return made

    monkeypatch.setattr(storing, "documents_of", slowly)
    make(article.pk)
    monkeypatch.undo()
    assert not is_wrong(article.pk)
    assert "Written meanwhile" in shown()


def test_a_database_that_takes_no_writing_keeps_nobody_from_reading(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(storing, "store", refuse)
    Article.objects.filter(pk=article.pk).update(title="Not stored")
    assert "Not stored" in shown()
    assert "Words for members." in shown(MEMBER)
    assert "Not stored" in Client().get("/latest/").text


def test_what_stands_around_a_full_post_is_kept_from_visitors(article: Article) -> None:
    """Its contents and references are as closed as it; the headings alone are told at the gate."""
    FullDocument.objects.update(parts={"contents": "secretcontents", "references": "secretreferences"})
    page = shown()
    assert "secret" not in page
    assert "Words for members." not in page
    assert "secretcontents" in shown(MEMBER)
    Article.objects.filter(pk=article.pk).update(standfirst="Made anew for a visitor.")
    page = shown()
    assert "Made anew for a visitor." in page
    assert 'href="#full"' not in page
    assert 'href="#full"' in shown(MEMBER)


def test_a_frame_that_was_made_for_an_editor_tells_a_visitor_nothing_of_them(article: Article) -> None:
    frames._frames = KeptForSite()
    editor = make_user(EDITOR, name="Eve Editor", email="eve@example.org")
    client = Client()
    client.force_login(editor)
    theirs = client.get("/articles/first/?list=nowhere").text
    page = shown()
    assert "Log out" in theirs
    assert not [word for word in ("Log out", "eve@example", "Eve Editor", "nowhere", "csrf") if word in page]


def test_a_visitor_costs_four_queries_and_a_member_eight(article: Article) -> None:
    make_list(articles=[article, make_article("beside")])
    relate_articles(article, make_article("linked"))
    member = Client()
    member.force_login(make_user(MEMBER))
    for client, most in ((None, 4), (member, 8)):
        queries_of("/articles/first/", client)
        queries = queries_of("/articles/first/", client)
        assert len(queries) <= most, "\n".join(queries)


def test_every_trigger_stands_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        installed = {name for (name,) in cursor.fetchall()}
    assert {name_of(shown, act) for shown in SHOWN for act in shown.acts} <= installed


def test_the_command_finds_what_is_wrong_and_mends_it(article: Article) -> None:
    call_command("rebuild_pages", stdout=StringIO())
    call_command("rebuild_pages", check=True, stdout=StringIO())
    Document.objects.filter(pk=article.pk).update(row="Stale")
    with pytest.raises(CommandError, match="1 are wrong"):
        call_command("rebuild_pages", check=True, stdout=StringIO(), stderr=StringIO())
    call_command("rebuild_pages", stdout=StringIO())
    call_command("rebuild_pages", check=True, stdout=StringIO())
    assert "Stale" not in Client().get("/latest/").text


def test_related_articles_come_with_their_documents(article: Article) -> None:
    other = make_article("other")
    relate_articles(other, article)
    [related] = related_to(other.pk, AnonymousUser(), NOW)
    assert article.title in (related.article.teaser or "")
