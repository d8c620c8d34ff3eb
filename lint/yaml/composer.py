"""Events to trees: what YAML 1.1 makes of a text, with the faults that gcloud has with it."""

from __future__ import annotations

from lint.model.fault import Fault, Repair
from lint.model.findings import Place
from lint.model.record import record
from lint.model.source import Source
from lint.model.text import NOTHING, amount, hidden, number, own, say
from lint.model.text import name as shown_name
from lint.yaml import placeholders
from lint.yaml.libyaml import c_events, pure_events
from lint.yaml.scalars import CERTAINLY_TEXT, Timestamp, resolve
from lint.yaml.syntax import at, stray_tab, syntax_fault
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from lint.model.text import Message

MAX_DEPTH = 100
"""Levels of nesting."""
MAX_NODES = 100_000
"""Values of a text, those that aliases repeat counted each time."""
MAX_PURE = 256 * 1024
"""Characters up to which the slow parser is asked for a second opinion on malformed text."""

_YAML_TAG = "tag:yaml.org,2002:"
_YAML_TAGS = frozenset(
    ("binary", "float", "int", "map", "merge", "null", "omap", "pairs", "seq", "set")
)


@record
class Document:
    """One document of a file."""

    root: Node | None
    """None when it has no content or could not be read."""
    line: int
    """Where it begins."""


