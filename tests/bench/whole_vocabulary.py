"""A vocabulary of the shape of MeSH, made by chance that is always the same: `python -m tests.bench.whole_vocabulary`.

Sixteen trees, eight levels deep on average, with a fifth of the concepts in several places; inverted labels, notations,
synonyms for most, and one label of 108 characters.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CONCEPTS: Final = 27_453  # of MeSH 2015
TREES: Final = 16
LONG: Final = (
    "Receptors, Inositol 1,4,5-Trisphosphate, and Every Protein That Binds to Them in Cells of the Nervous System"
)
BASE: Final = "http://example.org/mesh-shaped/"
PREFIX: Final = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
STEMS: Final = (
    "Acid", "Amygdala", "Anxiety", "Arteries", "Behavior", "Cells", "Cortex", "Disease", "Factor", "Fibers", "Genes",
    "Hormone", "Learning", "Memory", "Neoplasms", "Neurons", "Nuclei", "Peptides", "Protein", "Receptors", "Syndrome",
    "Therapy", "Tissue", "Transport", "Viruses",
)  # fmt: skip
KINDS: Final = ("Acute", "Benign", "Chronic", "Dorsal", "Essential", "Focal", "Guided", "Human", "Inferior", "Juvenile")


def mesh_shaped(concepts: int = CONCEPTS, *, synonyms: int = 3, seed: int = 1) -> Iterator[str]:
    """Turtle, a concept at a time."""
    chance = random.Random(seed)
    yield f'{PREFIX}<{BASE}scheme> a skos:ConceptScheme ; skos:prefLabel "MeSH-shaped"@en .\n'
    for number in range(concepts):
        label = LONG if number == concepts // 2 else label_of(number)
        parts = [f'skos:prefLabel "{label}"@en', f'skos:notation "D{number:06}"', f"skos:inScheme <{BASE}scheme>"]
        if number >= TREES:
            lowest = max(0, number // 9 - 40)
            parents = {chance.randrange(lowest, number // 4 + 1) for _ in range(chance.choice((1, 1, 1, 1, 2)))}
            parts += [f"skos:broader <{BASE}D{parent:06}>" for parent in sorted(parents)]
        parts += [f'skos:altLabel "{label}, {KINDS[n]}"@en' for n in range(chance.randint(0, 2 * synonyms))]
        yield f"<{BASE}D{number:06}> a skos:Concept ;\n    " + " ;\n    ".join(parts) + " .\n"


def label_of(number: int) -> str:
    return f"{STEMS[number * 7 % len(STEMS)]}, {STEMS[number // 25 % len(STEMS)]} {number}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--concepts", type=int, default=CONCEPTS)
    parser.add_argument("--synonyms", type=int, default=3, help="of a concept, on average")
    options = parser.parse_args()
    with options.file.open("w", encoding="utf-8") as file:
        file.writelines(mesh_shaped(options.concepts, synonyms=options.synonyms))


if __name__ == "__main__":
    main()
