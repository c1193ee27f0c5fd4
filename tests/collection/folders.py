"""A small, complete and faultless collection, written into a folder, for tests to spoil."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.apps import apps

SITE: Final = """\
name: A quiet corner
tagline: what scans say of fear
description: Plain summaries
words:
  subject: 'fear: and the brain'
  note_on_confidence: It's small, so far.
facts:
- key: design
  label: Design
  required: true
  example: {answer: 'Randomised trial', detail: 'Drug, therapy'}
- key: people
  label: People
  required: true
- key: therapy
  label: Therapy
  help: What was done, in a few words.
  required: true
- key: brain_measure
  label: Brain measure
- key: main_result
  label: Main result
- key: confidence
  label: Our confidence
  required: true
  example: {reason: 'Three groups'}
colours:
  accent: {light: '#0F4C8A', dark: '#9CC4FF'}
looks:
  brain-region: {shape: disc, light: '#7A2A6B', dark: '#E29BD3'}
  category: {shape: lines, colour: grey}
home: [brain-region]
matrix: [category, brain-region]
"""
TAXONOMY: Final = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mesh: <http://id.nlm.nih.gov/mesh/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tag: <urn:cbtneuro:tag:>
PREFIX taxonomy: <urn:cbtneuro:taxonomy:>

taxonomy:category
    a skos:ConceptScheme ;
    dcterms:title "Categories"@en ;
    dcterms:type "category" ;
    schema:position 0 ;
.

taxonomy:brain-region
    a skos:ConceptScheme ;
    dcterms:title "Brain region"@en ;
    dcterms:description "Where in the brain something was measured."@en ;
    schema:position 2 ;
.

tag:neuroscience
    a skos:Concept ;
    skos:inScheme taxonomy:category ;
    skos:prefLabel "Neuroscience"@en ;
.

tag:amygdala
    a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Amygdala"@en ;
    skos:altLabel "amygdaloid complex"@en ;
    skos:hiddenLabel "amigdala"@en ;
    skos:scopeNote "Said to be \\"almond-shaped\\"."@en ;
    skos:broader tag:limbic-system ;
    skos:exactMatch mesh:D000679 ;
.

tag:insula
    a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Insula"@en ;
    skos:related tag:limbic-system ;
.

tag:limbic-system
    a skos:Concept ;
    skos:inScheme taxonomy:brain-region ;
    skos:prefLabel "Limbic system"@en ;
    skos:related tag:insula ;
.

mesh:D000679
    rdfs:label "Amygdala"@en ;
.
"""
REFERENCES: Final = """\
[
  {
    "id": "furmark2002",
    "type": "article-journal",
    "title": "Common changes in cerebral blood flow",
    "author": [
      {
        "family": "Furmark",
        "given": "Tomas"
      }
    ],
    "container-title": "Archives of General Psychiatry",
    "issued": {
      "date-parts": [
        [
          2002
        ]
      ]
    },
    "DOI": "10.1001/archpsyc.59.5.425"
  },
  {
    "id": "goldin2013",
    "type": "article-journal",
    "title": "Impact of therapy & “self-beliefs”",
    "PMID": "23945981"
  }
]
"""
OVERVIEW: Final = """\
---
title: 'The amygdala: an overview'
kind: overview
standfirst: What the scans of one small region show.
published: 2026-09-14
access: open
categories: [Neuroscience]
tags:
- Amygdala
- Insula
key_points:
- It quiets down.
image: two-boxes
related:
- article: a-quieter-amygdala
  relation: background
  reason: One gives the map, the other a street.
---
The amygdala quiets down [@furmark2002], as a [trial](article:a-quieter-amygdala) shows.

<!-- full post -->

## What was seen

More on the [amygdala](tag:amygdala).[^size]

[^size]: It is small.

![Two boxes.](image:two-boxes)
"""
SUMMARY: Final = """\
---
title: A quieter amygdala
kind: paper-summary
standfirst: Two treatments, one change.
published: 2026-08-01T09:30:00Z
access: members
byline: The editors
categories: [Neuroscience]
tags:
- Amygdala
paper: furmark2002
key_points:
- It quiets down.
- In 18 people.
at_a_glance:
  design: {answer: 'Randomised trial', detail: 'Drug, group therapy or waiting list'}
  people: {answer: '18 adults', detail: 'Untreated'}
  therapy: {answer: 'Group therapy', detail: '9 weeks'}
  brain_measure: {answer: 'Water PET'}
  main_result: {answer: 'A quieter amygdala', detail: 'It''s in both groups'}
  confidence: {level: very low, reason: 'Three groups from 18 people'}
former_slugs:
- an-older-address
related:
- article: overview
  relation: supports
  reason: It is one of the trials on the map.
---
It quiets down [@furmark2002; @goldin2013].

<!-- full post -->

## What they did

They scanned people.
"""
LIST: Final = """\
title: Start here
standfirst: For people who are new to this. The map comes first.
published: 2026-10-01
sections:
- title: The ground
  intro: One map.
  items:
  - article: overview
    reason: It is the map.
- title: A street
  items:
  - article: a-quieter-amygdala
    reason: It is a street.
"""
DRAWING: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">
  <style class="colours">
    /* As the site draws it; changed in its style sheet, and not read from here. */
    svg { background: #FFFFFF; }
    .fig-label { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; fill: #1B1521; stroke: none; }
    .fig-label { font-size: 14px; }
    .fig-node { fill: #FFFFFF; stroke: #473F50; stroke-width: 1.5; }
    @media (prefers-color-scheme: dark) {
      svg { background: #1D1923; }
      .fig-label { fill: #EDE9F1; }
      .fig-node { fill: #1D1923; stroke: #C8C1D0; }
    }
  </style>
  <rect class="fig-node" x="10" y="10" width="100" height="40" />
  <text class="fig-label" x="20" y="30">Amygdala</text>
</svg>
"""  # noqa: E501
SMALL: Final = {
    "site.yaml": SITE,
    "taxonomy.ttl": TAXONOMY,
    "references.json": REFERENCES,
    "articles/overview.md": OVERVIEW,
    "articles/a-quieter-amygdala.md": SUMMARY,
    "images/two-boxes.svg": DRAWING,
    "images/two-boxes.yaml": "alt: Two boxes, one of them called amygdala.\ncredit: Drawn for these tests.\n",
    "lists/start-here.yaml": LIST,
}


def write_folder(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """The small collection; `files` replaces or adds some, and takes those away that are empty."""
    for name, text in {**SMALL, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def every_row() -> dict[str, list[dict[str, Any]]]:
    """All that the database holds, table by table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed
    }


def tables_that_differ(before: dict[str, list[dict[str, Any]]]) -> list[str]:
    """The names of those that hold other rows than then; to print both would be a book."""
    return [label for label, rows in every_row().items() if rows != before[label]]
