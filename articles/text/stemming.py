"""One spelling for each word, so that what is written in two ways is found by either. Rules first, then what they miss.

Words come folded (see `articles.text.tokenizer`): small letters without accents. British spelling becomes American,
plurals become singular. What comes of it is compared with its like and never shown. Where it does no harm, a rule
holds for the beginning of a word too (`behaviou`), since that is what a prefix or a word half typed is.
"""

import re
from typing import Final

# Parts of words that Britain and America write in two ways, wherever they stand in a word.
PARTS: Final = [
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(behavi|col|fav|flav|tum|hum|lab|neighb|hon|rum|od|vig|endeav|harb|glam|val|sav|savi)ou(?=r|\b)", r"\1o"),
        (r"(rig|demean|vap|cand|ranc|clam|ard|ferv|splend|succ|parl|arm|enam)ou(?=r|\b)", r"\1o"),
        (r"h(a)em(?=[aiot])", "hem"),  # haemoglobin, haemorrhage
        (r"(?<=[a-z])aemi(?=[ac]|\b)", "emi"),  # anaemia, ischaemic
        (r"\b(p)aed(?=[aio])|(?<=ortho)(p)aed", "ped"),
        (r"aesth", "esth"),  # aesthetic, anaesthesia, synaesthesia
        (r"\baetio", "etio"), (r"\bfaec", "fec"), (r"\bcaes", "ces"), (r"\bcaec", "cec"),
        (r"(arch|pal)aeo", r"\1eo"), (r"(medi|prim)aeval", r"\1eval"), (r"\bencyclopaed", "encycloped"),
        (r"\boestr", "estr"), (r"\boed", "ed"), (r"\bfoet", "fet"), (r"\boesoph", "esoph"), (r"\bcoeli", "celi"),
        (r"rrhoe(?=[ai]|\b)", "rrhe"), (r"pnoe(?=[ai]|\b)", "pne"), (r"\bhomoeo", "homeo"), (r"\bamoeb", "ameb"),
        (r"manoeuv(?:er|re(?=s?\b)|r)", "maneuver"), (r"sulph", "sulf"), (r"\baluminium", "aluminum"),
        (r"\bartef", "artif"), (r"\b((?:re|s)?m)ould", r"\1old"), (r"neurone(s?)\b", r"neuron\1"),
        (r"\bgyn(?:ae)co", "gyneco"), (r"\bsceptic", "skeptic"), (r"\bgrey", "gray"), (r"\bageing", "aging"),
        (r"(cent|fib|theat|lit|calib|spect|tit|goit|lust|meag|somb)re(s?)\b", r"\1er\2"), (r"\bcentred\b", "centered"),
        (r"\bcentring\b", "centering"), (r"(?<=[a-z])metre(s?)\b", r"meter\1"),
        (r"\bmetre(s?)\b", r"meter\1"), (r"\bdefence", "defense"), (r"\boffence", "offense"), (r"\blicence", "license"),
        (r"\bpretence", "pretense"), (r"\bbingeing", "binging"),
        (r"\bpractis", "practic"), (r"\bprogramme(s?)\b", r"program\1"), (r"logue(s?)\b", r"log\1"),
        (r"(judg|acknowledg|abridg|lodg)ement", r"\1ment"), (r"\bfulfil(?!l)", "fulfill"),
        (r"\benrol(?!l)", "enroll"), (r"\b(in|di)stil(?!l)", r"\1still"), (r"\binstal(?!l)", "install"),
        (r"\bskilful", "skillful"), (r"\bmarvellous", "marvelous"), (r"\btranquill", "tranquil"),
        (r"(mod|lab|trav|couns|lev|canc|chann|sign|tot|fu|equ|marv|quarr)(e|a)ll(?=ed|ing|er|or|\b)", r"\1\2l"),
        (r"(tunn|funn|pan|barr|unrav)ell(?=ed|ing|er|\b)", r"\1el"),
        (r"(riv|spir|ped|initi|\bdi|\btri)all(?=ed|ing|er|\b)", r"\1al"),
        (r"focuss", "focus"), (r"biass", "bias"), (r"\bbenefitt", "benefit"), (r"\bmoustach", "mustach"),
        (r"lysed\b", "lyzed"), (r"lysing\b", "lyzing"), (r"lyse\b", "lyze"), (r"lyser(s?)\b", r"lyzer\1"),
        (r"lysable\b", "lyzable"), (r"isation(?=s?\b|al)", "ization"),
    )
]  # fmt: skip
ANY_PART: Final = re.compile("|".join(pattern.pattern for pattern, _ in PARTS))  # most words have none
ISE: Final = re.compile(r"(?<=[a-z]{3})(?<![aow])is(e|es|ed|ing|ers?|(?<!dis)(?:abl[ey]|abilit(?:y|ies)))\b")
# Words in -ise that America writes so, too.
ALWAYS_S: Final = re.compile(
    r"\b(?:un|in)?(?:adv|advert|ar|bru|chast|circumc|comprom|compr|conc|cru|dem|desp|dev|disgu|enterpr|exc|exerc|expert|"
    r"franch|chem|improv|inc|marqu|merchand|mort|parad|prec|prem|prom|repr|rev|sunr|superv|surm|surpr|telev|treat|upr|val)is"
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
    "biasses": "bias", "quizzes": "quiz", "aliases": "alias", "canvases": "canvas", "irises": "iris",
    "pelvises": "pelvis", "impasses": "impasse", "metaanalyses": "metaanalysis", "reanalyses": "reanalysis",
    "ties": "tie", "lies": "lie", "dies": "die", "pies": "pie", "vies": "vie",
}  # fmt: skip
# Plurals that lose their s alone, where most of their like lose more: headaches, but branches; movies, but studies.
LOSES_S: Final = re.compile(
    r"(?:head|tooth|back|belly|stomach|ear|heart)?aches|(?:geo)?caches|(?:micro)?fiches|mustaches|"
    r"(?:avalan|cli|cre|dou|menar|ni|pasti|psy|qui|synecdo|tran)ches|"
    r"(?:kilo)?calories|(?:under|over|be)lies|(?:un|neck)ties|"
    r"(?:aunt|brown|cook|coter|cur|food|freeb|gen|group|hipp|hood|magp|menager|mov|newb|prair|preem|rever|rook|self|"
    r"smooth|sort|tech|vegg|yupp|zomb)ies"
)
# Plurals that lose es: echoes, but toes; campuses, but causes.
LOSES_ES: Final = re.compile(
    r"(?:under|out|for)?goes|(?:re|un|out|over)?does|(?:anti|super)?heroes|(?:re)?echoes|"
    r"(?:buffal|carg|domin|embarg|ghett|grott|hal|innuend|mang|manifest|mement|mosquit|mott|potat|tobacc|tomat|tornad|"
    r"torped|vet|volcan|zer)oes|"
    r"(?:hippo)?campuses|(?:epi|hypo|sub)?thalamuses|(?:re)?focuses|(?:sub)?nucleuses|(?:sub)?genuses|[a-z]*viruses|"
    r"(?:apparat|b|bon|call|calcul|cens|chor|circ|citr|consens|corp|disc|embol|esophag|exod|fet|fung|geni|gyr|hiat|"
    r"impet|isthm|loc|lot|menisc|min|nex|octop|on|pl|plex|prospect|radi|sin|stat|stimul|styl|sulc|surpl|syllab|tal|"
    r"termin|thesaur|thromb|thym|uter|walr)uses"
)
SINGULAR_IN_S: Final = ("ss", "us", "is", "ous", "ics")


def one_spelling(word: str) -> str:
    """The spelling of a folded word that all its spellings share."""
    word = IRREGULAR.get(word, word)
    for pattern, american in PARTS if ANY_PART.search(word) else ():
        word = pattern.sub(american, word)
    if not ALWAYS_S.match(word):
        word = ISE.sub(r"iz\1", word)
    return singular(word)


def singular(word: str) -> str:
    """Without the s of a plural, after the S-stemmer of Harman (1991), which rather leaves a word alone."""
    if word in IRREGULAR.values() or len(word) < 4 or not word.endswith("s") or word.endswith(SINGULAR_IN_S):
        return word
    if LOSES_S.fullmatch(word):
        return word[:-1]
    if LOSES_ES.fullmatch(word):
        return word[:-2]
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 4 else word
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]
