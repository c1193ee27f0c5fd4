"""One fault each: the files of the small collection that hold it, and how its message begins."""

from typing import Final

from tests.collection.folders import OVERVIEW, REFERENCES, SMALL, SUMMARY, TAXONOMY


def overview(old: str, new: str) -> dict[str, str | bytes]:
    assert old in OVERVIEW
    return {"articles/overview.md": OVERVIEW.replace(old, new, 1)}


def summary(old: str, new: str) -> dict[str, str | bytes]:
    assert old in SUMMARY
    return {"articles/a-quieter-amygdala.md": SUMMARY.replace(old, new, 1)}


def taxonomy(old: str, new: str) -> dict[str, str | bytes]:
    assert old in TAXONOMY
    return {"taxonomy.ttl": TAXONOMY.replace(old, new, 1)}


def insula(statement: str) -> dict[str, str | bytes]:
    """One statement more about the insula."""
    return taxonomy('skos:prefLabel "Insula"@en', f'{statement} ; skos:prefLabel "Insula"@en')


def references(old: str, new: str) -> dict[str, str | bytes]:
    assert old in REFERENCES
    return {"references.json": REFERENCES.replace(old, new, 1)}


PLANTED: Final[dict[str, tuple[dict[str, str | bytes], str]]] = {
    "front matter missing": (overview("---\n", ""), "articles/overview.md:1: The front matter is missing"),
    "YAML error": (overview("kind: overview", "kind: [overview"), "articles/overview.md:4: This is not YAML: "),
    "YAML anchor": (
        overview("kind: overview", "kind: &k overview"),
        "articles/overview.md:3: This is not YAML: anchors",
    ),
    "YAML type": (overview("kind: overview", "kind: !!int 3"), "articles/overview.md:3: This is not YAML: types"),
    "key twice": (overview("kind: overview", "title: b"), "articles/overview.md:3: “title” stands here twice."),
    "unknown key": (
        overview("standfirst:", "standfrist:"),
        "articles/overview.md:4: No key is called “standfrist” here; did you mean “standfirst”?",
    ),
    "comma without quotes": (
        summary("'Drug, group therapy or waiting list'", "Drug, group therapy"),
        "articles/a-quieter-amygdala.md:16: No key is called “group therapy” here. Put a text that holds a comma",
    ),
    "missing title": (
        overview("title: 'The amygdala: an overview'\n", ""),
        "articles/overview.md:2: “title” is missing.",
    ),
    "long title": (
        overview("'The amygdala: an overview'", "a" * 161),
        "articles/overview.md:2: “title” has 161 characters; 160 is the most.",
    ),
    "long answer": (
        summary("'18 adults'", "a" * 61),
        "articles/a-quieter-amygdala.md:17: “answer” has 61 characters; 60 is the most.",
    ),
    "long detail": (
        summary("'Untreated'", "a" * 101),
        "articles/a-quieter-amygdala.md:17: “detail” has 101 characters; 100 is the most.",
    ),
    "long reason": (
        summary("'Three groups from 18 people'", "a" * 101),
        "articles/a-quieter-amygdala.md:21: “reason” has 101 characters; 100 is the most.",
    ),
    "unknown kind": (
        overview("kind: overview", "kind: essay"),
        "articles/overview.md:3: “essay” is no kind; write one of",
    ),
    "unknown tag": (
        overview("- Amygdala", "- Amigdalo"),
        "articles/overview.md:9: No tag is called “Amigdalo”; did you mean “Amygdala”?",
    ),
    "synonym for a tag": (
        overview("- Amygdala", "- Amygdaloid complex"),
        "articles/overview.md:9: No tag is called “Amygdaloid complex”; did you mean “Amygdala”?",
    ),
    "tag twice": (overview("- Insula", "- Amygdala"), "articles/overview.md:10: “Amygdala” stands here twice."),
    "label of two tags": (
        taxonomy('skos:prefLabel "Insula"@en ;', 'skos:prefLabel "Insula"@en ;\n    skos:altLabel "AMYGDALA"@en ;'),
        "articles/overview.md:9: “Amygdala” may mean “Amygdala” (brain-region) or “Insula” (brain-region)",
    ),
    "unknown category": (
        overview("[Neuroscience]", "[Amygdala]"),
        "articles/overview.md:7: No category is called “Amygdala”.",
    ),
    "unknown paper": (
        summary("paper: furmark2002", "paper: furmark2003"),
        "articles/a-quieter-amygdala.md:11: No reference has the key “furmark2003”; did you mean “furmark2002”?",
    ),
    "unknown citation": (
        overview("[@furmark2002]", "\nnext line [@furmark]"),
        "articles/overview.md:20: No reference has the key “furmark”.",
    ),
    "unknown image": (
        overview("image: two-boxes", "image: two-boxen"),
        "articles/overview.md:13: No image is called “two-boxen”; did you mean “two-boxes”?",
    ),
    "unknown citation in a caption": (
        overview("image: two-boxes", "image: two-boxes\nimage_caption: Two [@furmark]."),
        "articles/overview.md:14: No reference has the key “furmark”.",
    ),
    "caption without an image": (
        overview("image: two-boxes", "image_caption: Two."),
        "articles/overview.md:13: “image_caption” needs an “image”.",
    ),
    "unknown image in the text": (
        overview("(image:two-boxes)", "(image:no)"),
        "articles/overview.md:29: No image is called",
    ),
    "unknown related article": (
        overview("- article: a-quieter-amygdala", "- article: a-quiet-amygdala"),
        "articles/overview.md:15: No article is called “a-quiet-amygdala”; did you mean “a-quieter-amygdala”?",
    ),
    "unknown relation": (
        overview("relation: background", "relation: likes"),
        "articles/overview.md:16: “likes” is no relation; write one of: extends, supports",
    ),
    "related to itself": (
        overview("- article: a-quieter-amygdala", "- article: overview"),
        "articles/overview.md:15: An article cannot be related to itself.",
    ),
    "link to an unknown article": (
        overview("(article:a-quieter-amygdala)", "(article:nowhere)"),
        "articles/overview.md:19: No article has the address “nowhere”.",
    ),
    "link to an unknown tag": (
        overview("(tag:amygdala)", "(tag:amygdalae)"),
        "articles/overview.md:25: No tag has the address “amygdalae”; did you mean “amygdala”?",
    ),
    "unknown confidence": (
        summary("level: very low", "level: shaky"),
        "articles/a-quieter-amygdala.md:21: “shaky” is no level; write one of: very low, low, moderate, high.",
    ),
    "fact at a glance missing": (
        summary("  therapy: {answer: 'Group therapy', detail: '9 weeks'}\n", ""),
        "articles/a-quieter-amygdala.md:15: “at_a_glance” lacks therapy.",
    ),
    "bad date": (
        overview("2026-09-14", "2026-09-31"),
        "articles/overview.md:5: “2026-09-31” is no date; write 2026-09-14",
    ),
    "time without a zone": (
        overview("2026-09-14", "2026-09-14T10:00:00"),
        "articles/overview.md:5: “2026-09-14T10:00:00” is no date",
    ),
    "withdrawn without a day": (
        overview("access: open", "status: withdrawn"),
        "articles/overview.md:6: “status: withdrawn” and the day in “withdrawn: …” go together.",
    ),
    "no date though published": (
        overview("published: 2026-09-14", "status: published"),
        "articles/overview.md:5: What is published needs the day of its publication",
    ),
    "separator missing": (
        overview("<!-- full post -->\n", ""),
        "articles/overview.md:19: The line “<!-- full post -->” between summary and full post is missing.",
    ),
    "full post missing": (
        {"articles/overview.md": OVERVIEW.partition("## What was seen")[0]},
        "articles/overview.md:21: The full post is missing below this line.",
    ),
    "full post without words": (
        {"articles/overview.md": OVERVIEW.partition("## What was seen")[0] + "---\n"},
        "articles/overview.md:21: The full post is missing below this line.",
    ),
    "address of a file": ({"articles/Overview_2.md": OVERVIEW}, "articles/Overview_2.md: The name is the address"),
    "former address of two": (
        overview("image: two-boxes", "image: two-boxes\nformer_slugs: [an-older-address]"),
        "articles/overview.md:14: “an-older-address” is the former address of another article too.",
    ),
    "former address in use": (
        summary("- an-older-address", "- overview"),
        "articles/a-quieter-amygdala.md:23: “overview” is the address of an article",
    ),
    "image of one name twice": (
        {"images/two-boxes.png": b"\x89PNG"},
        "images/two-boxes.svg: The name is taken by images/two-boxes.png; an image is one file.",
    ),
    "reference twice": (
        references('"goldin2013"', '"furmark2002"'),
        "references.json:22: The key “furmark2002” stands here",
    ),
    "paper under two keys": (
        references('"PMID": "23945981"', '"DOI": "https://doi.org/10.1001/ARCHPSYC.59.5.425"'),
        "references.json:22: goldin2013: the reference “furmark2002” has the same DOI.",
    ),
    "JSON error": (references('"id": "goldin2013",', '"id": "goldin2013"'), "references.json:24: This is not JSON: "),
    "JSON field twice": (
        references('"id": "goldin2013",', '"id": "goldin2013", "title": "x",'),
        "references.json: “title” stands twice in one object (goldin2013).",
    ),
    "CSL without a title": (
        references('"title": "Impact', '"titel": "Impact'),
        "references.json:22: goldin2013: It has no title.",
    ),
    "CSL with a bad name": (
        references('"family": "Furmark",', ""),
        "references.json:2: furmark2002: A name in “author” has neither a family name nor a literal one.",
    ),
    "broken Turtle": (
        taxonomy('skos:prefLabel "Insula"@en ;', 'skos:prefLabel "Insula"@en'),
        "taxonomy.ttl:44: This is not Turtle: ",
    ),
    "concept without a label": (
        taxonomy('    skos:prefLabel "Insula"@en ;\n', ""),
        "taxonomy.ttl:40: “insula” has 0 of skos:prefLabel; it needs one in each language.",
    ),
    "property that is not kept": (
        insula('skos:member "I"'),
        "taxonomy.ttl:40: “insula” has the property “skos:member”, which is not kept here.",
    ),
    "deprecated without yes or no": (
        insula("<http://www.w3.org/2002/07/owl#deprecated> 5"),
        "taxonomy.ttl:40: The owl:deprecated of “insula” can only be true or false.",
    ),
    "address elsewhere as text": (
        insula('dcterms:source "MeSH"'),
        "taxonomy.ttl:40: The dcterms:source of “insula” has to be one address in <…>.",
    ),
    "language without a label": (
        insula('dcterms:language "sv"'),
        "taxonomy.ttl:40: “insula” has no skos:prefLabel in its dcterms:language “sv”.",
    ),
    "replaced and not deprecated": (
        insula("dcterms:isReplacedBy tag:amygdala"),
        "taxonomy.ttl:40: “Insula” is replaced by another tag and not deprecated.",
    ),
    "related and broader": (
        taxonomy(
            "skos:broader tag:limbic-system ;", "skos:broader tag:limbic-system ; skos:related tag:limbic-system ;"
        ),
        "taxonomy.ttl:29: “Amygdala” stands under “Limbic system”, so the two cannot be related too.",
    ),
    "former address of a tag that is there": (
        insula('<urn:cbtneuro:property:formerSlug> "amygdala"'),
        "taxonomy.ttl:40: “amygdala” is a former address of “Insula”, and one of another tag.",
    ),
    "broader tag unknown": (
        taxonomy("skos:broader tag:limbic-system", "skos:broader tag:limbic"),
        "taxonomy.ttl:29: “amygdala” names “limbic”, which is not described in this file.",
    ),
    "cycle": (
        taxonomy("skos:related tag:insula ;", "skos:broader tag:amygdala ;"),
        "taxonomy.ttl:29: “Amygdala” and “Limbic system” stand above each other; take one skos:broader out.",
    ),
    "label twice": (
        taxonomy('skos:prefLabel "Insula"', 'skos:prefLabel "AMYGDALA"'),
        "taxonomy.ttl:40: “AMYGDALA” is spelled like “Amygdala” (line 29) in the same taxonomy.",
    ),
    "item unknown": (
        {"lists/start-here.yaml": SMALL["lists/start-here.yaml"].replace("article: overview", "article: over")},
        "lists/start-here.yaml:8: No article is called “over”; did you mean “overview”?",
    ),
    "item without a reason": (
        {"lists/start-here.yaml": SMALL["lists/start-here.yaml"].replace("    reason: It is the map.\n", "")},
        "lists/start-here.yaml:8: “reason” is missing.",
    ),
    "element that a drawing may not hold": (
        {"images/two-boxes.svg": SMALL["images/two-boxes.svg"].replace("<text", "<script>1</script>\n<text")},
        "images/two-boxes.svg:15: <script> may not stand in a drawing.",
    ),
    "attribute that a drawing may not hold": (
        {"images/two-boxes.svg": SMALL["images/two-boxes.svg"].replace('y="30"', 'onclick="x()"')},
        "images/two-boxes.svg:15: The attribute onclick of <text> may not stand in a drawing",
    ),
    "drawing that is no XML": (
        {"images/two-boxes.svg": SMALL["images/two-boxes.svg"].replace("</text>", "")},
        "images/two-boxes.svg:16: ",
    ),
    "image without a text": ({"images/two-boxes.yaml": "credit: Us.\n"}, "images/two-boxes.yaml:1: Give an “alt” text"),
    "image without its file of words": (
        {"images/two-boxes.yaml": ""},
        "images/two-boxes.svg: images/two-boxes.yaml is missing",
    ),
    "words without their image": ({"images/other.yaml": "alt: x\n"}, "images/other.yaml: The image itself is missing"),
    "not UTF-8": ({"lists/start-here.yaml": b"title: caf\xe9\n"}, "lists/start-here.yaml:1: The file is not UTF-8"),
    "YAML nested too deep": (
        overview("kind: overview", f"kind: {'[' * 5000}"),
        "articles/overview.md:2: This is not YAML for a collection: it is nested too deep.",
    ),
    "JSON nested too deep": ({"references.json": "[" * 200_000}, "references.json: "),
    "JSON with an endless number": (
        references('"id": "goldin2013",', '"id": "goldin2013", "volume": 1e999,'),
        "references.json:22: goldin2013: It holds something that JSON cannot say",
    ),
    "date at the end of time": (overview("2026-09-14", "9999-12-31T23:59:59-23:00"), "articles/overview.md:5: “9999"),
    "NUL": (overview("quiets down.", "quiets\0 down."), "articles/overview.md:12: There is a NUL character here."),
    "NUL by its escape": (overview("What the scans", '"What \\0 scans"\nbyline: "'), "articles/overview.md:"),
    "no image at all": (
        {"images/photo.png": b"nothing", "images/photo.yaml": "alt: x\n"},
        "images/photo.png: This is not a JPEG",
    ),
    "file of another kind": ({"articles/overview.txt": "x"}, "articles/overview.txt: A file in articles/ ends in .md."),
    "something else in the folder": ({"notes.txt": "x"}, "notes.txt: This is no part of a collection"),
}
