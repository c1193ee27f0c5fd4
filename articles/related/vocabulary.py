"""Which words a reason may name: those that are a label or a synonym by themselves, as the vocabulary is now.

Two texts share many words, and most say nothing: “went”, “less”, “months”. Whose word it is decides, not how rare.
"""

from collections.abc import Mapping
from functools import lru_cache

from articles.text.tokenizer import words_of
from tags.cache.tag_tree import TagTree


@lru_cache(maxsize=2)
def label_terms(tag_tree: TagTree) -> Mapping[str, frozenset[int]]:
    """The terms that spell a whole label which readers see, each with the live tags that are called so.

    Kept until the vocabulary changes. A label without a letter names nothing: in a text it is a number.
    """
    found: dict[str, set[int]] = {}
    for tag in tag_tree.live:
        for label in tag.shown_names:
            spelled = "".join(words_of(label))
            if any(char.isalpha() for char in spelled):
                found.setdefault(spelled, set()).add(tag.pk)
    return {spelled: frozenset(tags) for spelled, tags in found.items()}


def is_label(word: str, tag_tree: TagTree) -> bool:
    """Whether a word, as a text writes it, is a label or a synonym today."""
    return spelled(word) in label_terms(tag_tree)


@lru_cache(maxsize=10_000)
def spelled(text: str) -> str:
    return "".join(words_of(text))
