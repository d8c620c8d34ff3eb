"""Text to trees, read as `gcloud run services replace` reads it.

The kinds of `Fault` that reading can meet:

| kind | what it is |
|---|---|
| not-utf-8 | bytes that are not UTF-8 |
| control-character | a character that YAML does not allow (NUL, ESC, ...) |
| yaml-syntax | not YAML |
| template-not-rendered | YAML only after a template engine has run |
| date-value | a scalar that YAML 1.1 reads as a date |
| unknown-tag | a tag that the loader has no constructor for, or a lone `=` |
| bad-number | a number that cannot be made |
| duplicate-key | a mapping key that occurs twice: the first counts |
| bad-key | a mapping key that is no scalar |
| bad-merge | `<<` whose value is no mapping |
| several-documents | more than one document with content |
| not-a-mapping | a document that is a scalar or a list |
| empty-file | no document with content |
| limit-size, limit-depth, limit-nodes, limit-aliases | larger than any manifest |
| recursive-alias | an alias inside its own anchor |
"""

from __future__ import annotations

import re
from functools import partial
from itertools import islice

from lint.manifest.redaction import redact_env_values
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.redaction import redact_lines
from lint.model.source import Source
from lint.support.lazy_regex import lazy_regex
from lint.yaml import placeholders
from lint.yaml.libyaml import c_events, pure_events
from lint.yaml.scalars import CERTAINLY_TEXT, Timestamp, resolve
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    import collections.abc
    from typing import Any

MAX_BYTES = 4 * 1024 * 1024
"""A manifest of the largest service that Cloud Run accepts is under 100 KB."""
MAX_DEPTH = 100
MAX_NODES = 100_000
MAX_PURE = 256 * 1024
"""Characters up to which the slow parser is asked for a second opinion on malformed text."""

INCOMPLETE = frozenset(
    ("limit-size", "limit-depth", "limit-nodes", "limit-aliases", "template-not-rendered")
)
"""The kinds of fault that are a limit of this tool, not of the file: the run must not pass."""

# Written as what is forbidden: compiling the set of all allowed characters takes milliseconds.
_FORBIDDEN = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TEMPLATE = lazy_regex(
    r"\{\{|\{%|\[\[|<%|^\s*(?:-\s+)?(?:[\w.\-/]+:\s+)?([%@][A-Za-z_]\w*[%@])", re.MULTILINE
)
_YAML_TAG = "tag:yaml.org,2002:"


class Document:
    """One document of a file. `root` is None when it has no content or could not be read."""

    __slots__ = ("line", "root")

    def __init__(self, root: Node | None, line: int) -> None:
        self.root = root
        self.line = line


class Manifest:
    """A file as read: its documents, the faults met, and the names that `--set` filled in.

    `fatal` is the fault because of which some document could not be read, None where there is none.
    """

    __slots__ = ("documents", "fatal", "faults", "source", "used_values")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[Document] = []
        self.faults: list[Fault] = []
        self.fatal: Fault | None = None
        self.used_values: set[str] = set()

    @property
    def incomplete(self) -> bool:
        """Whether something was left out that may be in order: the run must not pass."""
        return any(fault.kind in INCOMPLETE for fault in self.faults)

    def stop(self, fault: Fault) -> None:
        """Records a fault because of which a document could not be read."""
        self.faults.append(fault)
        self.fatal = self.fatal or fault


