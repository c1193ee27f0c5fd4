"""Answers in the memory of one process: so many bytes, and what was asked for least recently goes first."""

import threading
from collections import OrderedDict
from contextlib import suppress
from typing import Final

from cbtneuro.page_cache.answers import Answer

Key = tuple[str, str, str, str]  # scheme, host, path, query

MOST_WAITING: Final = 2048  # addresses with a query, asked for once


class Memory:
    """An address with a query is kept from its second time on: there are as many of them as somebody can think of."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held = 0
        self.answers: OrderedDict[Key, Answer] = OrderedDict()
        self.waiting: OrderedDict[Key, None] = OrderedDict()
        self.turn = threading.Lock()

    def get(self, key: Key) -> Answer | None:
        answer = self.answers.get(key)
        if answer is not None:
            with suppress(KeyError):  # somebody else dropped it just now
                self.answers.move_to_end(key)
        return answer

    def put(self, key: Key, answer: Answer) -> bool:
        """Whether it is kept now."""
        with self.turn:
            if key[3] and key not in self.answers and key not in self.waiting:
                self.waiting[key] = None
                if len(self.waiting) > MOST_WAITING:
                    self.waiting.popitem(last=False)
                return False
            self.waiting.pop(key, None)
            former = self.answers.pop(key, None)
            self.held += answer.size - (former.size if former else 0)
            self.answers[key] = answer
            while self.held > self.most_bytes and self.answers:
                _, dropped = self.answers.popitem(last=False)
                self.held -= dropped.size
            return True
