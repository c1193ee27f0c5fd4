"""What the API answers to anything that its own document allows or does not: nothing that the document does not say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings, strategies
from schemathesis.specs.openapi import checks as openapi_checks

from api.describing.document import generated
from articles.models import Article, Draft
from articles.revisions.beginning import begin
from members.models import User
from members.roles import ADMINISTRATOR
from tests.api.programs import token_with_all_scopes
from tests.cbtneuro.page_cache.visitors import connection_kept
from tests.factories import make_article, make_list, make_reference, make_tag, make_user

pytestmark = pytest.mark.django_db

IDS: Final = sorted(operation["operationId"] for path in generated()["paths"].values() for operation in path.values())
CHECKS: Final = (
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
)
EXAMPLES: Final = 16  # of each operation, with a token and without
SUCCESS: Final = {200, 201, 304}


@dataclass
class Asked:
    """One operation of a site in which there is one of everything; of two cases one names what is there."""

    schema: Any
    editor: User
    draft: Article
    seen: set[int] = field(default_factory=set)
    number: int = 0

    def operation(self, name: str) -> Any:
        found = (result.ok() for result in self.schema.get_all_operations())
        return next(one for one in found if one.definition.raw["operationId"] == name)

    def name_what_is_there(self, case: Any) -> None:
        self.number += 1
        if self.number % 2 or not case.path_parameters:
            return
        slug = {"/lists/{slug}": "first-steps", "/topics/{slug}": "fear"}
        known = {
            "slug": next((said for end, said in slug.items() if case.path.endswith(end)), "a-study"),
            "topic": "grief", "key": "smith2015", "id": self.draft.pk,
        }  # fmt: skip
        case.path_parameters = {name: known[name] for name in case.path_parameters}
        if self.number % 4 == 0 and "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = f'"{Draft.objects.get(pk=self.draft.pk).head_id}"'


@pytest.fixture
def asked() -> Iterator[Asked]:
    editor = make_user(ADMINISTRATOR)
    make_tag("Grief")
    article = make_article("a-study", tags=[make_tag("Fear")], paper=make_reference("smith2015"))
    make_list("first-steps", articles=[article])
    draft = begin(kind="overview", by=editor, at=timezone.now())
    with connection_kept():
        yield Asked(schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler()), editor, draft)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("is_known", [False, True], ids=["by anybody", "by a token"])
def test_every_answer_stands_in_the_document(asked: Asked, name: str, is_known: bool) -> None:
    headers = {"Accept-Encoding": "identity"}
    if is_known:
        headers["Authorization"] = f"Bearer {token_with_all_scopes(asked.editor)}"

    operation = asked.operation(name)
    sent = strategies.one_of(*(operation.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode))

    @given(case=sent)
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def run(case: Any) -> None:
        asked.name_what_is_there(case)
        response = case.call(headers=headers)
        asked.seen.add(response.status_code)
        case.validate_response(response, checks=list(CHECKS))

    run()
    is_open = {} in operation.definition.raw["security"]
    assert bool(asked.seen & SUCCESS) is (is_known or is_open) or name == "publish_draft"
    assert is_known or is_open or 401 in asked.seen


def test_the_document_describes_every_operation() -> None:
    assert len(IDS) == 18
