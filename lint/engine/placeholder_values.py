"""`--set` and `--values`: the values of placeholders, from YAML, JSON or NAME=VALUE lines."""

from __future__ import annotations

from lint.errors import UsageError, os_reason
from lint.manifest.reader import MAX_BYTES, read_manifest
from lint.support.files import read_regular
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.options import Options

_LINE = lazy_regex(r"\s*(?:export\s+)?([A-Za-z_][\w.\-]*)=(.*)")


def given_values(options: Options) -> dict[str, str]:
    """What `--set NAME=VALUE` and `--values FILE` state; `--set` wins. Raises `UsageError`."""
    values: dict[str, str] = {}
    for file in options.values:
        values.update(read_values(file))
    for text in options.set:
        name, separator, value = text.partition("=")
        if not separator or not name:
            # The text may be a secret: it is not repeated.
            raise UsageError("--set takes NAME=VALUE")
        values[name] = value
    return values


def read_values(path: str) -> dict[str, str]:
    """The values of a file by name.

    Nested YAML is flattened with dots, and every name is also known as a Helm template writes it
    (`image.tag` and `.Values.image.tag`). Raises `UsageError`, whose message holds no value.
    """
    try:
        data = read_regular(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {os_reason(error)}") from None
    if path.endswith(".env") or _looks_like_lines(data):
        return _lines(path, data)
    manifest = read_manifest(path, data)
    fault = manifest.fatal
    if fault is not None:
        where = fault.where
        raise UsageError(f"{path}:{where.line}:{where.column}: {fault.message}")
    values: dict[str, str] = {}
    for document in manifest.documents:
        if isinstance(document.root, MappingNode):
            _flatten("", document.root, values)
    return values


def _looks_like_lines(data: bytes) -> bool:
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    lines = [line for line in lines if not line.lstrip().startswith("#")]
    return bool(lines) and all(_LINE.fullmatch(line) for line in lines)


def _lines(path: str, data: bytes) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise UsageError(f"{path}:{number}:1: expected NAME=VALUE")
        value = match.group(2).strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        values[match.group(1)] = value
    return values


def _flatten(prefix: str, node: Node, values: dict[str, str]) -> None:
    if isinstance(node, MappingNode):
        for name, _, value in node.items():
            _flatten(f"{prefix}.{name}" if prefix else name, value, values)
    elif isinstance(node, ScalarNode) and node.value is not None:
        values[prefix] = node.text
        values[f".Values.{prefix}"] = node.text
