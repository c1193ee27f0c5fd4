"""References that became part of another one, asked for and named by their former keys."""

import pytest

from articles.models import Article
from articles.text.merged_references.joining import merge_references
from members.entrance.tokens.scopes import WRITE_DRAFTS
from members.roles import CONTRIBUTOR, EDITOR
from tests.api.programs import ROOT, Program, token_of
from tests.factories import make_article, make_reference, make_user
from tests.times import NOW

pytestmark = pytest.mark.django_db


def test_the_key_of_a_merged_reference_leads_on_where_the_other_one_is_shown() -> None:
    kept = make_reference("smith2015")
    merge_references(kept, make_reference("smith2015a"), taken={}, by=make_user(EDITOR), at=NOW)
    assert Program().read("/references/smith2015a").status_code == 404
    make_article("one", paper=kept)
    response = Program().read("/references/smith2015a")
    assert response.status_code == 301
    assert response["Location"] == f"http://testserver{ROOT}/references/smith2015"
    assert Program().read("/references/smith2015").json()["key"] == "smith2015"


def test_a_draft_that_names_merged_references_holds_the_keys_of_today() -> None:
    program = Program(token_of(make_user(CONTRIBUTOR), WRITE_DRAFTS))
    kept = make_reference("smith2015")
    merge_references(kept, make_reference("smith2015a"), taken={}, by=make_user(EDITOR), at=NOW)
    sent = {"title": "One", "kind": "paper-summary", "paper": "smith2015a", "references": ["smith2015a", "smith2015"]}
    begun = program.send("post", "/drafts", sent)
    assert begun.status_code == 201, begun.json()
    assert Article.objects.get(pk=begun.json()["id"]).draft.head.content["paper"] == "smith2015"
    assert Article.objects.get(pk=begun.json()["id"]).draft.head.content["references"] == ["smith2015"]
    refused = program.send("post", "/drafts", {**sent, "paper": "nobody1900", "references": ["nobody1900"]})
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/paper", "/references/0"]
