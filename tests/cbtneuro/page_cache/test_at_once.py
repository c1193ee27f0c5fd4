"""Many who ask for one page at the same moment: it is made once, and who waits has the former one or the new."""

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from cbtneuro.page_cache.content_version.reading import Known
from cbtneuro.page_cache.memory import Key
from cbtneuro.page_cache.rendering import Making
from tests.cbtneuro.page_cache.visitors import Answered, Content, Counting, asked, front


class Slow(Counting):
    """Answers when it is told to."""

    def __init__(self, *, status: str = "200 OK") -> None:
        super().__init__(status=status)
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.is_asked.set()
        assert self.may_answer.wait(10)
        return super().__call__(environ, start_response)


@pytest.mark.parametrize("is_expired", [False, True], ids=["new", "expired"])
def test_two_hundred_at_once_make_one_page(content: Content, is_expired: bool) -> None:
    application = Slow()
    cache = front(application, content)
    if is_expired:
        application.may_answer.set()
        asked(cache, "/")
        application.is_asked.clear()
        application.may_answer.clear()
        content.number = 2
    already = application.answers
    answers: list[Answered] = []
    threads = [threading.Thread(target=lambda: answers.append(asked(cache, "/"))) for _ in range(200)]
    for thread in threads:
        thread.start()
    assert application.is_asked.wait(10)
    application.may_answer.set()
    for thread in threads:
        thread.join(10)
    assert (len(answers), application.answers) == (200, already + 1)
    assert {one.status for one in answers} == {200}
    assert len({one.body for one in answers}) <= already + 1
    assert asked(cache, "/").body == b"Answer %d " % (already + 1) * 50


def test_who_waits_for_a_page_that_cannot_be_made_hears_so_with_its_maker(content: Content) -> None:
    application = Slow(status="503 Service Unavailable")
    cache = front(application, content)
    take, is_waited_for = cache.turns.take, threading.Event()

    def taken(key: Key) -> Making | None:
        making = take(key)
        if making is not None:
            is_waited_for.set()
        return making

    cache.turns.take = taken  # type: ignore[method-assign]
    answers: list[Answered] = []
    threads = [threading.Thread(target=lambda: answers.append(asked(cache, "/"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert is_waited_for.wait(10)
    application.may_answer.set()
    for thread in threads:
        thread.join(10)
    assert [(one.status, one.body) for one in answers] == [(503, b"Answer 1 " * 50)] * 2
    assert asked(cache, "/").body == b"Answer 2 " * 50  # nobody keeps it


def test_who_comes_when_the_page_was_made_a_moment_ago_does_not_make_it_again(content: Content) -> None:
    """Somebody else makes it between this request's look at what is kept and its turn."""
    application = Counting()
    cache = front(application, content)
    current, others = cache.version.current, [lambda: asked(cache, "/")]

    def overtaken() -> Known | None:
        if others:
            others.pop()()
        return current()

    cache.version.current = overtaken  # type: ignore[method-assign]
    assert asked(cache, "/").body == b"Answer 1 " * 50
    assert application.answers == 1


def test_the_former_page_is_shown_while_the_new_one_is_made(content: Content) -> None:
    application = Slow()
    application.may_answer.set()
    cache = front(application, content, interval=0)
    asked(cache, "/")
    content.number = 2
    application.is_asked.clear()
    application.may_answer.clear()
    maker = threading.Thread(target=asked, args=(cache, "/"))
    maker.start()
    assert application.is_asked.wait(10)
    assert b"Answer 1" in asked(cache, "/").body
    application.may_answer.set()
    maker.join(10)
    assert b"Answer 2" in asked(cache, "/").body
