"""A visitor reads an article, its page tells so, and an editor sees the number at the desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from insights.counting import counting
from insights.models import Measure, SearchInVain
from insights.writing import ENOUGH_DAYS, add_counts, add_in_vain
from members.roles import EDITOR
from tests.factories import make_article, make_tag, make_user
from tests.insights.telling import FIREFOX, counted
from tests.journeys.checks import check_axe, keep_picture, screens, too_small, too_wide
from tests.journeys.visits import Visits
from tests.times import NOW

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# What our scripts do each second, or after three, when the test says so. Playwright's own clock knows no navigation.
SECONDS = """
const acts = new Map();
const { setInterval: each, clearInterval: stop, setTimeout: once } = window;
const later = (act) => (acts.set(-1 - acts.size, act), -acts.size);
window.setInterval = (act, wait, ...rest) => (wait === 1000 ? later(act) : each(act, wait, ...rest));
window.clearInterval = (key) => acts.delete(key) || stop(key);
window.setTimeout = (act, wait, ...rest) => (wait === 3000 ? later(act) : once(act, wait, ...rest));
window.secondsPass = (seconds) => {
  for (let second = 0; second < seconds; second += 1) [...acts.values()].forEach((act) => act());
};
"""


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    counting.all()
    yield
    counting.all()


def look_at(page: Page, address: str, seconds: int) -> None:
    """A page that is open for so long."""
    page.add_init_script(SECONDS)
    page.goto(address)
    pass_by(page, seconds)


def told(what: str) -> Callable[[Response], bool]:
    return lambda answer: f"what={what}" in (answer.request.post_data or "")


def pass_by(page: Page, seconds: int) -> None:
    page.evaluate("(seconds) => secondsPass(seconds)", seconds)


def test_a_visitors_read_and_gate_are_counted_and_shown_at_the_desk(visits: Visits) -> None:
    article = make_article(title="A quieter amygdala")
    page = visits.page(user_agent=FIREFOX)
    with page.expect_response(told("gate")), page.expect_response(told("read")):
        look_at(page, article.get_absolute_url(), 9)
        page.locator("#gate").scroll_into_view_if_needed()
    assert not page.context.cookies()
    editor = visits.page(user=make_user(EDITOR))
    editor.goto("/desk/insights/")
    row = editor.get_by_role("row").filter(has_text="A quieter amygdala")
    expect(row.get_by_role("cell").nth(0)).to_have_text("1")
    expect(row.get_by_role("cell").nth(2)).to_have_text("1")
    assert counted() == {(Measure.READ_BY_VISITOR, article.pk): 1, (Measure.GATE, article.pk): 1}


def test_a_members_full_post_counts_at_its_end_and_an_editors_never(visits: Visits) -> None:
    article = make_article()
    editor = visits.page(user=make_user(EDITOR), user_agent=FIREFOX)
    look_at(editor, article.get_absolute_url(), 20)
    member = visits.page(user=make_user(), user_agent=FIREFOX)
    with member.expect_response("**/count/"):
        look_at(member, article.get_absolute_url(), 9)
    with member.expect_response(told("end")):
        member.locator("#full > :last-child").scroll_into_view_if_needed()
    assert counted() == {(Measure.READ_BY_MEMBER, article.pk): 1, (Measure.FULL_READ, article.pk): 1}


def test_a_glance_is_no_read_and_a_reload_no_second_one(visits: Visits) -> None:
    article = make_article()
    page = visits.page(user_agent=FIREFOX)
    look_at(page, article.get_absolute_url(), 5)
    assert not counted().get((Measure.READ_BY_VISITOR, article.pk))
    with page.expect_response(told("read")):
        pass_by(page, 5)
    page.reload()
    pass_by(page, 20)
    assert counted()[Measure.READ_BY_VISITOR, article.pk] == 1


def test_a_search_in_vain_is_told(visits: Visits) -> None:
    make_article()
    page = visits.page(user_agent=FIREFOX)
    with page.expect_response("**/count/"):
        look_at(page, "/search/?q=zyzzyva", 1)
    assert not counted()
    assert [row.query for row in SearchInVain.objects.all()] == [""]


def test_the_page_of_numbers_keeps_the_rules(visits: Visits) -> None:
    today = NOW.date()
    articles = [make_article(title=f"What scans {verb} after therapy") for verb in ("show", "miss", "suggest")]
    tag = make_tag("Fear extinction recall")
    numbers = {
        (today.fromordinal(today.toordinal() - age), Measure.READ_BY_VISITOR, article.pk): 3 + age * 7 % 19
        for age in range(30)
        for article in articles
    }
    add_counts({**numbers, (today, Measure.TOPIC_SEARCH, tag.pk): 12, (today, Measure.GATE, articles[0].pk): 40})
    for age in range(ENOUGH_DAYS):
        add_in_vain({(today.fromordinal(today.toordinal() - age), "ketamine assisted exposure"): 2})
    page = visits.page(user=make_user(EDITOR))
    page.goto("/desk/insights/")
    page.get_by_text("The same by day, as a table").click()
    expect(page.get_by_role("region", name="Numbers by day")).to_be_visible()
    for screen in screens(page):
        check_axe(page)
        assert not too_small(page)
        keep_picture(page, f"insights {screen}")
    assert not too_wide(page)
