"""The evidence mark of an article: what the site names of its facts at a glance, as a drawing and in words."""

from articles.models import Article
from articles.site.evidence_kit import OUTLINE, EvidenceMark, dots_of, number_in, sign_for
from articles.site.values import CONFIDENCE, CONFIDENCE_LEVELS, Site
from tags.text.plurals import counted


def mark_of(article: Article, site: Site, papers: int) -> EvidenceMark:
    """`papers`: how many its public part cites, which is told of an article about none in particular."""
    evidence, glance = site.evidence, article.at_a_glance
    design, people, measure = (
        str(glance.get(key, {}).get("answer", "")) for key in (evidence.design, evidence.count, evidence.measure)
    )
    designed = sign_for(evidence.designs, article.kind, design)
    measured = sign_for(evidence.measures, article.kind, measure)
    level = str(glance.get(CONFIDENCE, {}).get("level", ""))
    sure = next((fact.label for fact in site.facts if fact.is_level), "")
    words = (
        designed.name if designed else design,
        people or (counted(papers, "paper") if papers else ""),
        measured.name if measured else measure,
        f"{sure}: {level}" if level else "",
    )
    return EvidenceMark(
        design=designed.shape if designed else "",
        measure=measured.shape if measured else "",
        outline=evidence.outline or OUTLINE,
        dots=dots_of(number_in(people, evidence.apart_from)) if people else None,
        bars=CONFIDENCE_LEVELS.index(level) + 1 if level in CONFIDENCE_LEVELS else 0,
        words=tuple(word for word in words if word),
    )
