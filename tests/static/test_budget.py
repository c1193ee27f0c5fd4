"""What a reader's page weighs on the wire, and that it asks nobody else for anything."""

import gzip
import re
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

from cbtneuro.page_cache.static_files import minified

ROOT: Final = Path(__file__).resolve().parents[2]
BUDGET: Final = 20 * 1024  # bytes, compressed, CSS and JavaScript of an article's page together
STATIC: Final = re.compile(r"""{% static ["']((?:css|js)/[\w.-]+)["'] %}""")


def assets(template: str) -> list[str]:
    """Style sheets and scripts that a template names, with those of the template it extends."""
    source = (ROOT / "templates" / template).read_text()
    parent = re.search(r"""{% extends ["']([^"']+)["'] %}""", source)
    return (assets(parent[1]) if parent else []) + STATIC.findall(source)


def weight(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str), f"{path} is named in a template and does not exist"
    return len(gzip.compress(minified(path, Path(found).read_text()).encode(), compresslevel=9))


def templates() -> list[str]:
    """All but those of the admin, which extend Django's own, and of the desk: both are for editors."""
    folder = ROOT / "templates"
    names = (str(path.relative_to(folder)) for path in folder.rglob("*.html"))
    return [name for name in names if not name.startswith(("admin/", "desk/"))]


def test_css_and_js_of_an_article_weigh_20_kb_at_most() -> None:
    loaded = assets("articles/detail.html")
    assert {"css/tokens.css", "css/base.css", "css/article.css", "css/figures.css", "js/site.js"} <= set(loaded)
    assert sum(weight(path) for path in loaded) <= BUDGET


def test_no_page_weighs_more_than_an_article_may() -> None:
    weights = {name: sum(weight(path) for path in set(assets(name))) for name in templates()}
    assert {name: size for name, size in weights.items() if size > BUDGET} == {}


def test_style_sheets_load_no_font_and_nothing_from_elsewhere() -> None:
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        text = sheet.read_text()
        assert "@font-face" not in text, sheet.name
        assert "@import" not in text, sheet.name
        assert "url(" not in text, sheet.name
