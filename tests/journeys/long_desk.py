"""What editors of the small site with words of sixty letters wrote at the desk: versions, comments, notes, searches."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article, Draft, Event
from articles.revisions.catching_up import catch_up
from articles.revisions.commenting import answer, comment
from articles.revisions.reviewing import request_changes, submit
from articles.revisions.saving import note_act
from articles.revisions.sharing import share
from bibliography.models import ColumnMapping, ImportBatch, ImportRow
from insights.models import SearchInVain
from members.models import LoggedAct, User
from tests.drafts import head, send, set_aside


def work_at_the_desk(article: Article, word: str, by: User) -> dict[str, Any]:
    """Addresses of what came of it, for `str.format`."""
    now = timezone.now()
    first = catch_up(article).head_id
    send(article, first, by, title=f"{word}a", standfirst=f"{word}b", summary=f"{word}c\n\n{word}d")
    aside = set_aside(article, first, by, title=f"{word}e", slug=word, summary=f"{word}f")
    submit(article, base=head(article), by=by, at=now)
    request_changes(article, base=head(article), by=by, at=now, note=f"{word} {word}")
    thread = comment(article, word, field="summary", quote=word, by=by, at=now)
    answer(thread, word, by=by, at=now)
    note_act(article, Event.Act.TAGGED, by=by, at=now, before={"said": word}, after={"said": word})
    LoggedAct.objects.note(
        LoggedAct.Done.CHANGED, LoggedAct.Kind.READING_LIST, article, by=by, name=word, after={"said": word}
    )
    share(article, seen_as="visitor", days=7, by=by, at=now)
    LoggedAct.objects.note(
        "changed", "image", article, by=by, name=word, before={"said": word}, after={"said": f"{word}s"}
    )
    revision = Draft.objects.get(pk=article.pk).head
    Draft.objects.filter(pk=article.pk).update(due=revision, due_at=now + timedelta(days=9), due_by=by, due_note=word)
    SearchInVain.objects.create(day=timezone.localdate() - timedelta(days=1), digest="searched", number=3, query=word)
    return {"first": first, "head": head(article), "aside": aside.pk, **import_with(word, by)}


def import_with(word: str, by: User) -> dict[str, int]:
    """A table of papers that waits, with a row that is faulty."""
    batch = ImportBatch.objects.create(
        by=by, name=word, source=word, headings=[word], mapping={word: "note"}, state="ready", failure=word
    )
    row = ImportRow.objects.create(
        batch=batch, place=0, line=1, form="CSV", raw=word, csl={"title": word, "container-title": word}, key=word,
        problems=[word], left_out=[word], became="problem",
    )  # fmt: skip
    ColumnMapping.objects.create(headings="0" * 64, mapping={word: "note"})
    return {"import": batch.pk, "import_row": row.pk}
