"""README.md's chapter is read as what one would type. Typing it is `python -m tools.production`, in CI."""

import pytest

from tools.production import chapter

README = """# A site

## In production

Words.

### Install

```
sudo apt-get install --yes git
cat > env <<END
A=1

B=$PWD
END
```

And:

```sh
serve --port 8000 \\
    --quiet
```

### Every day

## Contributing

```
make lint
```
"""


def test_a_chapter_is_sections_of_blocks_of_commands() -> None:
    found = chapter.sections(README)
    assert list(found) == ["Install", "Every day"]
    first, second = found["Install"].blocks
    assert first == ("sudo apt-get install --yes git", "cat > env <<END\nA=1\n\nB=$PWD\nEND")
    assert second == ("serve --port 8000 \\\n    --quiet",)
    assert found["Every day"].blocks == ()


def test_a_readme_without_the_chapter_is_refused() -> None:
    with pytest.raises(ValueError, match="no chapter"):
        chapter.sections("# A site\n")


def test_the_chapter_has_what_the_walk_through_it_types() -> None:
    blocks = {name: len(section.blocks) for name, section in chapter.read().items()}
    assert blocks == {
        "Install": 2,
        "Start": 2,
        "Variables": 0,
        "After an upgrade": 2,
        "Every day": 1,
        "Back up and restore": 3,
        "From SQLite to PostgreSQL": 2,
    }


def test_the_chapter_of_operating_has_what_a_stranger_types() -> None:
    first, found = chapter.from_a_bare_machine()
    assert first[0].startswith("sudo useradd")
    assert {name: len(section.blocks) for name, section in found.items()} == {"Under systemd": 1, "TLS": 2}


def test_the_two_commands_are_those_of_the_readme() -> None:
    run, test = chapter.two_commands()
    assert (run.split()[:2], test.split()[:2]) == (["make", "run"], ["make", "test"])
