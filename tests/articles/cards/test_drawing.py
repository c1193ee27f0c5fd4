"""Social cards: what stands on them, and that what is made of it is a picture that other sites take."""

import io
from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest
from django.conf import LazySettings

from articles.cards import card_fonts, card_png
from articles.cards.card_fonts import fitting, in_lines, shortened, width
from articles.cards.card_png import HEIGHT, LARGEST, WIDTH, png_from, png_from_beside
from articles.cards.cards_of import of_article, of_site, of_topic
from articles.cards.social_card import Card, svg_of, version_of
from articles.cards.stored_cards import is_stored, place_of, png_for, remove_others
from articles.images.media import store as media
from articles.models import Article
from articles.site.snapshot import current_site, store
from tags.cache.snapshot import current_snapshot
from tests.factories import make_article, make_drawing, make_tag

pytestmark = pytest.mark.django_db
CARD = Card("Fear fades", "Overview", "In short.", (("Amygdala", "brain-region"),))
MANY = tuple((f"Topic {'long ' * 30}{number}", "disorder") for number in range(9))
HARD = Card("W" * 300, "X" * 300, "Y" * 900, MANY, emblem="mark")


@pytest.fixture(autouse=True)
def store_of_cards(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def card_of(article: Article) -> Card:
    return of_article(Article.objects.with_page().get(pk=article.pk), current_snapshot().tag_tree)


def test_a_card_is_a_png_of_the_size_that_sites_ask_for() -> None:
    drawn = card_of(make_article(image=make_drawing()))
    for card in (drawn, of_topic(make_tag("Ångström < β", scope_note="A & B")), of_site(), HARD):
        png = png_from(svg_of(card))
        image = PIL.Image.open(io.BytesIO(png))
        image.load()
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        assert len(png) < LARGEST


def test_a_process_beside_the_server_draws_the_same() -> None:
    assert png_from_beside(svg_of(CARD)) == png_from(svg_of(CARD))


def test_it_holds_title_topics_and_drawing_and_no_word_of_the_full_post() -> None:
    article = make_article(
        title="Fear fades & stays",
        tags=[make_tag("Amygdala")],
        full_post="## Zqhidden\n\nzqsecret",
        image=make_drawing(),
    )
    svg = svg_of(card_of(article))
    for words in ("Fear fades &amp; stays", "Amygdala", ">amygdala</text>", "Overview", current_site().name):
        assert words in svg, words
    assert "zq" not in svg.lower()


def test_its_version_follows_what_stands_on_it_and_what_the_site_is() -> None:
    changes = {"title": "Fear stays", "above": "Paper summary", "topics": (), "drawing": "<svg/>", "emblem": "mark"}
    others = {version_of(replace(CARD, **{name: value})) for name, value in changes.items()}  # type: ignore[arg-type]
    before = version_of(CARD)
    store(replace(current_site(), name="Five towns"))
    assert len({before, version_of(CARD), *others}) == len(changes) + 2


def test_it_is_drawn_once_and_takes_the_place_of_the_former_one() -> None:
    drawn: list[str] = []

    def draw(svg: str) -> bytes:
        drawn.append(svg)
        return b"a picture"

    other = replace(CARD, title="Fear stays")
    for card in (CARD, CARD, other):
        assert png_for("articles", 7, card, draw) == b"a picture"
    assert len(drawn) == 2
    assert not is_stored("articles", 7, CARD)
    assert media.listed(place_of("articles", 7)) == ([], [f"{version_of(other)}.png"])


def test_cards_of_what_is_gone_are_removed() -> None:
    for key in (1, 2, 3):
        media.store().put(f"{place_of('articles', key)}/1.png", b"a picture")
    assert remove_others("articles", {2}) == 2
    assert media.listed("cards/articles") == (["2"], [])
    assert remove_others("lists", set()) == 0


def test_words_stand_in_their_room() -> None:
    assert max(width(line, "text", 30) for line in in_lines("word " * 200, "text", 30, 400, 3)) <= 400
    assert in_lines("word " * 200, "text", 30, 400, 3)[-1].endswith("word…")
    assert shortened("Donaudampfschifffahrt", "text", 30, 100).endswith("…")
    large, small = (fitting(text, "title", (60, 30), 500, 200)[0] for text in ("Short", "A long title " * 8))
    assert (large, small) == (60, 30)


def test_where_nothing_draws_there_is_no_card_and_a_check_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {Path(path).suffix for path in card_fonts.font_files().values()} == {".ttf"}
    assert hasattr(card_png, "resvg_py")
    monkeypatch.setattr(card_fonts, "FILES", {"title": ("no_such_package", "No.ttf")})
    card_fonts.font_files.cache_clear()
    card_fonts.can_be_drawn.cache_clear()
    try:
        assert not card_fonts.can_be_drawn()
    finally:
        monkeypatch.undo()
        card_fonts.font_files.cache_clear()
        card_fonts.can_be_drawn.cache_clear()