class _StopError(Exception):
    """A fault behind which the rest of the text cannot be read."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def read_manifest(
    path: str,
    data: bytes,
    values: collections.abc.Mapping[str, str] | None = None,
    yaml_1_2: bool = False,
) -> Manifest:
    """Reads the bytes of a manifest; never raises for what is in them.

    `values` are the names that placeholders stand for (`--set`, `--values`). `yaml_1_2` makes
    plain scalars follow YAML 1.2: for rule files, in which `on` and `no` are words.
    """
    if len(data) > MAX_BYTES:
        manifest = Manifest(Source(path, ""))
        message = f"the file is larger than {MAX_BYTES:,} bytes, up to which manifests are read"
        manifest.stop(Fault("limit-size", _at(path), message=message))
        return manifest
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf_8(path, data, error)
    manifest = Manifest(Source(path, text, yaml_breaks=True))
    forbidden = _FORBIDDEN.search(text)
    if text[:1] == "\ufeff":  # a second byte order mark: gcloud takes it for a part of the key
        forbidden = re.match("\ufeff", text)
    if forbidden is not None:
        redact_lines(manifest.source)
        line, column = _position(text, forbidden.start())
        manifest.stop(
            Fault(
                "control-character",
                _at(path, line, column),
                message=f"the character U+{ord(forbidden.group()):04X} is not allowed in YAML",
                help="Remove it, or write it as an escape in a double-quoted string.",
            )
        )
        return manifest
    _read_text(manifest, text, values or {}, yaml_1_2)
    return manifest


def _not_utf_8(path: str, data: bytes, error: UnicodeDecodeError) -> Manifest:
    text = data.decode("latin-1")
    manifest = Manifest(Source(path, text, yaml_breaks=True))
    redact_lines(manifest.source)
    line, column = _position(text, error.start)
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    what = "UTF-16" if utf_16 else f"byte 0x{data[error.start]:02X} is not UTF-8"
    manifest.stop(
        Fault(
            "not-utf-8",
            _at(path) if utf_16 else _at(path, line, column),
            message=f"{what}; gcloud reads manifests as UTF-8 only",
            help="Save the file as UTF-8.",
        )
    )
    return manifest


def _position(text: str, index: int) -> tuple[int, int]:
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _read_text(
    manifest: Manifest, text: str, values: collections.abc.Mapping[str, str], yaml_1_2: bool
) -> None:
    try:
        composer = _compose(manifest, text, values, yaml_1_2)
    except _StopError as stop:
        if values and stop.fault.kind in ("yaml-syntax", "template-not-rendered"):
            used: set[str] = set()
            rendered = placeholders.substitute(text, values, used.add)
            if rendered != text:
                manifest.source = Source(manifest.source.path, rendered, yaml_breaks=True)
                manifest.used_values = used
                _read_text(manifest, rendered, {}, yaml_1_2)
                return
        redact_lines(manifest.source)
        manifest.documents = []
        manifest.stop(stop.fault)
        return
    manifest.documents = composer.documents
    manifest.faults.extend(composer.faults)
    manifest.used_values = composer.used_values
    for document in manifest.documents:
        if document.root is not None:
            _forget_dates_in_status(manifest, document.root)
            manifest.source.redact_later(partial(redact_env_values, document.root))
    _judge_documents(manifest)


def _forget_dates_in_status(manifest: Manifest, root: Node) -> None:
    """Gcloud drops `status` before dates could hurt it, so exports with one are fine."""
    status = root.get("status")
    if status is None:
        return
    manifest.faults = [
        fault
        for fault in manifest.faults
        if fault.kind != "date-value" or not status.line <= fault.where.line <= status.end_line
    ]


def _judge_documents(manifest: Manifest) -> None:
    """The documents that are none: empty files, scalars, lists."""
    filled = [document for document in manifest.documents if document.root is not None]
    if not filled:
        where = _at(manifest.source.path)
        manifest.stop(Fault("empty-file", where, message="the file holds no YAML document"))
    for document in filled:
        root = document.root
        if root is not None and not isinstance(root, MappingNode):
            what = "a list" if isinstance(root, SequenceNode) else "a lone value"
            where = _at(manifest.source.path, root.line, root.column)
            message = f"the document is {what}, not a mapping"
            manifest.stop(Fault("not-a-mapping", where, message=message))
            document.root = None


def _compose(
    manifest: Manifest, text: str, values: collections.abc.Mapping[str, str], yaml_1_2: bool
) -> _Composer:
    refusal: Exception | None = None
    path = manifest.source.path
    try:
        composer = _Composer(path, text, values, yaml_1_2)
        composer.run(c_events(text))
        return composer
    except (_StopError, RecursionError):
        raise
    except ImportError:
        pass
    except Exception as error:  # the classes depend on the parser
        refusal = error
        if len(text) > MAX_PURE:
            raise _StopError(_syntax_fault(path, text, error)) from None
    try:
        composer = _Composer(path, text, values, yaml_1_2)
        composer.run(pure_events(text))
    except _StopError:
        raise
    except Exception as error:
        # libyaml's place of a fault is usually the better one, its verdict is not decisive.
        raise _StopError(_syntax_fault(path, text, refusal or error)) from None
    return composer


def _syntax_fault(path: str, text: str, error: Exception) -> Fault:
    reason = str(getattr(error, "problem", None) or "malformed")
    begin = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or begin
    if begin is not None and ("end of stream" in reason or "expected ':'" in reason):
        mark = begin  # an open quote, a key: noticed much further down
    line = mark.line + 1 if mark is not None else 1
    column = mark.column + 1 if mark is not None else 1
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # An unclosed construct is noticed at the end of the text: one line up at the least.
    while line > 1 and (line > len(lines) or not lines[line - 1].strip(" ")):
        line -= 1
        column = len(lines[line - 1]) + 1 if line <= len(lines) else 1
    written = lines[line - 1] if line <= len(lines) else ""
    context = getattr(error, "context", None)
    marker = _template_marker(text, line)
    if marker is not None:
        return Fault(
            "template-not-rendered",
            _at(path, *marker),
            message="this file is YAML only after a template engine has rendered it",
            help="Render it and check the result, or give the values with --set or --values.",
        )
    if "\t" in written[: max(column, 1)] and "cannot start any token" in reason:
        return _tab_fault(path, line, written.index("\t") + 1)
    message = f"not valid YAML: {reason}" + (f" ({context})" if context else "")
    return Fault("yaml-syntax", _at(path, line, column), message=message)


def _tab_fault(path: str, line: int, column: int) -> Fault:
    return Fault(
        "yaml-syntax",
        _at(path, line, column),
        message="a tab stands outside of quotes, where gcloud takes spaces only",
        help="Replace it by spaces.",
    )


def _stray_tab(path: str, text: str, quoted: list[tuple[int, int]]) -> Fault | None:
    """The first tab that gcloud's parser refuses and libyaml does not mind.

    gcloud's is older: it takes tabs in quoted and block scalars and in comments, nowhere else.
    `quoted` holds the (start, end) indexes of such scalars in order.
    """
    for match in islice(re.finditer("\t", text), 10_000):
        index = match.start()
        if any(start <= index < end for start, end in quoted):
            continue
        line_start = text.rfind("\n", 0, index) + 1
        comment = re.search(r"(?:^|\s)#", text[line_start:index])
        if comment is not None:
            hash_index = line_start + comment.end() - 1
            if not any(start <= hash_index < end for start, end in quoted):
                continue
        return _tab_fault(path, *_position(text, index))
    return None


def _template_marker(text: str, line: int) -> tuple[int, int] | None:
    """The place of the template syntax that explains a fault on a line, if there is any."""
    found: tuple[int, int] | None = None
    for match in islice(_TEMPLATE.finditer(text), 500):
        start = match.end() - len(match.group().lstrip(" \t"))
        place = _position(text, match.start(1) if match.group(1) else start)
        if found is None or place[0] <= line:
            found = place
        if place[0] >= line:
            break
    return found


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


class _Composer:
    """Builds the trees from the events, in one pass and without recursion."""

    def __init__(
        self, path: str, text: str, values: collections.abc.Mapping[str, str], yaml_1_2: bool
    ) -> None:
        self.path = path
        self.text = text
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

    def run(self, events: collections.abc.Iterable[Any]) -> None:
        """Consumes all events; raises `_StopError` where the rest cannot be read."""
        handlers = {
            "ScalarEvent": self.scalar,
            "MappingStartEvent": self.mapping_start,
            "MappingEndEvent": self.mapping_end,
            "SequenceStartEvent": self.sequence_start,
            "SequenceEndEvent": self.sequence_end,
            "AliasEvent": self.alias,
            "DocumentStartEvent": self.document_start,
            "DocumentEndEvent": self.document_end,
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
            tab = _stray_tab(self.path, self.text, self.quoted)
            if tab is not None:
                self.faults.append(tab)

    def document_start(self, event: Any) -> None:
        self.anchors = {}
        self.root = None
        declared = event.version is not None and tuple(event.version) == (1, 2)
        self.yaml_1_2 = self.always_1_2 or declared
        self.document_line = event.start_mark.line + 1

    def document_end(self, event: Any) -> None:
        root = self.root
        if isinstance(root, ScalarNode) and root.value is None:
            root = None
        if root is not None and any(document.root is not None for document in self.documents):
            first = next(d.root for d in self.documents if d.root is not None)
            one = Place(self.path, first.line, first.column, first.line, first.column)
            self.faults.append(
                Fault(
                    "several-documents",
                    _at(self.path, root.line, root.column),
                    message="the file holds a second document; gcloud takes files with exactly one",
                    help="Put each resource into a file of its own.",
                    related=[(one, "the first one")],
                )
            )
        self.documents.append(Document(root, root.line if root else self.document_line))

    def scalar(self, event: Any) -> None:
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
                display_path = text[:40]
                self._complain(
                    "bad-number", f"`{display_path}` is not a number that can be read", _span(event)
                )
            if value.__class__ is Timestamp:
                self._date(text, _span(event))
            elif (text == "<<" and not self._key_is_next()) or text == "=":
                self._complain(
                    "unknown-tag", f"a lone `{text}` means nothing to gcloud", _span(event)
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
            f"YAML reads `{text[:40]}` as a date, and gcloud crashes on dates",
            place,
            help=f'Quote it: "{text[:40]}".',
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
            self._complain("unknown-tag", f"`!!{name}` does not fit the value", place)
            return text
        if name == "binary" and name != tag:
            message = "gcloud crashes on `!!binary` values"
        elif name == "timestamp" and name != tag:
            message = "gcloud crashes on dates"
        else:
            display_path = f"!!{name}" if name != tag else tag
            message = f"gcloud has no constructor for the tag `{display_path}`"
        self._complain("unknown-tag", message, place)
        return text

    def mapping_start(self, event: Any) -> None:
        if event.tag is not None:
            self._collection_tag(event, "map")
        self._open(MappingNode(event.start_mark, event.flow_style), event.anchor)

    def sequence_start(self, event: Any) -> None:
        if event.tag is not None:
            self._collection_tag(event, "seq")
        self._open(SequenceNode(event.start_mark, event.flow_style), event.anchor)

    def _collection_tag(self, event: Any, own: str) -> None:
        if event.tag in ("!", _YAML_TAG + own):
            return
        mark = event.start_mark
        display_path = event.tag.replace(_YAML_TAG, "!!")
        place = (mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1 + len(display_path))
        self._complain("unknown-tag", f"gcloud cannot use the tag `{display_path}` here", place)

    def mapping_end(self, event: Any) -> None:
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

    def sequence_end(self, event: Any) -> None:
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

    def alias(self, event: Any) -> None:
        place = _span(event)
        node, weight = self.anchors.get(event.anchor, (None, 0))
        if event.anchor not in self.anchors:
            raise _StopError(
                Fault(
                    "yaml-syntax",
                    _at(self.path, *place),
                    message=f"not valid YAML: the alias `*{event.anchor[:40]}` has no anchor",
                    help="Quote the value if it is meant to begin with an asterisk.",
                )
            )
        if node is None:
            raise _StopError(
                Fault(
                    "recursive-alias",
                    _at(self.path, *place),
                    message=f"the alias `*{event.anchor[:40]}` stands inside its own anchor",
                )
            )
        self._place(node, None, weight, alias=True)

    def _open(self, node: MappingNode | SequenceNode, anchor: str | None) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _StopError(
                Fault(
                    "limit-depth",
                    _at(self.path, node.line, node.column),
                    message=f"nested more than {MAX_DEPTH} levels deep",
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
            raise _StopError(
                Fault(
                    "limit-aliases" if alias else "limit-nodes",
                    _at(self.path, node.line, node.column),
                    message=f"{what} more than {MAX_NODES:,} values",
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
                "a mapping key must be a plain name",
                (key.line, key.column, key.end_line, key.end_column),
                help="Quote it, if it is a placeholder.",
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
                    _at(self.path, again.line, again.column, again.end_line, again.end_column),
                    message=f"the key `{name[:60]}` occurs twice; gcloud takes the first value "
                    "and ignores this one",
                    help="Remove one of the two.",
                    related=[(one, "this one counts")],
                )
            )
        else:
            parent.keys[name] = key
            parent.values[name] = value

    def _merge(self, mapping: MappingNode, merges: list[tuple[ScalarNode, Node]]) -> None:
        """Adds the pairs of `<<` values whose keys the mapping does not have itself."""
        for key, value in merges:
            sources = value.items if isinstance(value, SequenceNode) else [value]
            for source in sources:
                if not isinstance(source, MappingNode):
                    self._complain(
                        "bad-merge",
                        "`<<` takes a mapping or a list of mappings",
                        (key.line, key.column, key.end_line, key.end_column),
                    )
                    continue
                for name, merged_key, merged in source.items():
                    if name not in mapping:
                        mapping.add(name, merged_key, merged)

    def _complain(
        self, kind: str, message: str, place: tuple[int, int, int, int], help: str = ""
    ) -> None:
        self.faults.append(Fault(kind, _at(self.path, *place), message=message, help=help))


def _at(path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0) -> Place:
    """A place that spans at least one character."""
    return Place(path, line, column, end_line, end_column or column + 1)


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
