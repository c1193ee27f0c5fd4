"""What a member of the small site with words of sixty letters keeps in the library."""

from django.utils import timezone

from articles.models import Article
from library import keeping
from library.keeping import Stop
from library.models import Highlight
from members.models import User


def keep_in_library(article: Article, word: str, by: User) -> None:
    now = timezone.now()
    keeping.save(by, article, at=now)
    keeping.note_progress(by, article, Stop(400, word, word), at=now)
    entry = keeping.entry_of(by, article)
    keeping.write_note(entry, word, base="", at=now)
    words = {"exact": word, "prefix": word, "suffix": word, "note": word}
    Highlight.objects.create(
        entry=entry, part="full", is_unique=True, anchored_in="before", made_at=now, changed_at=now, **words
    )
