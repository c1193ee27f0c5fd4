"""How the form of an article is laid out, and what it says beside its fields."""

from typing import Any, Final

from django.contrib.humanize.templatetags.humanize import apnumber

from articles.forms.dates import ASKED
from articles.site.values import Fact
from tags.text.plurals import noun

HELP: Final = {
    "kind": "A paper summary is about one paper; an overview explains a subject across studies.",
    "paper": "Search by DOI, title, author or key. A new paper: paste its record with the plus sign.",
    "slug": "The last part of the address. Left empty, it is made of the title. An old address leads on to a new one.",
    "image": "Stands beside the key points, or below them.",
    "image_caption": "What it shows. [@key] cites where that comes from.",
    "access": "The summary is open to everybody in both cases.",
    "byline": "Shown in place of the writer's name.",
    "editor": "Who writes it. Left empty on a new article: you.",
}
LABELS: Final = {"slug": "Address", "editor": "Writer"}
MARKDOWN: Final = """
<p>Markdown. Ours alone are:</p>
<dl class="marks">
<dt><code>[@goldapple2004]</code></dt><dd>cites a reference, <code>[@one; @two]</code> two of them</dd>
<dt><code>word.[^note]</code></dt><dd>and below the paragraph <code>[^note]: The note.</code> make a margin note</dd>
<dt><code>![Caption.](image:name)</code></dt><dd>alone in its paragraph shows an image</dd>
<dt><code>[words](article:slug)</code></dt><dd>leads to an article, <code>[words](tag:slug)</code> to a topic</dd>
<dt><code>## Heading</code></dt><dd>is the highest level; <code>###</code> stands below it</dd>
</dl>
"""
Fieldset = tuple[str | None, dict[str, Any]]
BEFORE_GLANCE: Final[list[Fieldset]] = [
    ("The paper", {"fields": ["kind", "paper"]}),
    ("Title", {"fields": ["title", "slug", "former_addresses", "standfirst"]}),
]
AFTER_GLANCE: Final[list[Fieldset]] = [
    ("Key points", {"fields": ["key_points"], "description": "One a line, three to six of them."}),
    ("Texts", {"fields": ["summary", "full_post", "find_reference", "citations"], "description": MARKDOWN}),
    ("Topics", {"fields": ["tags", "typed_tags", "categories"]}),
    ("Image", {"fields": ["image", "image_caption"]}),
    ("Dates", {"fields": [*ASKED]}),
    ("Access and byline", {"fields": ["access", "byline", "editor"]}),
]
FOR_PUBLISHERS: Final = ("editor", *ASKED)
READ_ONLY: Final[list[Fieldset]] = [
    (None, {"fields": ["state", "kind", "paper", "title", "slug", "standfirst", "access", "byline"]}),
]


def fieldsets(facts: tuple[Fact, ...]) -> list[Fieldset]:
    """The whole form, with each fact and its detail side by side."""
    rows = [(fact.key, f"{fact.key}_detail") for fact in facts]
    number = str(apnumber(len(facts))).capitalize()
    said = f"{number} {noun(len(facts), 'fact')} about the paper. An overview has none."
    return [*BEFORE_GLANCE, *([("At a glance", {"fields": rows, "description": said})] if rows else []), *AFTER_GLANCE]
