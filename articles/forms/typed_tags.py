"""Tags that an editor types, one a line. What a line leaves open is asked below the lines.

A new tag is made when the article is saved, and not before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import format_html

from articles.forms.text_fields import LinesField, OneLineField
from members.roles import PERMISSIONS
from tags.lookup import Found, Homonym, Unknown, resolve
from tags.models import UNFILED, Tag, TagQuerySet, Taxonomy
from tags.new_tags import NewTag
from tags.questions.label_field import described
from tags.text.label_rules import problem_with
from tags.text.normal_form import normal_form

PREFIX: Final = "typed"  # of the fields below the lines: typed-0-word, typed-0-choice, ...
MOST_LINES: Final = 30  # each is looked up, and each may become a question
NEW, DROP = "new", "drop"
ANSWERS: Final = ("choice", "taxonomy", "broader")
ADDING: Final = "tags.add_tag"
MAY_ADD: Final = [role for role, permissions in PERMISSIONS.items() if ADDING in permissions]

Answer = Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """What was sent: the lines, and the answers to earlier questions by the normal form of their word."""

    text: str
    answers: Mapping[str, Answer]

    def __bool__(self) -> bool:
        return bool(self.text.strip())


def facets() -> Any:
    """Where a new tag can stand. Categories are few and made by themselves; in Unfiled tags wait for just this."""
    return Taxonomy.objects.filter(is_category=False).exclude(slug=UNFILED)


def taggable() -> TagQuerySet:
    return Tag.objects.filter(taxonomy__is_category=False)


class Question(forms.Form):
    """What is to become of one word: one of the tags that it may mean, a new tag in its place, or nothing."""

    word = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose one of these."})
    taxonomy = forms.ModelChoiceField(Taxonomy.objects.none(), required=False, empty_label="Choose a taxonomy")
    broader = OneLineField(
        label="Stands under",
        required=False,
        max_length=200,
        help_text="The label of a broader tag of this taxonomy. Left empty, the new tag stands at the top.",
    )

    def __init__(
        self, word: str, meaning: Homonym | Unknown, *, may_add: bool, answer: Answer | None, number: int
    ) -> None:
        prefix = f"{PREFIX}-{number}"
        sent = {f"{prefix}-{name}": value for name, value in (answer or {}).items()}
        super().__init__({**sent, f"{prefix}-word": word} if answer else None, prefix=prefix, initial={"word": word})
        self.typed = word
        self.is_homonym = isinstance(meaning, Homonym)
        self.tags = meaning.tags if isinstance(meaning, Homonym) else meaning.suggestions
        self.may_add_tag = may_add and not self.is_homonym
        self.who_may_add = "" if self.is_homonym or may_add else " or ".join(MAY_ADD)
        if not self.may_add_tag:
            del self.fields["taxonomy"], self.fields["broader"]
        else:
            self.fields["taxonomy"].queryset = facets()  # type: ignore[attr-defined]
        self.fields["choice"].choices = list(self._choices())  # type: ignore[attr-defined]

    def _choices(self) -> Iterator[tuple[str, str]]:
        for tag in self.tags:
            note = format_html('<span class="note">{}</span>', tag.scope_note) if tag.scope_note else ""
            yield str(tag.pk), format_html("{} {}", described(tag), note)
        if self.may_add_tag:
            yield NEW, "Make it a new tag"
        yield DROP, "Leave this line out"

    @property
    def asks(self) -> str:
        if self.is_homonym:
            return f"“{self.typed}” may mean {len(self.tags)} tags. Which one is meant?"
        return f"“{self.typed}” is no tag yet. What shall become of it?"

    @property
    def told(self) -> str:
        """What stands at the lines themselves while the question is open."""
        if self.is_homonym:
            return f"“{self.typed}” may mean several tags: say below which one."
        return f"“{self.typed}” is no tag yet: say below what shall become of it."

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("choice") == NEW:
            self._clean_label(cleaned.get("taxonomy"))
            if cleaned.get("taxonomy"):
                cleaned["broader"] = self._broader(cleaned["taxonomy"], cleaned.get("broader", ""))
            elif "taxonomy" not in self.errors:
                self.add_error("taxonomy", "Choose the taxonomy in which it shall stand.")
        return cleaned

    def _clean_label(self, taxonomy: Taxonomy | None) -> None:
        problem = problem_with(self.typed)
        if taxonomy and not problem:
            problem = Tag.objects.objection_to(self.typed, taxonomy)
        if problem:
            self.add_error("choice", problem)

    def _broader(self, taxonomy: Taxonomy, typed: str) -> Tag | None:
        if not typed:
            return None
        match resolve(typed, Tag.objects.filter(taxonomy=taxonomy)):
            case Found(tag):
                return tag
            case Homonym(tags):
                self.add_error("broader", f"This may mean {listed(tags)}. Write the label of the one you mean.")
            case Unknown(_, suggestions):
                meant = f" Did you mean {listed(suggestions)}?" if suggestions else ""
                self.add_error("broader", f"No tag of {taxonomy} is called “{typed}”.{meant}")
        return None

    @property
    def decision(self) -> Tag | NewTag | None:
        """What a valid answer says; None leaves the line out."""
        choice = self.cleaned_data["choice"]
        if choice == NEW:
            return NewTag(self.typed, self.cleaned_data["taxonomy"], self.cleaned_data["broader"])
        return next((tag for tag in self.tags if str(tag.pk) == choice), None)


def listed(tags: Iterable[Tag]) -> str:
    return " or ".join(f"“{tag}”" for tag in tags)


class TypedTagsWidget(forms.Textarea):
    """The lines, and below them a question for each that needs one. `questions` is filled when the field is cleaned."""

    questions: Sequence[Question] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ARG002
        answers = {}
        for number in range(MOST_LINES):
            word = data.get(f"{PREFIX}-{number}-word")
            given = {part: data.get(f"{PREFIX}-{number}-{part}", "") for part in ANSWERS}
            if word is not None:
                answers[normal_form(word)] = given
        return Typed(data.get(name) or "", answers)

    def format_value(self, value: Any) -> str:
        return value.text if isinstance(value, Typed) else value or ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        lines = super().render(name, value, attrs, renderer)
        if not self.questions:
            return lines
        return render_to_string("articles/_typed_tags.html", {"lines": lines, "questions": self.questions})


class TypedTagsField(LinesField):
    """The cleaned value: for each line its tag, or the `NewTag` that it shall become, each once and in order."""

    widget = TypedTagsWidget
    may_add = False  # whether whoever fills in the form may add tags to the vocabulary

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.text if isinstance(value, Typed) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002
        return bool(data)

    def clean(self, value: Any) -> Any:
        lines: list[str] = super().clean(value)
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Type {MOST_LINES} tags at most at once.")
        words: dict[str, str] = {}
        for line in lines:
            words.setdefault(normal_form(line), line)
        decided: list[Tag | NewTag | None] = []
        questions: list[Question] = []
        for form, word in words.items():
            meaning = resolve(word, taggable())
            if isinstance(meaning, Found):
                decided.append(meaning.tag)
                continue
            answer = value.answers.get(form)
            question = Question(word, meaning, may_add=self.may_add, answer=answer, number=len(questions))
            questions.append(question)
            decided += [question.decision] if question.is_valid() else []
        self.widget.questions = questions
        if unsettled := [question.told for question in questions if not question.is_valid()]:
            raise ValidationError(unsettled)
        return list(dict.fromkeys(tag for tag in decided if tag))