class StopError(Exception):
    """A fault behind which the rest of the text cannot be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def compose(path: str, text: str, values: Mapping[str, str], yaml_1_2: bool) -> Composer:
    """Reads a text into trees, with libyaml where it can be had.

    An unquoted `%NAME%` or `@NAME@` is no YAML, and is read as the placeholder that it is, as
    `${NAME}` is. `values` and `yaml_1_2` are those of `lint.manifest.reader.read_manifest`. Raises
    `StopError` where the text cannot be read to its end.
    """
    try:
        return _compose(path, text, text, values, yaml_1_2)
    except StopError as stop:
        readable = text
        if not yaml_1_2 and stop.fault.kind in ("template-not-rendered", "yaml-syntax"):
            readable = placeholders.stand_in(text)
        if readable == text:
            raise
        try:
            return _compose(path, text, readable, values, yaml_1_2)
        except StopError:
            raise stop from None


def _compose(
    path: str, text: str, readable: str, values: Mapping[str, str], yaml_1_2: bool
) -> Composer:
    """Reads a text, or what stands in for it: `readable` has the same characters at the same places."""

    def restored(events: Iterable[Any]) -> Iterable[Any]:
        return events if readable is text else map(_restore, events)

    refusal: Exception | None = None
    try:
        composer = Composer(path, text, values, yaml_1_2)
        composer.run(restored(c_events(readable)))
        return composer
    except (StopError, RecursionError):
        raise
    except ImportError:
        pass
    except Exception as error:  # the classes depend on the parser
        refusal = error
        if len(text) > MAX_PURE:
            raise StopError(syntax_fault(path, text, error)) from None
    try:
        composer = Composer(path, text, values, yaml_1_2)
        composer.run(restored(pure_events(readable)))
    except StopError:
        raise
    except Exception as error:
        # libyaml's place of a fault is usually the better one, its verdict is not decisive.
        raise StopError(syntax_fault(path, text, refusal or error)) from None
    return composer


def _restore(event: Any) -> Any:
    """An event of a text with stand-ins, with the value that is written."""
    value = getattr(event, "value", None)
    if value.__class__ is str:
        event.value = placeholders.restore(value)
    return event


class _Frame:
    """A collection under construction."""

    __slots__ = ("anchor", "is_mapping", "key", "merges", "node", "weight")

    def __init__(self, node: MappingNode | SequenceNode, anchor: str | None) -> None:
        self.node = node
        self.is_mapping = node.__class__ is MappingNode
        self.anchor = anchor
        self.key: Node | None = None
        self.merges: list[tuple[ScalarNode, Node]] = []
        self.weight = 1


class Composer:
    """Builds the trees from the events, in one pass and without recursion."""

    def __init__(self, path: str, text: str, values: Mapping[str, str], yaml_1_2: bool) -> None:
        self.path = path
        self.text = text
        self.source: Source | None = None
        self.has_branches = "{{" in text or "{%" in text
        """Whether the text is a template: of two pairs with one key each may be in a branch."""
        self.values = values
        self.documents: list[Document] = []
        self.faults: list[Fault] = []
        self.used_values: set[str] = set()
        self.stack: list[_Frame] = []
        self.frame: _Frame | None = None
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        self.root: Node | None = None
        self.nodes = 0
        self.quoted: list[tuple[int, int]] | None = [] if "\t" in text else None
        self.always_1_2 = yaml_1_2
        self.yaml_1_2 = yaml_1_2

    def run(self, events: Iterable[Any]) -> None:
        """Consumes all events; raises `StopError` where the rest cannot be read."""
        handlers = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._mapping_start,
            "MappingEndEvent": self._mapping_end,
            "SequenceStartEvent": self._sequence_start,
            "SequenceEndEvent": self._sequence_end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document_start,
            "DocumentEndEvent": self._document_end,
        }
        # Found by name, because the classes depend on the parser; remembered by class.
        by_class: dict[type, Any] = {}
        for event in events:
            kind = event.__class__
            try:
                handle = by_class[kind]
            except KeyError:
                handle = by_class[kind] = handlers.get(kind.__name__)
            if handle is not None:
                handle(event)
        if self.quoted is not None:
            tab = stray_tab(self.path, self.text, self.quoted)
            if tab is not None:
                self.faults.append(tab)

    def _document_start(self, event: Any) -> None:
        self.anchors = {}
        self.root = None
        declared = event.version is not None and tuple(event.version) == (1, 2)
        self.yaml_1_2 = self.always_1_2 or declared
        self.document_line = event.start_mark.line + 1

    def _document_end(self, event: Any) -> None:
        root = self.root
        if isinstance(root, ScalarNode) and root.value is None:
            root = None
        if root is not None and any(document.root is not None for document in self.documents):
            first = next(d.root for d in self.documents if d.root is not None)
            one = Place(self.path, first.line, first.column, first.line, first.column)
            self.faults.append(
                Fault(
                    "several-documents",
                    at(self.path, root.line, root.column),
                    message=say(
                        "the file has a second document; gcloud accepts files with exactly one"
                    ),
                    help=say("Put each resource into its own file."),
                    related=[(one, say("the first document"))],
                )
            )
        self.documents.append(Document(root, root.line if root else self.document_line))

    def _scalar(self, event: Any) -> None:
        text: str = event.value
        style = event.style or ""
        tag = event.tag
        value: Any = text
        if self.values and "\n" not in text:
            text = value = placeholders.substitute(text, self.values, self.used_values.add)
        if tag is not None:
            value = self._tagged(tag, text, style, _span(event))
        elif style:
            if self.quoted is not None:
                self.quoted.append((event.start_mark.index, event.end_mark.index))
        elif text[:1] not in CERTAINLY_TEXT:
            try:
                value = resolve(text, self.yaml_1_2)
            except ValueError:
                self._complain(
                    "bad-number",
                    say("{} is not a valid number", hidden(text)),
                    _span(event),
                )
            if value.__class__ is Timestamp:
                self._date(text, _span(event))
            elif (text == "<<" and not self._key_is_next()) or text == "=":
                self._complain(
                    "unknown-tag",
                    say("gcloud cannot read the value `{}`", own("<<" if text == "<<" else "=")),
                    _span(event),
                    help=say("Quote it."),
                )
        node = ScalarNode(value, text, style, event)
        frame = self.frame
        if frame is None or not frame.is_mapping or event.anchor is not None:
            self._place(node, event.anchor, 1)
            return
        # Most nodes come this way, as keys and their values: no step is too small here.
        key = frame.key
        if key is None:
            frame.key = node
        else:
            name = key.value if key.__class__ is ScalarNode else None
            parent: Any = frame.node
            if name.__class__ is not str or name in parent.keys or name == "<<":
                self._place(node, None, 1)
                return
            frame.key = None
            parent.keys[name] = key
            parent.values[name] = node
        self.nodes += 1
        frame.weight += 1

    def _date(self, text: str, place: tuple[int, int, int, int]) -> None:
        self._complain(
            "date-value",
            say("YAML reads {} as a date, and gcloud crashes on dates", hidden(text)),
            place,
            help=say("Quote it."),
        )

    def _key_is_next(self) -> bool:
        return self.frame is not None and self.frame.is_mapping and self.frame.key is None

    def _tagged(self, tag: str, text: str, style: str, place: tuple[int, int, int, int]) -> Any:
        name = tag.removeprefix(_YAML_TAG)
        if tag == "!":
            return resolve(text, self.yaml_1_2) if style == "" else text
        if name == "str":
            return text
        if name in ("int", "float", "bool", "null") and name != tag:
            try:
                value = resolve(text, self.yaml_1_2)
            except ValueError:
                value = text
            expected = {"int": int, "float": (int, float), "bool": bool, "null": type(None)}
            if isinstance(value, expected[name]):  # type: ignore[arg-type]
                return float(value) if name == "float" and isinstance(value, int) else value
            self._complain(
                "unknown-tag", say("the value does not match its tag `!!{}`", own(name)), place
            )
            return text
        message: Message
        if name == "binary" and name != tag:
            message = say("gcloud crashes on `!!binary` values")
        elif name == "timestamp" and name != tag:
            message = say("gcloud crashes on dates")
        else:
            message = say("gcloud has no constructor for {}", _tag_name(tag))
        self._complain("unknown-tag", message, place)
        return text

    def _mapping_start(self, event: Any) -> None:
        if event.tag is not None:
            self._collection_tag(event, "map")
        self._open(MappingNode(event.start_mark, event.flow_style), event.anchor)

    def _sequence_start(self, event: Any) -> None:
        if event.tag is not None:
            self._collection_tag(event, "seq")
        self._open(SequenceNode(event.start_mark, event.flow_style), event.anchor)

    def _collection_tag(self, event: Any, own: str) -> None:
        if event.tag in ("!", _YAML_TAG + own):
            return
        mark = event.start_mark
        written = event.tag.replace(_YAML_TAG, "!!")
        place = (mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + len(written))
        self._complain("unknown-tag", say("gcloud cannot use {} here", _tag_name(event.tag)), place)

    def _mapping_end(self, event: Any) -> None:
        frame = self._pop()
        mapping: Any = frame.node
        mapping.end = event.end_mark
        if mapping.flow and self._braces(frame, "{{", "}}"):
            return
        if frame.merges:
            self._merge(mapping, frame.merges)
        self._place(mapping, frame.anchor, frame.weight)

    def _pop(self) -> _Frame:
        frame = self.stack.pop()
        self.frame = self.stack[-1] if self.stack else None
        return frame

    def _sequence_end(self, event: Any) -> None:
        frame = self._pop()
        frame.node.end = event.end_mark
        if frame.node.flow and self._braces(frame, "[[", "]]"):
            return
        self._place(frame.node, frame.anchor, frame.weight)

    def _braces(self, frame: _Frame, opening: str, closing: str) -> bool:
        """Takes an unquoted `{{ name }}` or `[[ name ]]` for the placeholder that it is."""
        node = frame.node
        span = Span(node.start, node.end)
        if not self.text.startswith(opening, node.start.index):
            return False
        written = self.text[node.start.index : node.end.index]
        if not written.endswith(closing) or placeholders.find(written) != (written,):
            return False
        text = written
        value: Any = written
        if self.values:
            text = placeholders.substitute(written, self.values, self.used_values.add)
            value = resolve(text, self.yaml_1_2) if text != written else text
        scalar = ScalarNode(value, text, "", span)
        # What the braces held was composed as nodes of its own, and may have complained.
        self.faults = [
            fault
            for fault in self.faults
            if not (
                (node.line, node.column)
                <= (fault.where.line, fault.where.column)
                < (node.end_line, node.end_column)
            )
        ]
        self._place(scalar, frame.anchor, 1)
        return True

    def _alias(self, event: Any) -> None:
        place = _span(event)
        node, weight = self.anchors.get(event.anchor, (None, 0))
        if event.anchor not in self.anchors:
            raise StopError(
                Fault(
                    "yaml-syntax",
                    at(self.path, *place),
                    message=say(
                        "not valid YAML: the alias {} has no anchor", hidden(f"*{event.anchor}")
                    ),
                    help=say("Quote the value if it should start with an asterisk."),
                )
            )
        if node is None:
            raise StopError(
                Fault(
                    "recursive-alias",
                    at(self.path, *place),
                    message=say(
                        "the alias {} is inside its own anchor", hidden(f"*{event.anchor}")
                    ),
                )
            )
        self._place(node, None, weight, alias=True)

    def _open(self, node: MappingNode | SequenceNode, anchor: str | None) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise StopError(
                Fault(
                    "limit-depth",
                    at(self.path, node.line, node.column),
                    message=say(
                        "the document is nested more than {} levels deep", number(MAX_DEPTH)
                    ),
                )
            )
        if anchor is not None:
            self.anchors[anchor] = (None, 0)
        self.frame = _Frame(node, anchor)
        self.stack.append(self.frame)

    def _place(self, node: Node, anchor: str | None, weight: int, alias: bool = False) -> None:
        """Puts a finished node where it belongs: into the open collection, or as the root."""
        self.nodes += weight if alias else 1
        if self.nodes > MAX_NODES:
            what = "aliases expand the document to" if alias else "the document has"
            raise StopError(
                Fault(
                    "limit-aliases" if alias else "limit-nodes",
                    at(self.path, node.line, node.column),
                    message=say("{} more than {} values", own(what), amount(MAX_NODES)),
                )
            )
        if anchor is not None:
            self.anchors[anchor] = (node, weight)
        frame = self.frame
        if frame is None:
            self.root = node
            return
        frame.weight += weight
        parent = frame.node
        key = frame.key
        if not frame.is_mapping:
            parent.items.append(node)  # type: ignore[union-attr]
        elif key is None:
            frame.key = node
        else:
            frame.key = None
            self._pair(frame, parent, key, node)  # type: ignore[arg-type]

    def _pair(self, frame: _Frame, parent: MappingNode, key: Node, value: Node) -> None:
        if key.__class__ is not ScalarNode:
            self._complain(
                "bad-key",
                say("a mapping key must be a scalar"),
                (key.line, key.column, key.end_line, key.end_column),
                help=say("Quote the key if it is a placeholder."),
            )
            return
        name = key.value
        if name == "<<" and key.style == "":
            frame.merges.append((key, value))
            return
        if name.__class__ is not str:
            name = _key_name(key)
        if name in parent.keys:
            parent.add(name, key, value)
            first, again, _ = parent.duplicates[-1]
            one = Place(self.path, first.line, first.column, first.end_line, first.end_column)
            self.faults.append(
                Fault(
                    "duplicate-key",
                    at(self.path, again.line, again.column, again.end_line, again.end_column),
                    message=say(
                        "duplicate key `{}`: gcloud uses the first value and ignores this one",
                        shown_name(name),
                    ),
                    help=say("Remove one of the two."),
                    related=[(one, say("gcloud uses this value"))],
                    repair=self._without_repeated(parent, name, again, value),
                )
            )
        else:
            parent.keys[name] = key
            parent.values[name] = value

    def _without_repeated(
        self, parent: MappingNode, name: str, again: ScalarNode, value: Node
    ) -> Repair | None:
        """Removes a pair that gcloud ignores; safe where it says the same as the first."""
        if self.has_branches:
            return None
        if self.source is None:
            self.source = Source(self.path, self.text, yaml_breaks=True)
        used = parent.values[name]
        same = (
            isinstance(used, ScalarNode)
            and isinstance(value, ScalarNode)
            and (used.value.__class__, used.value) == (value.value.__class__, value.value)
        )
        return Repair("remove_repeated", parent, again, value, safe=same, source=self.source)

    def _merge(self, mapping: MappingNode, merges: list[tuple[ScalarNode, Node]]) -> None:
        """Adds the pairs of `<<` values whose keys the mapping does not have itself."""
        for key, value in merges:
            sources = value.items if isinstance(value, SequenceNode) else [value]
            for source in sources:
                if not isinstance(source, MappingNode):
                    self._complain(
                        "bad-merge",
                        say("the value of `<<` must be a mapping or a list of mappings"),
                        (key.line, key.column, key.end_line, key.end_column),
                    )
                    continue
                for name, merged_key, merged in source.items():
                    if name not in mapping:
                        mapping.add(name, merged_key, merged)

    def _complain(
        self,
        kind: str,
        message: Message,
        place: tuple[int, int, int, int],
        help: Message = NOTHING,
    ) -> None:
        self.faults.append(Fault(kind, at(self.path, *place), message=message, help=help))


def _tag_name(tag: str) -> Message:
    """A tag for a message: by its name where YAML has it; a password may begin with `!`."""
    name = tag.removeprefix(_YAML_TAG)
    if name != tag and name in _YAML_TAGS:
        return say("the tag `!!{}`", own(name))
    return say("the tag {}", hidden(tag))


def _span(event: Any) -> tuple[int, int, int, int]:
    """Line, column, end line and end column of an event."""
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def _key_name(key: ScalarNode) -> str:
    """A mapping key as gcloud sends it: Python's values made strings as JSON does."""
    value = key.value
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    return str(value)
