"""A site that is in use keeps the words, facts and looks that templates and forms had in themselves until now."""

from django.db import migrations

WORDS = {
    'subject': 'the neuroscience of cognitive behavioural therapy',
    'findings_about': 'the brain and cognitive behavioural therapy (CBT)',
    'in_practice': 'in the room',
    'groups_of_topics': 'in ten groups, such as disorder, brain region, method and therapy',
    'every_topic': 'Every disorder, brain region, method and therapy',
    'order_of_topics': 'disorder, brain region, circuit, therapy, method and more',
    'small_study': '18 people, no control group',
    'large_study': 'a trial of 500',
    'note_on_confidence': 'Brain imaging studies are often small, so few results on this site reach “high”.',
    'advice': 'medical',
    'adviser': 'a doctor',
    'no_advice': 'It is not medical advice and it cannot tell what would help you. A study says what happened on average in the people it looked at. If you need help now, ask a doctor, or call the emergency number where you live.',
    'no_advice_in_terms': 'Articles describe what studies found in groups of people. They cannot say what is right for you. Speak with a doctor or therapist before you start, change or stop a treatment. In an emergency call the emergency number where you live.',
    'search_for': 'a topic, a brain region, an author, a title or a DOI',
    'search_both': 'amygdala cbt',
    'search_phrase': '"fear extinction"',
    'search_without': 'amygdala -ptsd',
    'search_beginning': 'neuro*',
    'search_topic': 'tag:amygdala year:2015..2020',
    'search_author': 'author:furmark',
    'search_either': '(insula OR amygdala) NOT medication',
}
FACTS = [
    ('design', 'Design', {'answer': 'Randomised trial', 'detail': 'Drug, group CBT or waiting list'}),
    ('people', 'People', {'answer': '18 adults', 'detail': 'Untreated social phobia'}),
    ('therapy', 'Therapy', {'answer': 'Group CBT', 'detail': '9 weeks'}),
    ('brain_measure', 'Brain measure', {'answer': 'Oxygen-15 water PET', 'detail': 'During a public speech'}),
    ('main_result', 'Main result', {'answer': 'A quieter amygdala', 'detail': 'In both treated groups'}),
    ('confidence', 'Our confidence', {'reason': 'Three groups from 18 people'}),
]
LOOKS = {
    'brain-region': ('disc', 'plum'),
    'category': ('lines', 'grey'),
    'circuit': ('loop', 'indigo'),
    'context': ('house', 'amber'),
    'disorder': ('diamond', 'rose'),
    'evidence': ('bars', 'olive'),
    'method': ('square', 'blue'),
    'neurotransmitter': ('drop', 'rust'),
    'outcome': ('flag', 'violet'),
    'process': ('arrow', 'teal'),
    'therapy': ('triangle', 'green'),
}


def keep(apps, schema_editor):
    in_use = apps.get_model("articles", "Article").objects.exists() or apps.get_model("tags", "Taxonomy").objects.exists()
    if not in_use:
        return
    facts = [{"key": key, "label": label, "help": "", "required": True, "example": said} for key, label, said in FACTS]
    apps.get_model("articles", "SiteSettings").objects.create(
        pk=1,
        name='CBT Neuro',
        tagline='the brain science of cognitive behavioural therapy',
        description='Plain-language summaries of research on the neuroscience of cognitive behavioural therapy',
        words=WORDS,
        facts=facts,
        looks={slug: {"shape": shape, "colour": colour, "own": None} for slug, (shape, colour) in LOOKS.items()},
        home=['brain-region', 'disorder', 'therapy', 'method', 'process'],
        matrix=['disorder', 'brain-region'],
    )


def forget(apps, schema_editor):
    apps.get_model("articles", "SiteSettings").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_site_settings"), ("tags", "0002_curation_and_shelves")]

    operations = [migrations.RunPython(keep, forget)]
