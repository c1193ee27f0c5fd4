"""The ledger of claims: every sentence of a shipped article, with the facts that carry it.

`claims/<slug>.txt` holds a line for each sentence, in the order of the article: what carries it, a tab, the sentence.
What carries it is one of

- addresses in `facts.md`: `norman2021.3` is the third fact of that reference, `norman2021.0` the line that cites it,
  `norman2021.note` the note on how it was seen, `norman2021.*` all of its facts together, for what they do not say;
  `preface.3` is the third paragraph on how the facts were gathered, `appendix.3` the third fact of the appendix, which
  texts link to by DOI or address. What was reckoned from their numbers stands
  behind a sign: `norman2021.3 = 31/48*100`;
- `guide`: it leads through the text, or asks, and claims nothing;
- `term`: it explains a word or a method, and says nothing of a study;
- `ours`: it stands under the heading "Our view".

`python -m tests.collection.ledger [SLUG ...]` brings the files up to date: what is known of a sentence is kept, and a
new one gets `?`, which the tests refuse.
"""

import ast
import operator
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from markdown_it.token import Token

from articles.search.texts import LOOSE
from articles.text.markdown import parse, plain_text
from articles.text.sentence_ends import split
from tests.collection.texts import Text, articles, facts, facts_file, numbers

CLAIMS: Final = Path(__file__).parent / "claims"
HOW_MADE: Final = {"studies", "reviewed", "interests", "funding"}  # facts at a glance on the article itself
MARKS: Final = {"guide", "term", "ours"}
OURS: Final = "## Our view"
WORKINGS: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
ROUND_NUMBERS: Final = {"1", "10", "100", "1000"}


class Claim(NamedTuple):
    """One sentence (or row of a table, or heading) and what carries it: addresses or a mark, and its reckonings."""

    sentence: str
    carried_by: str

    @property
    def addresses(self) -> list[str]:
        return [] if self.carried_by in MARKS else self.carried_by.split("=")[0].split()

    @property
    def reckonings(self) -> list[str]:
        return [part.strip() for part in self.carried_by.split("=")[1:]]


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph of plain text, without the gaps that citations leave."""
    return split(LOOSE.sub("", " ".join(text.split())))


def units(tokens: list[Token]) -> Iterator[str]:
    """Headings with their signs, rows of tables, and the sentences of everything else."""
    row: list[str] | None = None
    signs = ""
    for token in tokens:
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row:
            yield " | ".join(row)
            row = None
        elif token.type == "heading_open":
            signs = token.markup + " "
        elif token.type == "inline" and row is not None:
            row.append(plain_text([token]).strip())
        elif token.type == "inline" and signs:
            yield signs + plain_text([token]).strip()
            signs = ""
        elif token.type == "inline":
            yield from sentences(plain_text([token]))


def markdown_units(markdown: str) -> Iterator[str]:
    tokens, notes, _ = parse(markdown)
    yield from units(tokens)
    for note in notes.values():
        yield from units(note)


def parts_of(text: Text) -> dict[str, list[str]]:
    """All that an article tells its readers, in its order: {"summary": ["First sentence.", ...]}."""
    front = text.front
    glance = front.get("at_a_glance", {})
    return {
        "title": [front["title"]],
        "standfirst": sentences(front["standfirst"]),
        "key points": [s for point in front["key_points"] for s in markdown_units(str(point))],
        "at a glance": [
            f"{key}: {' · '.join(map(str, cell.values()))}" for key, cell in glance.items() if key not in HOW_MADE
        ],
        "caption": list(markdown_units(text.caption)),
        "summary": list(markdown_units(text.public)),
        "full post": list(markdown_units(text.members)),
        "related": [s for link in front["related"] for s in sentences(link["reason"])],
    }


def claims(slug: str) -> list[Claim]:
    """What the ledger of an article holds, in its order; nothing where it has none yet."""
    path = CLAIMS / f"{slug}.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = [line.split("\t", 1) for line in lines if "\t" in line]
    return [Claim(sentence, carried_by.strip()) for carried_by, sentence in pairs]


@cache
def facts_of(key: str) -> dict[str, str]:
    """The facts of a reference by the second part of their addresses; of the preface, its paragraphs."""
    if key in OTHER_PARTS:
        return {str(number): text for number, text in enumerate(OTHER_PARTS[key](), start=1)}
    if key not in facts():
        return {}
    lines = facts()[key].splitlines()
    bullets = [line[2:] for line in lines if line.startswith("- ")]
    notes = [("note", line) for line in lines if line.startswith("Note: ")]
    told = {str(number): bullet for number, bullet in enumerate(bullets, start=1)}
    return {"0": lines[1], **dict(notes), **told, "*": " ".join(bullets)}


def preface() -> list[str]:
    return facts_file().split("\n## ")[0].strip().split("\n\n")[1:]


def appendix() -> list[str]:
    return re.findall(r"^- (.*)$", facts_file().split("\n## Appendix")[1], re.MULTILINE)


OTHER_PARTS: Final[dict[str, Callable[[], list[str]]]] = {"preface": preface, "appendix": appendix}


def fact(address: str) -> str | None:
    """The fact at an address, None where there is none."""
    key, _, place = address.rpartition(".")
    return facts_of(key).get(place)


def reckoned(working: str) -> tuple[float, set[str]]:
    """Value of `31/48*100`, and the numbers that it is made from. Raises ValueError for anything but arithmetic."""
    used: set[str] = set()

    def value(node: ast.AST) -> float:
        if isinstance(node, ast.BinOp) and type(node.op) in WORKINGS:
            return WORKINGS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            used.add(ast.get_source_segment(working, node) or "")
            return float(node.value)
        raise ValueError(working)

    return value(ast.parse(working, mode="eval").body), used


def unknown_numbers(claim: Claim) -> set[str]:
    """Numbers of a sentence that neither its facts hold nor its reckonings give."""
    held = set().union(*(numbers(fact(address) or "") for address in claim.addresses), set())
    open_ones = numbers(claim.sentence) - held
    for working in claim.reckonings:
        value, used = reckoned(working)
        if used <= held | ROUND_NUMBERS:
            open_ones = {n for n in open_ones if f"{value:.{len(n.partition('.')[2])}f}" != n}
    return open_ones


def ledger(text: Text) -> str:
    """The file of an article: as it was, with new sentences marked and those that are gone left out."""
    known = {claim.sentence: claim.carried_by for claim in claims(text.slug)}
    lines = []
    for part, told in parts_of(text).items():
        lines += [f"# {part}", *(f"{known.get(sentence, '?')}\t{sentence}" for sentence in told), ""]
    return "\n".join(lines)


def main(slugs: list[str]) -> None:
    for slug in slugs or sorted(articles()):
        (CLAIMS / f"{slug}.txt").write_text(ledger(articles()[slug]), encoding="utf-8")
        new = [claim for claim in claims(slug) if claim.carried_by == "?"]
        print(f"{slug}: {len(claims(slug))} sentences, {len(new)} not yet carried")


if __name__ == "__main__":
    main(sys.argv[1:])
