"""The manifest that a deploy step amounts to, as YAML that `gcloud run services replace` can read."""

from __future__ import annotations

from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.deploy.step import Step

_FIRST = ("apiVersion", "kind", "metadata", "spec")


def manifest_of(step: Step, *, places: bool = False) -> str:
    """The YAML of a step's resource, with what is not known as placeholders.

    A comment names the step. With `places`, each value has a comment with the file and line that
    it comes from. Values are shown as they are: this is the only output that shows env vars.
    Raises `ValueError` for a step without a resource.
    """
    if step.resource is None:
        raise ValueError("the step has no resource")
    from io import StringIO

    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = 1 << 16
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    writer.dump(_commented(step.resource.root, step, places, top=True), stream)
    place = step.anchor.place
    lines = [f"# {step.command} at {_printable(place.path)}:{place.line}"]
    if step.resource.partial:
        lines.append(f"# Only a part of the {step.resource.kind}: the rest stays as it is.")
    return "\n".join(lines) + "\n" + stream.getvalue()


def _commented(node: Node, step: Step, places: bool, top: bool = False) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(node, MappingNode):
        made = CommentedMap()
        keys = list(node.values)
        if top:
            keys.sort(key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
        for key in keys:
            value = node.values[key]
            made[_text(key)] = _commented(value, step, places)
            if places and isinstance(value, ScalarNode):
                made.yaml_add_eol_comment(_place(value, step), _text(key))
        return made
    if isinstance(node, SequenceNode):
        items = CommentedSeq()
        for number, item in enumerate(node.items):
            items.append(_commented(item, step, places))
            if places and isinstance(item, ScalarNode):
                items.yaml_add_eol_comment(_place(item, step), number)
        return items
    assert isinstance(node, ScalarNode)
    return _text(node.value) if isinstance(node.value, str) else node.value


def _place(node: ScalarNode, step: Step) -> str:
    source = node.source or step.source
    return f"{_printable(source.path)}:{node.line}:{node.column}"


def _printable(path: str) -> str:
    """A path in a comment: a line end in a file's name must not end the comment."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)


def _text(value: str) -> str:
    """A string, in quotes where gcloud, which reads YAML 1.1, would take it for something else."""
    import yaml
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    tag = yaml.resolver.Resolver().resolve(yaml.nodes.ScalarNode, value, (True, False))
    return value if tag == "tag:yaml.org,2002:str" else DoubleQuotedScalarString(value)
