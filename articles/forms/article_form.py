"""The form of an article: its columns, its texts, its tags. `articles.content` writes it."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction

from articles.checks.completeness import lacking
from articles.content import SEPARATOR, ArticleContent, Texts, Told, content_of, rendered, write_filed
from articles.forms.dates import ASKED, DatesForm
from articles.forms.text_fields import LinesField, MarkdownField, OneLineField
from articles.forms.typed_tags import TypedTagsField, TypedTagsWidget
from articles.models import Article, CategorisedArticle, Citation, FormerSlug, TaggedArticle
from articles.models.slugs import free_slug
from articles.site.values import CONFIDENCE_LEVELS, LONGEST_ANSWER, LONGEST_DETAIL, Fact
from articles.status import Status
from bibliography.models import Reference
from tags.fields import TagsField, in_stored_order
from tags.models import Tag
from tags.new_tags import NewTag, make_new_tag
from tags.slugs import slug_of
from tags.text.lengths import longest

LEVELS: Final = [("", "–"), *((level, level.capitalize()) for level in CONFIDENCE_LEVELS)]
SHOWN: Final = ("citations", "former_addresses", "state")  # what stands beside the fields and is not written
IN_PARTS: Final = {"caption": "image_caption", "summary": "summary", "full post": "full_post"}  # the field of each text


def fields_of(fact: Fact) -> dict[str, forms.Field]:
    """Two fields for each fact: an answer in a few words and its detail, or a level and the reason for it."""
    answer: forms.Field = one_line(
        fact.label, fact.example.get("answer", ""), longest=LONGEST_ANSWER, help_text=fact.help
    )
    more = one_line("in more detail", fact.example.get("detail", ""), longest=LONGEST_DETAIL)
    if fact.is_level:
        answer = forms.ChoiceField(label=fact.label, required=False, choices=LEVELS, help_text=fact.help)
        more = one_line("because", fact.example.get("reason", ""), longest=LONGEST_DETAIL)
    return {fact.key: answer, f"{fact.key}_detail": more}


def one_line(label: str, example: str, *, longest: int, help_text: str = "") -> OneLineField:
    widget = forms.TextInput(attrs={"placeholder": example})
    return OneLineField(label=label, required=False, max_length=longest, widget=widget, help_text=help_text)


def article_form(facts: tuple[Fact, ...]) -> "type[ArticleForm]":
    """The form of an article on a site with these facts at a glance."""
    asked = {name: field for fact in facts for name, field in fields_of(fact).items()}
    return type("ArticleForm", (ArticleForm,), {**asked, "facts": facts})


class ArticleForm(DatesForm):
    title = OneLineField(max_length=longest(Article, "title"), widget=forms.TextInput(attrs={"class": "vTextField"}))
    standfirst = OneLineField(required=False, widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}))
    byline = OneLineField(
        required=False,
        max_length=longest(Article, "byline"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    image_caption = OneLineField(
        label="Caption", required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
    )
    key_points = LinesField(required=False, widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}))
    summary = MarkdownField(rows=14)
    full_post = MarkdownField(rows=34)
    find_reference = forms.ModelChoiceField(
        Reference.objects.all(),
        required=False,
        label="Find a reference",
        help_text="By author, word of the title, DOI or key. Choosing one cites it where the cursor was.",
    )
    tags = TagsField(
        TaggedArticle._meta.get_field("tag"),
        required=False,
        help_text="Found by label or synonym. The first one leads the way back from the article: choose them in order.",
    )
    typed_tags = TypedTagsField(
        label="Or type tags, one a line",
        required=False,
        widget=TypedTagsWidget(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Found by label or synonym, however you write it. What you type is added behind the tags above.",
    )
    categories = forms.ModelMultipleChoiceField(
        Tag.objects.filter(taxonomy__is_category=True), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta(DatesForm.Meta):
        fields = [
            "kind", "paper", "title", "slug", "standfirst", "image", "image_caption", "access", "byline", "editor",
            *ASKED,
        ]  # fmt: skip

    facts: tuple[Fact, ...] = ()  # those at a glance that it asks for
    may_add_tags = False  # whether whoever fills it in may add tags to the vocabulary
    new_tags: tuple[Tag, ...] = ()  # the tags that were made when the form was written
    texts: Texts | None = None  # both parts as HTML, once the form was cleaned; also when there was something to mend

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["tags"].queryset = Tag.objects.filter(taxonomy__is_category=False).select_related("taxonomy")  # type: ignore[attr-defined]
        self.fields["find_reference"].widget = AutocompleteSelect(Citation._meta.get_field("reference"), admin.site)
        self.fields["find_reference"].widget.choices = self.fields["find_reference"].choices  # type: ignore[attr-defined]
        self.fields["typed_tags"].may_add = self.may_add_tags  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial = {**self.initial, **initial_of(self.instance)}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "tags" in self.cleaned_data:
            chosen = [*self.cleaned_data["tags"], *self.cleaned_data.get("typed_tags", ())]
            self.cleaned_data["tags"] = list(dict.fromkeys(chosen))
        self._clean_address()
        self._clean_glance()
        self._clean_texts()
        if self.cleaned_data.get("kind") == Article.Kind.OVERVIEW and self.cleaned_data.get("paper"):
            self.add_error("paper", "An overview is not about one paper. Cite it in the text, or choose Paper summary.")
        if self.instance.status == Status.PUBLISHED and not self.errors:
            for part, message in lacking(self.content(), self.facts).items():
                field = next((fact.key for fact in self.facts), None) if part == "at_a_glance" else part
                self.add_error(field, f"What is published needs this. {message}")
        return self.cleaned_data

    def _clean_address(self) -> None:
        cleaned = self.cleaned_data
        if "slug" not in cleaned or "title" not in cleaned:
            return
        cleaned["slug"] = cleaned["slug"] or free_slug(slug_of(cleaned["title"]), self.instance)
        former = FormerSlug.objects.filter(slug=cleaned["slug"]).exclude(article=self.instance.pk)
        if taken := former.select_related("article").first():
            self.add_error("slug", f"This address leads on to “{taken.article}”. Choose another one.")
        elif not cleaned["slug"]:
            self.add_error("slug", "Choose an address: none can be made of this title.")

    def _clean_glance(self) -> None:
        cells: dict[str, dict[str, str]] = {}
        for fact in self.facts:
            name = fact.key
            said, more = self.cleaned_data.get(name, ""), self.cleaned_data.get(f"{name}_detail", "")
            if fact.is_level and bool(said) != bool(more):
                self.add_error(name, "Choose how sure we are, and say why.")
            elif fact.is_level and said:
                cells[name] = {"level": said, "reason": more}
            elif said:
                cells[name] = {"answer": said, "detail": more}
            elif more:
                self.add_error(name, "Say it in a few words first.")
        if cells and self.cleaned_data.get("kind") == Article.Kind.OVERVIEW:
            self.add_error(next(iter(cells)), "Facts at a glance belong to a paper; an overview has none.")
        self.cleaned_data["at_a_glance"] = cells

    def _clean_texts(self) -> None:
        caption, summary, full_post = (self.cleaned_data.get(name, "") for name in IN_PARTS.values())
        self.texts = rendered(caption, summary, full_post)
        for line, part, message in self.texts.problems:
            self.add_error(IN_PARTS[part], message if part == "caption" else f"Line {line}: {message}")
        if caption and not self.cleaned_data.get("image") and "image" not in self.errors:
            self.add_error("image_caption", "Choose the image that this is about, or leave it empty.")
        if SEPARATOR in summary.split("\n"):
            self.add_error("summary", f"The line {SEPARATOR} cannot stand here: it is what ends a summary in files.")

    def content(self) -> ArticleContent:
        """What the form says, without the curated links."""
        said = self.cleaned_data
        return ArticleContent(
            slug=said["slug"],
            kind=said["kind"],
            title=said["title"],
            standfirst=said["standfirst"],
            access=said["access"],
            byline=said["byline"],
            categories=tuple(tag.name for tag in said["categories"]),
            tags=tuple(tag.name for tag in said["tags"]),
            paper=said["paper"].key if said["paper"] else None,
            key_points=tuple(said["key_points"]),
            at_a_glance=said["at_a_glance"],
            image=said["image"].name if said["image"] else None,
            image_caption=said["image_caption"],
            related=(),
            summary=said["summary"],
            full_post=said["full_post"],
        )

    @transaction.atomic
    def write(self) -> list[Told]:
        """Save everything that the form says, and make the new tags that it names.

        The instance takes its old address back first, so that it leads on.
        """
        article = self.instance
        stored = list(article.categories.all()) if article.pk else []
        article.slug = self.initial["slug"] if article.pk else article.slug
        self.set_dates()
        categories = in_stored_order(self.cleaned_data["categories"], stored)
        made = {tag: make_new_tag(tag) for tag in self.cleaned_data["tags"] if isinstance(tag, NewTag)}
        self.new_tags = tuple(tag for tag, is_new in made.values() if is_new)
        tags = [made[tag][0] if isinstance(tag, NewTag) else tag for tag in self.cleaned_data["tags"]]
        return write_filed(article, self.content(), tags=list(dict.fromkeys(tags)), categories=categories)


# What no fact may be called: a fact is two fields of the form, which would take the place of others, or be written to
# a column.
TAKEN: Final = frozenset({
    *ArticleForm.base_fields, *(column.name for column in Article._meta.get_fields()), *SHOWN, "facts",
})  # fmt: skip


def initial_of(article: Article) -> dict[str, Any]:
    """What the form shows of a stored article beyond its columns."""
    content = content_of(article)
    initial: dict[str, Any] = {
        "key_points": list(content.key_points),
        "summary": content.summary,
        "full_post": content.full_post,
        "tags": list(article.tags.all()),
        "categories": list(CategorisedArticle.objects.filter(content_object=article).values_list("tag", flat=True)),
    }
    for name, said in content.at_a_glance.items():
        initial[name] = said.get("level") or said.get("answer", "")
        initial[f"{name}_detail"] = said.get("reason") or said.get("detail", "")
    return initial
