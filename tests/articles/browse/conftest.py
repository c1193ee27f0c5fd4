"""A topic to narrow."""

from tags.models import Tag
from tests.factories import make_article, make_category, make_reference, make_tag, make_taxonomy
from tests.worlds import shared


@shared
def fear() -> Tag:
    """A topic with five articles, of 2002, 2015, 2020 and of no year, over two regions and two methods."""
    fear = make_tag("Fear", make_taxonomy("disorder", position=1))
    dread = make_tag("Dread", under=[fear])
    amygdala, insula = (make_tag(name, make_taxonomy("brain-region", position=2)) for name in ("Amygdala", "Insula"))
    pet, fmri = (make_tag(name, make_taxonomy("method", position=3)) for name in ("PET", "fMRI"))
    old, newer, newest = (make_reference(issued={"date-parts": [[year]]}) for year in (2002, 2015, 2020))
    therapy = [make_category("Therapy")]
    make_article(title="First", tags=[fear, amygdala, pet], paper=old, categories=therapy)
    make_article(title="Second", tags=[dread, amygdala, fmri], paper=newer, access="open", categories=therapy)
    make_article(title="Third", tags=[fear, insula, fmri], paper=newest, categories=therapy)
    make_article(title="Fourth", tags=[dread, insula], categories=therapy)
    make_article(title="Fifth", tags=[fear, amygdala, insula, fmri], categories=therapy)
    make_article(title="Elsewhere", tags=[make_tag("Hippocampus", amygdala.taxonomy)], categories=therapy)
    return fear
