"""What production serves of style sheets and scripts: shorter, by names of what they hold, importing each other so."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.contrib.staticfiles.finders import get_finder

from cbtneuro.page_cache.static_files import StaticFilesStorage, is_minified, minified

ROOT: Final = Path(__file__).resolve().parents[2] / "static"
IMPORT: Final = re.compile(r'\bimport\b[^"\';]*["\']([^"\']+)["\']')
OURS: Final = sorted(
    str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if is_minified(str(path.relative_to(ROOT)))
)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> StaticFilesStorage:
    storage = StaticFilesStorage(location=tmp_path_factory.mktemp("static"))
    finder = get_finder("django.contrib.staticfiles.finders.FileSystemFinder")
    found = {name: (source, name) for name, source in finder.list([])}
    for name, (source, _) in found.items():
        with source.open(name) as file:
            storage.save(name, file)
    faults = [done for _, _, done in storage.post_process(found) if isinstance(done, Exception)]
    assert faults == []
    return storage


@pytest.mark.parametrize("name", OURS)
def test_what_is_served_is_shorter_than_its_source(collected: StaticFilesStorage, name: str) -> None:
    served = Path(collected.path(collected.hashed_files[name]))
    assert served.stat().st_size < (ROOT / name).stat().st_size
    assert "/*" not in served.read_text()


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith(".js")])
def test_a_script_imports_others_by_the_names_of_what_they_hold(collected: StaticFilesStorage, name: str) -> None:
    served = Path(collected.path(collected.hashed_files[name]))
    imported = IMPORT.findall(served.read_text())
    assert len(imported) == len(IMPORT.findall((ROOT / name).read_text()))
    for path in imported:
        assert re.search(r"\.[0-9a-f]{12}\.js$", path), path
        assert (served.parent / path).is_file(), path


def test_a_style_sheet_that_cannot_be_read_is_a_clear_fault() -> None:
    with pytest.raises(ValueError, match="Parsing stylesheet failed"):
        minified("css/broken.css", "a { color: red; } @@ } b {")
