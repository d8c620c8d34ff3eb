"""The strings of a YAML file with their places."""

from __future__ import annotations

from lint.deploy.file import DeployFile
from lint.deploy.yaml_text import root_of, text_of, texts_of, unknown
from lint.yaml.tree import ScalarNode


def test_scalars_are_as_they_are_written() -> None:
    file = DeployFile("x.yaml", b'a: 007\nb: yes\nc:\nd: "x y"\ne: [1]\nf: |\n  g\n  h\n')
    root = root_of(file)
    assert root is not None
    found = [
        (str(key), str(value), value.place.line, value.place.column)
        for key, value in texts_of(root, file.source)
    ]
    assert found == [
        ("a", "007", 1, 4),
        ("b", "yes", 2, 4),
        ("c", "", 3, 3),
        ("d", "x y", 4, 5),
        ("f", "g\nh\n", 7, 3),
    ]
    assert list(texts_of(root.get("e"), file.source)) == []


def test_an_unknown_part_keeps_its_place() -> None:
    file = DeployFile("x.yaml", b"a: x-$TAG\n")
    root = root_of(file)
    assert root is not None
    node = root.get("a")
    assert isinstance(node, ScalarNode)
    text = unknown(text_of(node, file.source).cut(2), "${TAG}")
    assert (str(text), text.known) == ("${TAG}", False)
    assert (text.place.line, text.place.column, text.place.end_column) == (1, 6, 10)


def test_keys_are_shown_and_values_are_not() -> None:
    file = DeployFile("x.yaml", b"env:\n  A: hush\n  ? x=hush\n  : 1\n")
    assert root_of(file) is not None
    assert file.source.line(2) == "  A: <redacted, 4 chars>"
    assert "hush" not in file.source.line(3)
    assert file.sources["x.yaml"] is file.source
