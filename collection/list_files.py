"""A reading list as one YAML file."""

from typing import Final

from collection.faults import Fault
from collection.states import read_state, state_keys
from collection.values import ListFile, ListItem, ListSection
from collection.yaml_blocks import Block, read_block, write_block
from lists.models import ReadingList, Section
from lists.publishing import lacking
from tags.text.lengths import longest

LACKING: Final = {  # not the title: a draft needs one as well
    "standfirst": "“standfirst” is missing; what is published needs it.",
    "sections": "“sections” with “items” are missing: the articles in their order.",
}


def read_list(text: str, file: str, slug: str, faults: list[Fault]) -> ListFile | None:
    block = read_block(text, file, 1, faults)
    if block is None:
        return None
    places: dict[str, int] = {}
    title = block.text("title", needed=True, longest=longest(ReadingList, "title"))
    standfirst = block.text("standfirst")
    state = read_state(block)
    sections = tuple(_section(section, places) for section in block.blocks("sections"))
    block.finish()
    has_items = any(section.items for section in sections)
    for part in lacking(title, standfirst, has_items=has_items) if state.was_published else ():
        if part in LACKING:
            block.fault(block.line_of(part), LACKING[part])
    return ListFile(slug, title, standfirst, state, sections, places)


def _section(block: Block, places: dict[str, int]) -> ListSection:
    title = block.text("title", needed=True, longest=longest(Section, "title"))
    intro = block.text("intro")
    items: list[ListItem] = []
    for entry in block.blocks("items"):
        item = ListItem(entry.text("article", needed=True), entry.text("reason", needed=True))
        entry.finish()
        if any(item.article == other.article for other in items):
            entry.fault(entry.line, f"“{item.article}” stands in this section twice.")
        items.append(item)
        places[f"article: {item.article}"] = entry.line
    block.finish()
    return ListSection(title, intro, tuple(items))


def write_list(reading_list: ListFile) -> str:
    return write_block({
        "title": reading_list.title,
        "standfirst": reading_list.standfirst,
        **state_keys(reading_list.state),
        "sections": [
            {
                "title": section.title,
                **({"intro": section.intro} if section.intro else {}),
                "items": [{"article": item.article, "reason": item.reason} for item in section.items],
            }
            for section in reading_list.sections
        ],
    })  # fmt: skip
