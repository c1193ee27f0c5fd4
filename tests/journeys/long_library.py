"""What a member of the small site with words of sixty letters keeps in the library."""

from django.utils import timezone

from articles.models import Article
from library import keeping
from library.keeping import Stop
from library.models import Highlight, OwnList
from library.own_lists.link_sharing import share
from library.own_lists.own_arrangement import OwnRow, arrange, arrangement_of_own, make
from lists.arrangement import Arrangement, Part
from members.models import User


def keep_in_library(article: Article, word: str, by: User) -> dict[str, int]:
    """The parts of addresses that name it."""
    now = timezone.now()
    keeping.save(by, article, at=now)
    keeping.note_progress(by, article, Stop(400, word, word), at=now)
    entry = keeping.entry_of(by, article)
    keeping.write_note(entry, word, base="", at=now)
    words = {"exact": word, "prefix": word, "suffix": word, "note": word}
    Highlight.objects.create(
        entry=entry, part="full", is_unique=True, anchored_in="before", made_at=now, changed_at=now, **words
    )
    row = OwnRow(article.pk, word, word)
    own = make(by, word, at=now, about=word)
    arrange(own, Arrangement(word, "", word, (Part(word, word, (row,)),)), base=base_of(own), at=now)
    share(own)
    return {"own_list": own.pk}


def base_of(own: OwnList) -> str:
    return arrangement_of_own(own, own.member, timezone.now()).mark
