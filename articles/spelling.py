"""One spelling for each word, so that what is written in two ways is found by either. Rules first, then what they miss.

Words come folded (see `articles.words`): small letters without accents. British spelling becomes American, plurals
become singular. What comes of it is compared with its like and never shown.
"""

import re
from typing import Final

GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
# Letters that Unicode does not take apart into a plain one and an accent.
LETTERS: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n",
}  # fmt: skip

# Parts of words that Britain and America write in two ways, wherever they stand in a word.
PARTS: Final = [
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(behavi|col|fav|flav|tum|hum|lab|neighb|hon|rum|od|vig|endeav|harb|glam|val|sav|savi)our(?!s?e)", r"\1or"),
        (r"h(a)em(?=[aiot])", "hem"),  # haemoglobin, haemorrhage
        (r"(?<=[a-z])aemi(?=[ac])", "emi"),  # anaemia, ischaemic
        (r"\b(p)aed(?=[aio])|(?<=ortho)(p)aed", "ped"),
        (r"\banaesth", "anesth"), (r"\baetiol", "etiol"), (r"\bfaec", "fec"), (r"\bcaes", "ces"),
        (r"\boestr", "estr"), (r"\boed", "ed"), (r"\bfoet", "fet"), (r"\boesoph", "esoph"), (r"\bcoeli", "celi"),
        (r"rrhoea", "rrhea"), (r"\bhomoeo", "homeo"), (r"\bamoeb", "ameb"), (r"\bmanoeuv(?:re|er)", "maneuver"),
        (r"\bgyn(?:ae)co", "gyneco"), (r"\bsceptic", "skeptic"), (r"\bgrey", "gray"), (r"\bageing", "aging"),
        (r"(cent|fib|theat|lit|calib|spect)re(s?)\b", r"\1er\2"), (r"\bcentred\b", "centered"),
        (r"\bcentring\b", "centering"), (r"(?<=[a-z])metre(s?)\b", r"meter\1"),
        (r"\bmetre(s?)\b", r"meter\1"), (r"\bdefence", "defense"), (r"\boffence", "offense"), (r"\blicence", "license"),
        (r"\bpractis", "practic"), (r"\bprogramme(s?)\b", r"program\1"), (r"logue(s?)\b", r"log\1"),
        (r"\bjudgement", "judgment"), (r"\bfulfil(?!l)", "fulfill"), (r"\benrol(?!l)", "enroll"),
        (r"\bskilful", "skillful"),
        (r"(mod|lab|trav|couns|lev|canc|chann|sign|tot|fu|equ|marv|quarr)(e|a)ll(?=ed|ing|er|or)", r"\1\2l"),
        (r"lysed\b", "lyzed"), (r"lysing\b", "lyzing"), (r"lyse\b", "lyze"), (r"lyser\b", "lyzer"),
        (r"isation(s?)\b", r"ization\1"),
    )
]  # fmt: skip
ISE: Final = re.compile(r"(?<=[a-z]{3})(?<![aow])is(e|es|ed|ing|er|ers)\b")
# Words in -ise that America writes so, too.
ALWAYS_S: Final = re.compile(
    r"\b(?:adv|advert|ar|bru|chast|circumc|comprom|compr|conc|cru|dem|desp|dev|disgu|enterpr|exc|exerc|expert|franch|"
    r"chem|improv|inc|marqu|merchand|mort|parad|prec|prem|prom|repr|rev|sunr|superv|surm|surpr|telev|treat|upr|val)is"
)
# Plurals that no rule makes.
IRREGULAR: Final = {
    "analyses": "analysis", "hypotheses": "hypothesis", "diagnoses": "diagnosis", "syntheses": "synthesis",
    "bases": "basis", "crises": "crisis", "theses": "thesis", "neuroses": "neurosis", "psychoses": "psychosis",
    "prognoses": "prognosis", "criteria": "criterion", "phenomena": "phenomenon", "stimuli": "stimulus",
    "nuclei": "nucleus", "foci": "focus", "loci": "locus", "gyri": "gyrus", "sulci": "sulcus",
    "hippocampi": "hippocampus", "thalami": "thalamus", "fungi": "fungus", "radii": "radius",
    "cortices": "cortex", "indices": "index", "matrices": "matrix", "vertices": "vertex", "appendices": "appendix",
    "women": "woman", "men": "man", "children": "child", "people": "person", "mice": "mouse", "feet": "foot",
    "teeth": "tooth", "lives": "life", "selves": "self", "halves": "half", "amygdalae": "amygdala",
    "insulae": "insula", "formulae": "formula", "vertebrae": "vertebra", "larvae": "larva", "media": "medium",
    "spectra": "spectrum", "bacteria": "bacterium", "ganglia": "ganglion", "mitochondria": "mitochondrion",
    "metastases": "metastasis", "prostheses": "prosthesis", "thromboses": "thrombosis", "stenoses": "stenosis",
    "parentheses": "parenthesis", "emphases": "emphasis", "synopses": "synopsis", "axes": "axis", "biases": "bias",
    "viruses": "virus", "focuses": "focus", "statuses": "status", "sinuses": "sinus", "fetuses": "fetus",
    "foetuses": "fetus", "buses": "bus", "bonuses": "bonus", "censuses": "census", "gases": "gas", "lenses": "lens",
    "atlases": "atlas", "data": "data", "series": "series", "species": "species", "news": "news",
    "diabetes": "diabetes", "herpes": "herpes", "rabies": "rabies", "scabies": "scabies", "measles": "measles",
    "pancreas": "pancreas", "always": "always", "perhaps": "perhaps", "besides": "besides", "whereas": "whereas",
}  # fmt: skip
SINGULAR_IN_S: Final = ("ss", "us", "is", "ous", "ics")


def one_spelling(word: str) -> str:
    """The spelling of a folded word that all its spellings share."""
    word = IRREGULAR.get(word, word)
    for pattern, american in PARTS:
        word = pattern.sub(american, word)
    if not ALWAYS_S.match(word):
        word = ISE.sub(r"iz\1", word)
    return singular(word)


def singular(word: str) -> str:
    """Without the s of a plural, after the S-stemmer of Harman (1991), which rather leaves a word alone."""
    if word in IRREGULAR.values() or len(word) < 4 or not word.endswith("s") or word.endswith(SINGULAR_IN_S):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
