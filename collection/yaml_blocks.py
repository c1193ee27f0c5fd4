"""YAML of the collection: mappings read key by key with their lines, and written in one canonical spelling.

Every scalar is text: `answer: no` says “no” and `detail: 9` says “9”. Anchors and types of YAML's own are refused.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any, Final

import yaml
from django.utils.timezone import localtime, make_aware
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from collection.faults import Fault
from members.characters import cleaned
from tags.text.likeness import did_you_mean
from tags.text.plain_text import is_storable

DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
UNUSUAL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class _Loader(yaml.BaseLoader):
    """Makes nodes only, and no more of them than the text has."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="anchors (&) and aliases (*) are not used here", problem_mark=event.start_mark
            )
        if getattr(event, "tag", None) not in {None, "!"}:
            raise yaml.MarkedYAMLError(problem=f"types ({event.tag}) are not used here", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


class Block:
    """One mapping of a file. Each key is asked for once; `finish` then names the keys that nobody asked for."""

    def __init__(self, node: MappingNode, file: str, first_line: int, faults: list[Fault]) -> None:
        self.file, self.first_line, self.faults = file, first_line, faults
        self.line = self.line_at(node)
        self.asked: list[str] = []
        self.values: dict[str, tuple[int, Node]] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self.values:
                self.fault(self.line_at(key), f"“{name}” stands here twice.")
            self.values[name] = (self.line_at(key), value)

    def line_at(self, node: Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))

    def line_of(self, key: str) -> int:
        return self.values[key][0] if key in self.values else self.line

    def text(self, key: str, *, needed: bool = False, longest: int = 0) -> str:
        value = self._ask(key)
        if value is not None and not isinstance(value, ScalarNode):
            self.fault(self.line_of(key), f"“{key}” has to be text.")
            return ""
        text = self._stored(value) if value is not None else ""
        if needed and not text.strip():
            self.fault(self.line_of(key), f"“{key}” is missing." if value is None else f"“{key}” is empty.")
        if longest and len(text) > longest:
            self.fault(self.line_of(key), f"“{key}” has {len(text)} characters; {longest} is the most.")
        return text

    def choice(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        """One of a few words. A missing key is a fault unless there is a default."""
        words = list(allowed)
        word = self.text(key, needed=not default) or default
        if word and word not in words:
            self.fault(self.line_of(key), f"“{word}” is no {key}; write one of: {', '.join(words)}.")
        return word

    def flag(self, key: str) -> bool:
        word = self.text(key)
        if word not in {"", "true", "false"}:
            self.fault(self.line_of(key), f"“{key}” has to be true or false.")
        return word == "true"

    def moment(self, key: str) -> datetime | None:
        """A day (its first moment in the time zone of the site) or a time with its zone."""
        text = self.text(key)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
            moment = make_aware(moment) if DAY.fullmatch(text) else moment
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or not 1 < moment.year < 9999:  # the ends leave no room for zones
            message = f"“{text}” is no date; write 2026-09-14, or 2026-09-14T08:30:00Z for a time."
            self.fault(self.line_of(key), message)
            return None
        return moment.astimezone(UTC)

    def texts(self, key: str) -> list[tuple[int, str]]:
        """A list of texts, each with its line."""
        nodes = self._items(key)
        for node in nodes:
            if not isinstance(node, ScalarNode) or not node.value.strip():
                self.fault(self.line_at(node), f"Each entry of “{key}” has to be text; quote it if it holds “: ”.")
        return [(self.line_at(node), self._stored(node)) for node in nodes if isinstance(node, ScalarNode)]

    def each_once(self, key: str, places: dict[str, int]) -> tuple[str, ...]:
        """A list of words; `places` learns the line of each as “key: word”."""
        found: list[str] = []
        for line, word in self.texts(key):
            if word in found:
                self.fault(line, f"“{word}” stands here twice.")
            else:
                found.append(word)
                places[f"{key}: {word}"] = line
        return tuple(found)

    def blocks(self, key: str) -> "Iterator[Block]":
        """A list of mappings."""
        for node in self._items(key):
            if isinstance(node, MappingNode):
                yield Block(node, self.file, self.first_line, self.faults)
            else:
                self.fault(self.line_at(node), f"Each entry of “{key}” has to be a set of keys and values.")

    def block(self, key: str) -> "Block | None":
        value = self._ask(key)
        if value is None:
            return None
        if isinstance(value, MappingNode):
            return Block(value, self.file, self.first_line, self.faults)
        self.fault(self.line_of(key), f"“{key}” has to be a set of keys and values.")
        return None

    def finish(self) -> None:
        """A key without a value is mostly the rest of a text with a comma, inside braces."""
        for key, (line, node) in self.values.items():
            if key not in self.asked:
                hint = "" if node.value else " Put a text that holds a comma in quotes."
                self.fault(line, f"No key is called “{key}” here{did_you_mean(key, self.asked) or '.'}{hint}")

    def _stored(self, node: ScalarNode) -> str:
        if not is_storable(node.value):
            self.fault(self.line_at(node), "There is a NUL or half a character here, which no database keeps.")
        return str(cleaned(node.value))

    def _ask(self, key: str) -> Node | None:
        self.asked.append(key)
        return self.values[key][1] if key in self.values else None

    def _items(self, key: str) -> list[Node]:
        value = self._ask(key)
        if value is None or (isinstance(value, ScalarNode) and not value.value):
            return []
        if isinstance(value, SequenceNode):
            return list(value.value)
        self.fault(self.line_of(key), f"“{key}” has to be a list: one entry a line, each after “- ”.")
        return []


def read_block(text: str, file: str, first_line: int, faults: list[Fault]) -> Block | None:
    """The mapping that `text` holds, or None and a fault. `first_line` is where the text begins in its file."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        faults.append(Fault(file, line, f"This is not YAML: {error.problem or error.context}."))
        return None
    except RecursionError:
        faults.append(Fault(file, first_line, "This is not YAML for a collection: it is nested too deep."))
        return None
    except yaml.reader.ReaderError as error:
        line = first_line + text[: error.position].count("\n")
        faults.append(Fault(file, line, "There is a control character here that YAML does not allow."))
        return None
    if not isinstance(node, MappingNode) or not all(isinstance(key, ScalarNode) for key, _ in node.value):
        faults.append(Fault(file, first_line, "Keys and values are missing here, such as “title: …”."))
        return None
    return Block(node, file, first_line, faults)


class Flow(list[Any]):
    """A list that is written on one line, in brackets."""


class FlowMap(dict[str, Any]):
    """A mapping that is written on one line, in braces."""


class Quoted(str):
    """A text that is written in quotes even where YAML needs none: a comma inside braces would end it."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the signature that PyYAML calls
        return True


def _moment(dumper: yaml.SafeDumper, moment: datetime) -> ScalarNode:
    """A day alone for its first moment in the time zone of the site, else the time in UTC."""
    here = localtime(moment)
    is_day = here.time() == time.min
    written = here.date().isoformat() if is_day else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", written)


def _text(dumper: yaml.SafeDumper, text: str) -> ScalarNode:
    """Line breaks of any kind are spelled out: outside double quotes YAML folds them."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if UNUSUAL.search(text) else None)


def _quoted(dumper: yaml.SafeDumper, text: Quoted) -> ScalarNode:
    style = '"' if UNUSUAL.search(text) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Quoted, _quoted)
_Dumper.add_representer(datetime, _moment)
_Dumper.add_representer(
    Flow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    FlowMap, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)


def write_block(values: dict[str, Any]) -> str:
    """The canonical spelling: keys in the given order, empty ones left out, one line for each value."""
    kept = {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}
    return yaml.dump(
        kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"), default_flow_style=False
    )
