"""One spelling for each word: what must meet, and what must stay apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.tokenizer import compounds_of, folded, joined, places_of_words, terms_of, words_of

# Each pair is the same word written in two ways.
BRITISH = """
behaviour behavior, behavioural behavioral, colour color, tumour tumor, tumours tumor, neighbouring neighboring,
labour labor, favourable favorable, honour honor, rumour rumor, odour odor, vigour vigor, endeavour endeavor,
harbour harbor, humour humor, flavour flavor, saviour savior
"""
BRITISH_VERBS = """
haemoglobin hemoglobin, haemorrhage hemorrhage, haemodynamic hemodynamic, haemophilia hemophilia, haematology
hematology, anaemia anemia, ischaemic ischemic, ischaemia ischemia, leukaemia leukemia, hypoxaemia hypoxemia,
paediatric pediatric, paediatrics pediatrics, orthopaedic orthopedic, anaesthesia anesthesia, anaesthetic
anesthetic, aetiology etiology, aetiological etiological, faeces feces, caesarean cesarean, oestrogen estrogen,
oestradiol estradiol, oedema edema, foetus fetus, foetal fetal, oesophagus esophagus, diarrhoea diarrhea,
homoeostasis homeostasis, manoeuvre maneuver, manoeuvres maneuvers, gynaecology gynecology, sceptical skeptical,
grey gray, ageing aging, centre center, centres centers, centred centered, fibre fiber, fibres fiber, litre
liter, millimetre millimeter, millimetres millimeters, metre meter, defence defense, offence offense, practise
practice, practising practicing, programme program, programmes program, dialogue dialog, analogue analog,
catalogue catalog, judgement judgment, fulfil fulfill, enrol enroll, enrolment enrollment, skilful skillful,
modelling modeling, labelled labeled, travelling traveling, counselling counseling, counsellor counselor,
cancelled canceled, signalling signaling, channelled channeled, totalled totaled
"""
PLURALS = """
analyse analyze, analysed analyzed, analysing analyzing, paralysed paralyzed, catalyse catalyze, randomised
randomized, randomisation randomization, organisation organization, organisations organization, recognise
recognize, recognised recognized, recognising recognizing, characterised characterized, generalise generalize,
generalisation generalization, hospitalised hospitalized, hospitalisation hospitalization, personalised
personalized, minimise minimize, optimise optimize, optimiser optimizer, stabilisers stabilizers, utilise
utilize, sensitised sensitized, individualised individualized, standardised standardized, visualisation
visualization, emphasise emphasize, summarise summarize, internalising internalizing, externalising
externalizing, mobilised mobilized, normalise normalize, localised localized, specialised specialized,
specialist specialists, criticise criticize, categorised categorized
"""
LETTERS = """
disorders disorder, therapies therapy, studies study, amygdalae amygdala, cortices cortex, gyri gyrus, nuclei
nucleus, hypotheses hypothesis, analyses analysis, meta-analyses meta-analysis, criteria criterion, phenomena
phenomenon, stimuli stimulus, women woman, children child, diagnoses diagnosis, biases bias, processes process,
losses loss, classes class, matrices matrix, indices index, responses response, boxes box, branches branch,
networks network, memories memory, crises crisis, patients patient, viruses virus, focuses focus, buses bus,
statuses status, synapses synapse, relapses relapse, neuroses neurosis, psychoses psychosis, prognoses
prognosis, phobias phobia, axes axis, metastases metastasis, prostheses prosthesis, thromboses thrombosis,
stenoses stenosis, parentheses parenthesis, emphases emphasis, ganglia ganglion, mitochondria mitochondrion,
dendrites dendrite, axons axon
"""
BRITISH_ENDS = """
generalisability generalizability, generalisable generalizable, recognisable recognizable, recognisably recognizably,
organisational organizational, organisationally organizationally, analysable analyzable, analysers analyzers,
coloured colored, favoured favored, laboured labored, honoured honored, rumoured rumored, flavoured flavored,
manoeuvred maneuvered, manoeuvring maneuvering, outmanoeuvre outmaneuver, acknowledgement acknowledgment,
misjudgement misjudgment, judgemental judgmental, focussed focused, focussing focusing, focusses focuses,
unfocussed unfocused, biassed biased, unbiassed unbiased, benefitted benefited, tranquilliser tranquilizer,
tranquillisers tranquilizers, tranquillity tranquility, marvellous marvelous, instalment installment, instil instill,
instils instills, distil distill, tunnelling tunneling, funnelled funneled, panelled paneled, unravelling unraveling,
rivalled rivaled, spiralling spiraling, pedalling pedaling, initialled initialed, dialled dialed, trialled trialed
"""
BRITISH_STEMS = """
artefact artifact, artefacts artifacts, artefactual artifactual, rigour rigor, demeanour demeanor, misdemeanour
misdemeanor, vapour vapor, candour candor, rancour rancor, clamour clamor, ardour ardor, fervour fervor, splendour
splendor, succour succor, parlour parlor, armour armor, enamoured enamored, apnoea apnea, dyspnoea dyspnea, apnoeic
apneic, hypopnoea hypopnea, diarrhoeal diarrheal, amenorrhoeic amenorrheic, aesthetic esthetic, aesthetics esthetics,
synaesthesia synesthesia, kinaesthetic kinesthetic, paraesthesia paresthesia, postanaesthetic postanesthetic,
aetiopathogenic etiopathogenic, caecum cecum, archaeology archeology, palaeolithic paleolithic, mediaeval medieval,
encyclopaedia encyclopedia, sulphur sulfur, sulphate sulfate, disulphide disulfide, aluminium aluminum, mould mold,
smouldering smoldering, neurone neuron, interneurones interneurons, titre titer, goitre goiter, lacklustre
lackluster, meagre meager, sombre somber, pretence pretense, bingeing binging, moustache mustache
"""
PLURALS_IN_ES = """
headaches headache, aches ache, toothaches toothache, niches niche, psyches psyche, caches cache, avalanches
avalanche, tranches tranche, movies movie, calories calorie, kilocalories kilocalorie, cookies cookie, zombies
zombie, selfies selfie, preemies preemie, ties tie, lies lie, dies die, underlies underlie, belies belie, echoes
echo, heroes hero, superheroes superhero, potatoes potato, tomatoes tomato, mosquitoes mosquito, zeroes zero, undergoes
undergo, goes go, does do, toes toe, shoes shoe, foes foe, quizzes quiz, hippocampuses hippocampus, hippocampuses
hippocampi, campuses campus, thalamuses thalamus, coronaviruses coronavirus, retroviruses retrovirus, plexuses plexus,
consensuses consensus, choruses chorus, corpuses corpus, uteruses uterus, stimuluses stimuli, nucleuses nuclei, causes
cause, uses use, abuses abuse, spouses spouse, pauses pause, muses muse, aliases alias, canvases canvas, pelvises
pelvis, irises iris, impasses impasse, metaanalyses metaanalysis, beaches beach, approaches approach, attaches attach,
bellies belly, anxieties anxiety, deities deity
"""
HYPHENS_AND_POSSESSIVES = """
Parkinson's Parkinson, Alzheimer’s Alzheimer, patient's patient, children’s child, follow-up follow‑up,
meta–analysis meta-analysis, self_report self-report
"""
MEASURES = """
10mg 10-mg, 3T 3-T, 1,000 1000, 12,345,678 12345678, 1'000 1000, 1,000mg 1000-mg, 1,234.5 1234.5, 3×2 3x2, 2×2×2 2x2x2,
5HTTLPR 5-HTTLPR, 10µg 10-μg, résumé résumé
"""
# Each pair is two words, or a word and what a careless rule would make of it.
APART = """
advise advice, this thi, lens len, us u, news new, our or, hour hor, four for, pour por, tour tor, source sorce,
course corse, court cort, neural neurol, lateral literal, insulin insula, affect effect, dose dosage, cancer
center, cell cellar, nucleus nuclear, anxious anxiety, depressed depression, therapist therapy, serious series,
promise promize, exercise exercize, surprise surprize, rise rize, noise noize, disease dizease, precise precize,
expertise expertize, otherwise otherwize, stepwise stepwize, concise concize, paradise paradize, premise
premize, revised revized, supervised supervized, comprised comprized, televised televized, adviser advizer,
rising rizing, arising arizing, promising promizing, intelligence inteligence, excellent excelent, compelling
compeling, controlled controled, mathematics mathematic, diabetes diabete, herpes herpe, bias bia, pancreas
pancrea, always alway, virus viru, process proces, analyst analysis, cortex cortisol, fear fearless, dopamine
dopaminergic, metabolism metabolite, memory memorise, trail trial, there their, causal casual, form from, alpha
alfa, mania manic, phobia phobic, ageing agency, fetal fatal, moderate modulate,
toes to, foes for, shoes show, heroes heroin, goes goal, uses us, causes caucus, abuses bus, muses mouse, pauses paus,
refuses refus, caches catch, niches niece, aches ace, beaches beache, coaches coache, teaches
teache, belies bellies, lies lily, ties tidy, dies dice, pies pi, overlies overly, studies studie, bodies bodie,
movies moves, cookies cooks, calories calorimetry, aliases alia, canvas canvass, canvases canvasses, iris iritis,
disability dizability, nondisabled nondizabled, nondisability nondizability, advisable advizable, inadvisable
inadvizable, revisable revizable, exercisable exercizable, unsupervised unsupervized, unsurprising unsurprizing,
contour contor, detour detor, paramour paramor, armour amour, glamour clamour, rigor rigid, artifact artifice, ether
aether, install instill, distil distal, instance install, tranquil tranquilizer, spiral spire, pedal
peddle, panel panic, metal medal, neurone neurosis, neuron neural, titre title, luster lust, meager merge, tire tier,
mould would, mold mole, callus callous, locus loose, status state, focus fuse, genus gene, genius genus, corpus corpse,
minus mine, discus disc, plus pulse, stylus style, judgment judge, benefit beneficial, sulfate sulfite, focused fused,
trialled trailed, total tote, equally equal, signally signal, really real, hypnosis hypnoanalysis, cecal fecal,
councillor counsellor, programmer program, storey story, tyre tire, cheque check, draught draft, gauge gage
"""
# Each pair is the beginning of a word in Britain and one word that it begins in America.
BEGINNINGS = """
behaviou behavior, colou coloring, tumou tumors, rigou rigor, modell modeling, labell labeled, tunnell tunneling,
tranquill tranquilizer, focuss focusing, artef artifacts, apnoe apnea, diarrhoe diarrhea, anaemi anemic, instal
installment, manoeuvr maneuvering, aesth esthetic, sulph sulfate
"""


def pairs(rows: str) -> list[tuple[str, str]]:
    return [
        (one, other) for one, other in (pair.split() for pair in rows.replace("\n", " ").split(", ") if pair.strip())
    ]


@pytest.mark.parametrize(
    "rows",
    [
        BRITISH, BRITISH_VERBS, BRITISH_ENDS, BRITISH_STEMS, PLURALS, LETTERS, PLURALS_IN_ES, HYPHENS_AND_POSSESSIVES,
        MEASURES,
    ],
)  # fmt: skip
def test_what_is_written_in_two_ways_is_one_word(rows: str) -> None:
    apart = [(one, other) for one, other in pairs(rows) if words_of(one) != words_of(other)]
    assert not apart
    assert len(pairs(rows)) >= 7


def test_different_words_stay_apart() -> None:
    met = [(one, other) for one, other in pairs(APART) if words_of(one) == words_of(other)]
    assert not met
    assert len(pairs(APART)) >= 60


def test_the_beginning_of_a_british_word_begins_the_american_one() -> None:
    apart = [(one, whole) for one, whole in pairs(BEGINNINGS) if not words_of(whole)[0].startswith(words_of(one)[0])]
    assert not apart
    assert len(pairs(BEGINNINGS)) >= 15


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_words_are_letters_and_digits_and_stay_what_they_are(text: str) -> None:
    for word in words_of(text):
        assert word.isalnum(), word
        assert folded(word) == word
    assert words_of(text.upper().lower()) == words_of(text.lower()) or "ß" in text or not text.isascii()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n = 1,000 of 12 345", ["n", "1000", "of", "12345"]),
        ("aged 12,34 and 0,050", ["aged", "12", "34", "and", "0", "050"]),
        ("refs 1,2,3", ["ref", "1", "2", "3"]),
        ("10 mg, 10mg; 0.5mg", ["10", "mg", "10", "mg", "0", "5", "mg"]),
        ("a 3 × 2, a 3×2, a 3 x 2", ["a", "3", "x", "2"] * 3),
        ("H₂O, CO2, x2", ["h2o", "co2", "x2"]),
        ("fMRI研究显示认知行为疗法有效。", ["fmri", "研究", "显示", "认知", "行为", "疗法", "有效"]),
        ("不安障害の患者", ["不安", "障害", "の", "患者"]),
        ("が か", ["が", "か"]),
    ],
)
def test_numbers_units_and_scripts_without_spaces_become_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("认知行为疗法对焦虑障碍有效。", "焦虑"),
        ("焦虑症患者的杏仁核活动", "杏仁核"),
        ("扁桃体の活動は認知行動療法で減少した", "認知行動療法"),
        ("การบำบัดความคิดและพฤติกรรมลดความวิตกกังวล", "ความวิตกกังวล"),
        ("การบำบัดความคิดและพฤติกรรม", "บำบัด"),
        ("हिन्दी में चिंता विकार", "चिंता"),
    ],
)
def test_words_inside_a_sentence_are_those_that_somebody_types(text: str, sought: str) -> None:
    assert " ".join(words_of(sought)) in " ".join(words_of(text))
    assert [text[start:end] for start, end in places_of_words(text) if text[start:end] in sought]


def test_hyphens_part_words_and_compounds_are_kept_in_one_too() -> None:
    assert words_of("follow-up of state‑of‑the‑art") == ["follow", "up", "of", "state", "of", "the", "art"]
    assert joined(list(compounds_of("follow-up of state‑of‑the‑art"))) == [["followup", "of", "stateoftheart"]]
    assert joined(list(compounds_of("a b c d e-f g h i j"))) == [["b", "c", "d", "ef", "g", "h", "i"]]
    assert joined(list(compounds_of("a-b c d e f g h i j-k"))) == [["ab", "c", "d", "e"], ["g", "h", "i", "jk"]]
    assert joined(list(compounds_of("0.05 and 2-5"))) == joined(list(compounds_of("no compound"))) == []


def test_terms_say_what_a_text_is_about() -> None:
    assert terms_of("The amygdala of a person with a phobia") == ["amygdala", "person", "phobia"]


def test_a_word_of_no_end_is_none() -> None:
    assert words_of("a" * 61) == []
    assert words_of("a" * 60) == ["a" * 60]


UNSEEN = ["amyg\u00addala", "amygdala\u200b", "\ufeffamygdala", "\u202aamygdala\u202c", "amyg\u2060dala"]


@pytest.mark.parametrize("written", UNSEEN)
def test_what_nobody_sees_hides_no_word_and_is_marked_with_it(written: str) -> None:
    assert words_of(f"the {written} and") == words_of("the amygdala and")
    places = [written[start:end] for start, end in places_of_words(written)]
    assert [words_of(place) for place in places] == [words_of("amygdala")]
