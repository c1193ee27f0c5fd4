"""One act on many articles: put a tag on them or take it off, give them an editor, submit them. Each can be taken back.

What readers see changes by the curators' own act on topics; what was begun at the desk and never published gets a
revision. Tags are added to, or taken from, what stands there under the lock: nothing that others saved is overwritten.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.access import may_write
from articles.models import Article, Event
from articles.publishing import PublishRefused, lock, require_permission
from articles.revisions.catching_up import catch_up
from articles.revisions.reviewing import submit, unsubmit
from articles.revisions.revision_content import NamedTag, named, whole
from articles.revisions.saving import Sent, advance, locked_draft, note_act
from members.models import User
from tags import curation
from tags.models import CurationAct, Tag
from tags.text.plurals import counted

Change = Callable[[list[NamedTag], NamedTag], list[NamedTag]]


@dataclass(frozen=True)
class Done:
    """What was done, as a session keeps it. `articles`: by key, what is needed to take it back."""

    verb: str
    summary: str
    act: int | None = None
    tag: int | None = None
    articles: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: Any) -> "Done | None":
        return cls(**stored) if isinstance(stored, dict) else None


@transaction.atomic
def tag_all(articles: Iterable[Article], tag: Tag, *, by: User, at: datetime) -> Done:
    """Raises `CurationRefused` where it is on all of them already."""
    return retag(list(articles), tag, "tag", curation.tag_articles, put_on, by=by, at=at)


@transaction.atomic
def untag_all(articles: Iterable[Article], tag: Tag, *, by: User, at: datetime) -> Done:
    """Raises `CurationRefused` where it is on none of them, or a published article would be left without any."""
    return retag(list(articles), tag, "untag", curation.untag_articles, take_off, by=by, at=at)


def retag(
    articles: list[Article],
    tag: Tag,
    verb: str,
    act: Callable[..., CurationAct],
    change: Change,
    *,
    by: User,
    at: datetime,
) -> Done:
    drafts = {article.pk: catch_up(article) for article in articles}
    standing = [article for article in articles if drafts[article.pk].live_id]
    begun = [article for article in articles if not drafts[article.pk].live_id]
    changed = [article.pk for article in begun if change_draft(article, tag, change, by=by, at=at)]
    held = holding(standing, tag)
    moved = [article for article in standing if (article.pk in held) == (verb == "untag")]
    done = None
    if moved or not changed:
        done = act(moved or standing, tag, by=by, at=at)
        for article in moved:
            catch_up(article)
            note_act(article, Event.Act.TAGGED, by=by, at=at, note=done.summary)
    how = ("Put", "on") if verb == "tag" else ("Took", "off")
    drafts_changed = f"{how[0]} “{tag}” {how[1]} {counted(len(changed), 'draft')}"
    told = [*([done.summary] if done else []), *([drafts_changed] if changed else [])]
    return Done(verb, f"{'; '.join(told)}.", done.pk if done else None, tag.pk, {str(pk): None for pk in changed})


def holding(articles: Iterable[Article], tag: Tag) -> set[int]:
    """The keys of those that readers find under the tag, or in the category."""
    rows = tag.categorised_articles if tag.taxonomy.is_category else tag.tagged_articles
    return set(rows.filter(content_object__in=articles).values_list("content_object", flat=True))


def change_draft(article: Article, tag: Tag, change: Change, *, by: User, at: datetime) -> bool:
    """Whether that made a difference to what the draft holds."""
    draft = locked_draft(article)
    name = "categories" if tag.taxonomy.is_category else "tags"
    content = whole(draft.head.content)
    tags = change(content[name], *named([tag]))  # type: ignore[literal-required]
    if tags == content[name]:  # type: ignore[literal-required]
        return False
    changed = whole({**content, name: tags})
    advance(draft, Sent(changed, draft.head_id, by, at))
    note_act(article, Event.Act.TAGGED, by=by, at=at, note=f"{tag}")
    return True


def put_on(tags: list[NamedTag], tag: NamedTag) -> list[NamedTag]:
    return tags if tag["id"] in {held["id"] for held in tags} else [*tags, tag]


def take_off(tags: list[NamedTag], tag: NamedTag) -> list[NamedTag]:
    return [held for held in tags if held["id"] != tag["id"]]


@transaction.atomic
def assign(articles: Iterable[Article], editor: User | None, *, by: User, at: datetime) -> Done:
    """Whose article it is from now on."""
    require_permission(by)
    before = {}
    for article in articles:
        lock(article)
        if article.editor_id != (editor.pk if editor else None):
            before[str(article.pk)] = [article.editor_id, editor.pk if editor else None]
            give(article, editor.pk if editor else None, by=by, at=at)
    return Done("assign", f"Assigned {counted(len(before), 'article')} to {editor or 'nobody'}.", articles=before)


def give(article: Article, editor: int | None, *, by: User, at: datetime) -> None:
    told = {"before": {"editor": article.editor_id}, "after": {"editor": editor}}
    article.editor_id = editor
    article.save(update_fields=["editor"])
    note_act(article, Event.Act.ASSIGNED, by=by, at=at, **told)


@transaction.atomic
def submit_all(articles: Iterable[Article], bases: Mapping[int, int], *, by: User, at: datetime) -> Done:
    """All or none. `bases`: by the key of an article, the revision that was seen. Raises `StaleBase`."""
    submitted = {}
    for article in articles:
        submit(article, base=bases.get(article.pk), by=by, at=at)
        submitted[str(article.pk)] = bases[article.pk]
    return Done("submit", f"Submitted {counted(len(submitted), 'article')}.", articles=submitted)


@transaction.atomic
def take_back(done: Done, *, by: User, at: datetime) -> None:
    """What came in between stays. Raises `CurationRefused`, `PublishRefused` or `StaleBase`, changing nothing."""
    if done.act is not None:
        curation.undo(CurationAct.objects.get(pk=done.act), by=by, at=at)
    rows = Article.objects.in_bulk([int(pk) for pk in done.articles])
    for pk, article in rows.items():
        if not may_write(by, article):
            raise PublishRefused([f"“{article}” is no longer yours to change."])
        take_back_one(done, article, done.articles[str(pk)], by=by, at=at)


def take_back_one(done: Done, article: Article, known: Any, *, by: User, at: datetime) -> None:
    if done.verb == "submit":
        unsubmit(article, base=known, by=by, at=at)
    elif done.verb == "assign":
        require_permission(by)
        lock(article)
        if article.editor_id == known[1]:
            give(article, known[0], by=by, at=at)
    elif tag := Tag.objects.select_related("taxonomy").filter(pk=done.tag or 0).first():
        change_draft(article, tag, take_off if done.verb == "tag" else put_on, by=by, at=at)
