"""What may stand in a drawing: shapes, words and our own classes; nothing that acts, loads or colours."""

import pytest

from articles.images.html import figure
from articles.images.svg import DrawingRefused, sanitised
from articles.models import Image
from tests.factories import make_drawing
from tests.page import Page

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{}</svg>'


def test_a_drawing_keeps_its_shapes_words_and_markers() -> None:
    inner = (
        '<title>A &amp; B</title><g class="fig-node" transform="translate(1 2)"><text x="1" y="2">5 &lt; 6</text></g>'
        '<line x1="0" y1="0" x2="9" y2="9" marker-end="url(#map-arrow)"/>'
    )
    clean = sanitised(SVG.format(inner))
    assert clean.startswith('<svg viewBox="0 0 400 200">')
    for piece in ("<title>A &amp; B</title>", "5 &lt; 6", 'marker-end="url(#map-arrow)"', "translate(1 2)"):
        assert piece in clean
    assert sanitised(SVG.replace('viewBox="0 0 400 200">{}', clean[5:].removesuffix("</svg>"))) == clean


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<style>path { fill: red }</style>",
        "<foreignObject><p>x</p></foreignObject>",
        '<image href="https://example.org/x.png"/>',
        '<use href="#a"/>',
        '<a href="https://example.org"><text>x</text></a>',
        '<animate attributeName="d"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<path d="M0 0" onclick="alert(1)"/>',
        '<path d="M0 0" style="fill:red"/>',
        '<path d="M0 0" fill="red"/>',
        '<path d="M0 0" xlink:href="x" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<path d="M0 0" marker-end="url(https://example.org/x.svg#a)"/>',
        '<path d="M0 0" marker-end="URL(https://example.org/x.svg#a)"/>',
        '<path d="M0 0" marker-end="url(#a) url(https://example.org)"/>',
        '<path d="M0 0" marker-end="u\\72l(https://example.org)"/>',
        '<path d="M0 0" transform="url(#a)"/>',
        "<![CDATA[<script>]]>",
        "<g>" * 40 + "</g>" * 40,
    ],
)
def test_whatever_acts_loads_or_colours_is_refused_in_a_drawing(inner: str) -> None:
    with pytest.raises(DrawingRefused):
        sanitised(SVG.format(inner))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "no drawing",
        "<svg viewBox='0 0 1 1'></svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>',
        '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("<text>&b;</text>"),
        SVG.format("<g>"),
        SVG.format("<desc>" + "x" * 200_000 + "</desc>"),
    ],
)
def test_what_is_no_drawing_of_ours_is_refused(source: str) -> None:
    with pytest.raises(DrawingRefused):
        sanitised(source)


@pytest.mark.django_db
def test_a_drawing_that_says_the_same_is_not_written_again() -> None:
    first = make_drawing("same")
    Image.objects.filter(pk=first.pk).update(width=7)
    assert make_drawing("same").pk == first.pk
    assert Image.objects.get().width == 7


@pytest.mark.parametrize("words", ['"><script>alert(1)</script>', '" onload="alert(1)', "A &amp; B <b>", "it's"])
def test_the_words_beside_a_drawing_stay_words(words: str) -> None:
    image = Image(name="loop", svg='<svg viewBox="0 0 4 2"><path d="M0 0h4" /></svg>', alt=words, credit=words)
    page = Page(str(figure(image, caption=words)))
    assert [element.tag for element in page.elements] == ["figure", "svg", "path", "figcaption", "span"]
    (drawing,) = page.with_tag("svg")
    assert drawing.attributes["aria-label"] == words
    assert set(drawing.attributes) == {"role", "aria-label", "focusable", "viewbox"}
    assert page.with_tag("span")[0].text == " ".join(words.split())
