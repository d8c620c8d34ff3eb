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

from lint.model.fault import Fault
from lint.model.record import default, record
from lint.model.source import Source
from lint.model.text import amount, own, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml import placeholders
from lint.yaml.composer import StopError, compose
from lint.yaml.syntax import at, position
from lint.yaml.tree import MappingNode, Node, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    import collections.abc

    from lint.yaml.composer import Document

MAX_BYTES = 4 * 1024 * 1024
"""A manifest of the largest service that Cloud Run accepts is under 100 KB."""

INCOMPLETE = frozenset(
    ("limit-size", "limit-depth", "limit-nodes", "limit-aliases", "template-not-rendered")
)
"""The kinds of fault that are a limit of this tool, not of the file: the run must not pass."""

# Written as what is forbidden: compiling the set of all allowed characters takes milliseconds.
_FORBIDDEN = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))


@record
class Manifest:
    """A file as read."""

    source: Source
    """Its text."""
    documents: list[Document] = default(factory=list)
    """What it contains; empty when it could not be read."""
    faults: list[Fault] = default(factory=list)
    """What is wrong with it as a text."""
    fatal: Fault | None = None
    """The fault because of which some document could not be read; None where there is none."""
    used_values: set[str] = default(factory=set)
    """The names of placeholders that were replaced by given values."""

    @property
    def incomplete(self) -> bool:
        """Whether something was left out that may be in order: the run must not pass."""
        return any(fault.kind in INCOMPLETE for fault in self.faults)

    def stop(self, fault: Fault) -> None:
        """Records a fault because of which a document could not be read."""
        self.faults.append(fault)
        self.fatal = self.fatal or fault


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
        message = say("the file is larger than {} bytes and is not read", amount(MAX_BYTES))
        manifest.stop(Fault("limit-size", at(path), message=message))
        return manifest
    data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf_8(path, data, error)
    manifest = Manifest(Source(path, text, yaml_breaks=True))
    # Most files are plain ASCII, which is known sooner than the pattern is compiled.
    forbidden = _FORBIDDEN.search(text) if data.translate(None, _PLAIN) else None
    if text[:1] == "\ufeff":  # a second byte order mark: gcloud takes it for a part of the key
        forbidden = re.match("\ufeff", text)
    if forbidden is not None:
        manifest.source.mark_later(_mark_unreadable)
        line, column = position(text, forbidden.start())
        code = f"U+{ord(forbidden.group()):04X}"
        manifest.stop(
            Fault(
                "control-character",
                at(path, line, column),
                message=say("the character {} is not allowed in YAML", own(code)),
                help=say("Remove it, or write it as an escape in a double-quoted string."),
            )
        )
        return manifest
    _read_text(manifest, text, values or {}, yaml_1_2)
    return manifest


def _not_utf_8(path: str, data: bytes, error: UnicodeDecodeError) -> Manifest:
    text = data.decode("latin-1")
    manifest = Manifest(Source(path, text, yaml_breaks=True))
    manifest.source.mark_later(_mark_unreadable)
    line, column = position(text, error.start)
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    byte = f"0x{data[error.start]:02X}"
    manifest.stop(
        Fault(
            "not-utf-8",
            at(path) if utf_16 else at(path, line, column),
            message=say("the file is UTF-16, and gcloud reads only UTF-8")
            if utf_16
            else say("the byte {} is not UTF-8, and gcloud reads only UTF-8", own(byte)),
            help=say("Save the file as UTF-8."),
        )
    )
    return manifest


def _read_text(
    manifest: Manifest, text: str, values: collections.abc.Mapping[str, str], yaml_1_2: bool
) -> None:
    try:
        composer = compose(manifest.source.path, text, values, yaml_1_2)
    except StopError as stop:
        if values and stop.fault.kind in ("yaml-syntax", "template-not-rendered"):
            used: set[str] = set()
            rendered = placeholders.substitute(text, values, used.add)
            if rendered != text:
                manifest.source = Source(manifest.source.path, rendered, yaml_breaks=True)
                manifest.used_values = used
                _read_text(manifest, rendered, {}, yaml_1_2)
                return
        manifest.source.mark_later(_mark_unreadable_rule_set if yaml_1_2 else _mark_unreadable)
        manifest.documents = []
        manifest.stop(stop.fault)
        return
    manifest.documents = composer.documents
    manifest.faults.extend(composer.faults)
    manifest.used_values = composer.used_values
    for document in manifest.documents:
        if document.root is not None:
            _forget_dates_in_status(manifest, document.root)
            mark = _mark_rule_set if yaml_1_2 else _mark_document
            manifest.source.mark_later(partial(mark, document.root))
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
    """Reports files without documents, and documents that are not mappings."""
    filled = [document for document in manifest.documents if document.root is not None]
    if not filled:
        where = at(manifest.source.path)
        manifest.stop(Fault("empty-file", where, message=say("the file has no YAML document")))
    for document in filled:
        root = document.root
        if root is not None and not isinstance(root, MappingNode):
            found = say("a list") if isinstance(root, SequenceNode) else say("a single value")
            where = at(manifest.source.path, root.line, root.column)
            message = say("expected a mapping, found {}", found)
            manifest.stop(Fault("not-a-mapping", where, message=message))
            document.root = None


# What may be shown is asked only where something is shown: most manifests have no finding.


def _mark_document(root: Node, source: Source) -> None:
    from lint.manifest.redaction import mark_document

    mark_document(root, source)


def _mark_rule_set(root: Node, source: Source) -> None:
    from lint.manifest.redaction import mark_rule_set

    mark_rule_set(root, source)


def _mark_unreadable(source: Source) -> None:
    from lint.manifest.redaction import mark_unreadable

    mark_unreadable(source)


def _mark_unreadable_rule_set(source: Source) -> None:
    from lint.manifest.redaction import mark_unreadable_rule_set

    mark_unreadable_rule_set(source)
