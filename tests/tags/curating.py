"""A small vocabulary with something of everything, for the tests of its curators."""

from dataclasses import dataclass, field

from articles.models import Article
from articles.status import Status
from tags.cache.snapshot import current_snapshot
from tags.models import FormerTagSlug, Tag, TagMatch, TagNotation, TagNote
from tests.factories import make_article, make_category, make_tag, make_taxonomy


@dataclass
class Vocabulary:
    """Disorders three levels deep, two regions, two categories; articles under most of them."""

    tags: dict[str, Tag] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)

    def __getitem__(self, name: str) -> Tag:
        return Tag.objects.get(pk=self.tags[name].pk)

    def add(self, name: str, **details: object) -> Tag:
        self.tags[name] = make_tag(name, **details)  # type: ignore[arg-type]
        return self.tags[name]


def make_vocabulary() -> Vocabulary:
    """Anxiety > Phobia > Social phobia; Stress > PTSD; Fear beside Phobia; Amygdala and Insula; two categories."""
    found = Vocabulary()
    region = make_taxonomy("region", position=20)
    anxiety, stress = found.add("Anxiety", scope_note="Fear that lasts."), found.add("Stress")
    phobia = found.add("Phobia", under=[anxiety], synonyms=["Phobic disorder", "Dread"])
    social = found.add("Social phobia", under=[phobia], synonyms=["SAD"])
    ptsd = found.add("PTSD", under=[stress, anxiety], scope_note="After a disaster.")
    fear = found.add("Fear", under=[anxiety], synonyms=["Dread", "Fright"], related=[stress])
    amygdala = found.add("Amygdala", taxonomy=region, related=[fear, phobia])
    insula = found.add("Insula", taxonomy=region)
    found.tags |= {name: make_category(name) for name in ("Therapy", "Neuroscience")}
    describe(fear, phobia)
    FormerTagSlug.objects.create(slug="angst", tag=fear)
    filings = [[fear], [phobia, fear, amygdala], [fear, phobia], [social, insula], [ptsd, social], [phobia]]
    categories = [found["Therapy"], found["Neuroscience"]]
    for number, tags in enumerate(filings):
        found.articles.append(make_article(f"article-{number}", tags=tags, categories=categories[: 1 + number % 2]))
    found.articles.append(make_article("draft", status=Status.DRAFT, tags=[fear], categories=categories[:1]))
    return found


def describe(fear: Tag, phobia: Tag) -> None:
    TagNote.objects.create(tag=fear, kind="definition", text="What one feels in danger.")
    for tag in (fear, phobia):
        TagMatch.objects.create(tag=tag, relation="exactMatch", identifier="D000001", name="Fear")
        TagNotation.objects.create(tag=tag, value="F40")
    TagMatch.objects.create(tag=fear, relation="closeMatch", identifier="D000002", name="Fright")


def again(tag: Tag) -> Tag:
    return Tag.objects.get(pk=tag.pk)


def labels(tag: Tag) -> list[tuple[str, str]]:
    return list(tag.labels.values_list("kind", "name").order_by("name"))


def parents(tag: Tag) -> set[str]:
    return set(tag.broader.values_list("name", flat=True))


def children(tag: Tag) -> set[str]:
    return set(tag.narrower.values_list("name", flat=True))


def related(tag: Tag) -> set[str]:
    return {other.name for other in Tag.objects.related_to(tag)}


def articles_under(tag: Tag) -> list[Article]:
    """Those filed under the tag or a narrower one."""
    return list(Article.objects.filter(tags__paths_up__ancestor=tag).distinct())


def tags_of(article: Article) -> list[str]:
    return [tag.name for tag in Article.objects.with_page().get(pk=article.pk).tag_list]


def leads_to(slug: str) -> str:
    """The slug of the tag to which an old address redirects."""
    tag = current_snapshot().tag_tree.moved_to(slug)
    return tag.slug if tag else ""
