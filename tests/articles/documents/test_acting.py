"""Whatever editors and curators do in whatever order, nothing that is stored of an article is wrong after it."""

import pytest

from articles.documents.storing import is_wrong
from articles.models import Article
from members.roles import EDITOR
from tests.articles.documents.acting import KINDS, Acting
from tests.factories import make_article, make_category, make_drawing, make_list, make_reference, make_tag, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
MOST = 200  # acts until each kind was done; some are refused


@pytest.mark.parametrize("seed", [14])
def test_after_acts_of_every_kind_in_any_order_nothing_stored_is_wrong(seed: int) -> None:
    tags = [make_tag(name) for name in ("Fear", "Dread", "Phobia", "Panic", "Anxiety", "Worry", "Stress", "Grief")]
    categories = [make_category(name) for name in ("Neuroscience", "Therapy", "Method")]
    articles = [
        make_article(
            tags=tags[number : number + 3],
            categories=categories[number % 3 : number % 3 + 1],
            editor=make_user(EDITOR, name="Ada Editor"),
            image=make_drawing(),
            paper=make_reference() if number % 2 else None,
            summary=f"A summary [@{make_reference().key}].",
        )
        for number in range(5)
    ]
    make_list(articles=articles[:3])
    acting = Acting(seed)
    waiting = list(dict.fromkeys(KINDS))
    acting.dice.shuffle(waiting)
    for _ in range(MOST):
        if waiting and acting.act(waiting[-1]):
            waiting.pop()
        else:
            acting.act()
        if not waiting:
            break
    assert not waiting, acting.done
    assert not [pk for pk in Article.objects.values_list("pk", flat=True) if is_wrong(pk)], acting.done
