"""`--set` and `--values`: YAML, JSON and lines, without a value in any message."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.placeholder_values import given_values, read_values
from lint.errors import UsageError
from lint.model.options import Options


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("v.yaml", "image: {tag: '1'}\n", {"image.tag": "1", ".Values.image.tag": "1"}),
        ("v.json", '{"a": true, "b": null}', {"a": "true", ".Values.a": "true"}),
        ("v.env", "# c\nexport A='x y'\nB=1=2\n", {"A": "x y", "B": "1=2"}),
        ("v", "A=b\n", {"A": "b"}),
    ],
)
def test_files(tmp_path: Path, name: str, text: str, values: dict[str, str]) -> None:
    (tmp_path / name).write_text(text)
    assert read_values(str(tmp_path / name)) == values


def test_set_wins_over_files(tmp_path: Path) -> None:
    (tmp_path / "v.env").write_text("A=1\nB=2\n")
    options = Options()
    options.values = [str(tmp_path / "v.env")]
    options.set = ["A=3", "C="]
    assert given_values(options) == {"A": "3", "B": "2", "C": ""}


@pytest.mark.parametrize("text", ["hunter2", "=hunter2"])
def test_no_message_repeats_a_value(tmp_path: Path, text: str) -> None:
    options = Options()
    options.set = [text]
    with pytest.raises(UsageError) as caught:
        given_values(options)
    assert "hunter2" not in str(caught.value)
    (tmp_path / "v.env").write_text(f"A=1\n{text}\n")
    with pytest.raises(UsageError, match=r"v\.env:2:1") as caught:
        read_values(str(tmp_path / "v.env"))
    assert "hunter2" not in str(caught.value)
