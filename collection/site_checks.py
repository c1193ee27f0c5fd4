"""Whether the site and the facts at a glance of its articles go together, those that are stored already included."""

from collections.abc import Iterator, Mapping

from articles.models import Article
from articles.site.snapshot import stored_site
from articles.site.values import Fact, Site, asked_of, not_given
from collection.faults import Fault
from collection.reading import SITE
from collection.states import state_of
from collection.values import ArticleFile, Collection
from tags.text.likeness import did_you_mean


def site_after(collection: Collection) -> Site | None:
    """The site when this has been loaded. None: the file cannot be read, or nothing was ever said of the site."""
    if collection.site:
        return collection.site.site
    return None if SITE in collection.present else stored_site()


def of_facts(article: ArticleFile, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    file, content = f"articles/{article.content.slug}.md", article.content
    for name in content.at_a_glance:
        if name not in facts:
            hint = did_you_mean(name, facts) or "."
            yield Fault(file, article.places.get(f"at_a_glance: {name}", 0), f"No key is called “{name}” here{hint}")
        elif content.kind and content.kind not in facts[name].kinds:
            told = f"“{name}” is not asked of an article of the kind “{content.kind}”."
            yield Fault(file, article.places.get(f"at_a_glance: {name}", 0), told)
    lacks = [fact.key for fact in not_given(facts.values(), content.kind, content.at_a_glance)]
    if lacks and article.state.was_published:
        yield Fault(file, article.places.get("at_a_glance", 0), f"“at_a_glance” lacks {', '.join(lacks)}.")


def of_taxonomies(collection: Collection, taxonomies: Mapping[str, str]) -> Iterator[Fault]:
    """Looks and orders are given to taxonomies that there are."""
    if not collection.site:
        return
    site = collection.site.site
    named = (("looks", site.looks), ("home", site.home), ("matrix", site.matrix), ("file_under", site.file_under))
    for key, slugs in named:
        for slug in slugs:
            if slug not in taxonomies:
                line, hint = collection.site.places.get(f"{key}: {slug}", 0), did_you_mean(slug, taxonomies) or "."
                yield Fault(SITE, line, f"No taxonomy has the address “{slug}”{hint}")


def of_site(collection: Collection) -> Iterator[Fault]:
    """Facts that stored articles give cannot be dropped, and what they lack cannot be asked for; unless they are in
    the folder, too, and change with it.
    """
    if not collection.site or collection.site.site == stored_site():
        return
    facts = collection.site.site.facts
    line = collection.site.places.get("facts", 0)
    brought = collection.stems("articles")
    for article in Article.objects.exclude(slug__in=brought).order_by("slug"):
        asked = {fact.key for fact in asked_of(article.kind, facts)}
        dropped = sorted({*article.at_a_glance} - asked)
        if dropped:
            yield Fault(SITE, line, f"“{article.slug}” is stored here with {', '.join(dropped)}; keep that.")
        lacks = [fact.key for fact in not_given(facts, article.kind, article.at_a_glance)]
        if lacks and state_of(article).was_published:
            yield Fault(SITE, line, f"“{article.slug}” is stored here without {', '.join(lacks)}: do not require it.")
