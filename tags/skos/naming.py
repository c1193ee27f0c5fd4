"""Which tag or taxonomy here an address in somebody's file stands for, and what the new ones are called here."""

import re
from collections.abc import Mapping
from itertools import count
from urllib.parse import unquote

from django.conf import settings

from tags.models import RESERVED
from tags.skos.concepts import TAG, TAXONOMY, Scheme, Vocabulary
from tags.skos.validation import LONGEST_NAME, LONGEST_TAG, LONGEST_TAXONOMY
from tags.skos.web_addresses import identity_in, taxonomy_in
from tags.slugs import WORD_SLUG, first_free, slug_of


class Names:
    """The names of one import. What stands here keeps its slug; new slugs come from labels and are free."""

    def __init__(self, stored: Vocabulary, taxonomy: str) -> None:
        self.stored_schemes = {scheme.slug: scheme for scheme in stored.schemes}
        self._slugs = {concept.slug for concept in stored.concepts}
        self._former = {slug: concept.slug for concept in stored.concepts for slug in concept.former}
        self._uris = {concept.uri: concept.slug for concept in stored.concepts if concept.uri}
        self._identities = {concept.whole_identity: concept.slug for concept in stored.concepts}
        self._merged = {former: concept.slug for concept in stored.concepts for former in concept.replaced}
        self._identities |= self._merged
        self._scheme_uris = {scheme.uri: scheme.slug for scheme in stored.schemes if scheme.uri}
        named = {scheme.name: scheme.slug for scheme in stored.schemes}
        slug = taxonomy if taxonomy in self.stored_schemes else named.get(taxonomy, "")
        self.new_taxonomy = Scheme("", "") if slug or not taxonomy else self._new_scheme(taxonomy)
        self.taxonomy = slug or self.new_taxonomy.slug
        self._taken_names = {*named, self.new_taxonomy.name}

    def _new_scheme(self, name: str) -> Scheme:
        return Scheme(
            first_free(slug_of(name, allow_unicode=True), {*self.stored_schemes, *RESERVED}, LONGEST_TAXONOMY), name
        )

    def known(self, node: str) -> str:
        """The slug of the stored tag that this is an address of, or was; nothing for any other."""
        if node.startswith(TAG):
            slug = unquote(node.removeprefix(TAG))
            return slug if slug in self._slugs else self._former.get(slug, "")
        return self._uris.get(node) or self._identities.get(identity_in(node), "")

    def _was_merged(self, node: str) -> bool:
        """What stands here today comes before what became part of it."""
        return identity_in(node) in self._merged

    def is_ours(self, node: str) -> bool:
        """Whether this is an address within this site, or one of another under which what stands here is known."""
        is_known = identity_in(node) in self._identities or taxonomy_in(node) in self.stored_schemes
        return is_known or bool(settings.SITE_URL and node.startswith(f"{settings.SITE_URL}/"))

    def of_tags(self, nodes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        """A slug for each address, given its label and the slug that the file wishes for it."""
        found: dict[str, str] = {}
        own = {node: unquote(node.removeprefix(TAG)) for node in nodes if node.startswith(TAG)}
        own_slugs, told = {*own.values()}, set[str]()
        for node in sorted(nodes, key=self._was_merged):
            slug = self.known(node)
            is_renamed_here = slug and node in own and own[node] != slug
            if slug and slug not in told and not (is_renamed_here and slug in own_slugs):
                found[node] = slug
                told.add(slug)
            elif node in own:
                found[node] = own[node]
        taken = {*self._slugs, *self._former, *found.values()}
        for node, (_, wished) in nodes.items():
            if node not in found and WORD_SLUG.fullmatch(wished) and len(wished) <= LONGEST_TAG and wished not in taken:
                found[node] = wished
                taken.add(wished)
        for node, (label, _) in nodes.items():
            if node not in found:
                slug = slug_of(label, allow_unicode=True) or slug_of(_last_part(node), allow_unicode=True)
                found[node] = first_free(slug or "tag", taken, LONGEST_TAG)
                taken.add(found[node])
        return found

    def of_schemes(self, nodes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for node, (title, wished) in nodes.items():
            if node.startswith(TAXONOMY):
                found[node] = unquote(node.removeprefix(TAXONOMY))
            elif node in self._scheme_uris:
                found[node] = self._scheme_uris[node]
            elif wished and wished == taxonomy_in(node):
                found[node] = wished
            elif not title and self.taxonomy:
                found[node] = self.taxonomy
        taken = {*self.stored_schemes, *RESERVED, *found.values()}
        for node, (title, wished) in nodes.items():
            if node not in found:
                is_granted = WORD_SLUG.fullmatch(wished) and wished not in taken
                name = wished if is_granted else title or self.name_of_scheme(node)
                slug = slug_of(name, allow_unicode=True) if name != wished else wished
                found[node] = first_free(slug.strip("-_") or slug or "taxonomy", taken, LONGEST_TAXONOMY)
                taken.add(found[node])
        return found

    def name_of_scheme(self, node: str) -> str:
        """For a taxonomy without a title: the last part of its address, or what was asked for."""
        if self.new_taxonomy.name:
            return self.new_taxonomy.name
        name = _last_part(node)[:LONGEST_NAME] or "Taxonomy"
        if name in self._taken_names:
            name = next(f"{name[: LONGEST_NAME - 5]} {n}" for n in count(2) if f"{name} {n}" not in self._taken_names)
        return name


def _last_part(node: str) -> str:
    parts = [part for part in re.split(r"[/#:]", unquote(node)) if part]
    return " ".join(re.sub(r"[-_]+", " ", parts[-1]).split()) if parts else ""
