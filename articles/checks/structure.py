"""Whether all that an article names is there and can be shown: images, references, links, headings."""

import re
from collections.abc import Iterator
from typing import Final

from articles.checks.found import Found
from articles.checks.manuscript import Manuscript

FILE_NAME: Final = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp|heic)", re.IGNORECASE)
QUOTED: Final = re.compile("“([^”]+)”")


def names_what_is_there(manuscript: Manuscript) -> Iterator[Found]:
    yield from manuscript.lost


def images_without_words(manuscript: Manuscript) -> Iterator[Found]:
    """Neither decorative nor described. The name of a file describes nothing."""
    for name, image in manuscript.images.items():
        alt = image.alt.strip()
        if not image.decorative and (not alt or FILE_NAME.fullmatch(alt)):
            field = manuscript.shown_in.get(name, "image")
            message = f"The image “{name}” has no alternative text."
            yield Found("image-without-alt", True, field, message, "Say what it shows, or tick “decorative”.", 0, name)


def texts_that_no_page_would_show(manuscript: Manuscript) -> Iterator[Found]:
    """Skipped headings, unknown references and images, links that lead nowhere, notes without a text."""
    for field, problems in manuscript.problems.items():
        for problem in problems:
            quoted = QUOTED.search(problem.message)
            quote = quoted[1] if quoted else ""
            yield Found(problem.check, True, field, problem.message, "", problem.line, quote)


def references_without_citation(manuscript: Manuscript) -> Iterator[Found]:
    for key in manuscript.chosen:
        if key not in manuscript.cited:
            message = f"No text cites the reference “{key}”."
            yield Found("reference-without-citation", True, "references", message, f"Cite it as [@{key}].", 0, key)
