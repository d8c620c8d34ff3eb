"""The comments that accept findings: how they are written, and the lines that they count for."""

from __future__ import annotations

import pytest

from lint.engine.acceptance.comments import Comments, line_below_comment, may_hold_comments
from lint.model.source import Source


def comments(text: str, path: str = "s.yaml") -> Comments:
    return Comments(Source(path, text))


def covered(text: str, path: str = "s.yaml") -> list[int]:
    """The lines that some comment of a text counts for."""
    found = comments(text, path)
    return [n for n in range(1, text.count("\n") + 2) if any(found.of_line(n))]


@pytest.mark.parametrize(
    ("text", "words", "until", "reason"),
    [
        ("# lint: ignore[CR1]: why", ["CR1"], "", "why"),
        ("#lint:ignore[CR1]:why", ["CR1"], "", "why"),
        ("## lint:  ignore [ CR1 , a-name ] : why: so", ["CR1", "a-name"], "", "why: so"),
        ("# lint: ignore[CR1] until 2027-01-31: why", ["CR1"], "2027-01-31", "why"),
        ("# lint: ignore[CR1] until 2027-01-31 : 値", ["CR1"], "2027-01-31", "値"),
    ],
)
def test_the_parts_of_a_comment(text: str, words: list[str], until: str, reason: str) -> None:
    (comment,) = comments(f"a: b {text}").all
    assert comment.mistake is None
    assert (comment.words, comment.until, comment.reason) == (words, until, reason)
    assert (comment.line, comment.column, comment.end_column) == (1, 6, 6 + len(text))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("# lint: ignore", "the comment names no rule"),
        ("# lint: ignore: why", "the comment names no rule"),
        ("# lint: ignore[]: why", "the comment names no rule"),
        ("# lint: ignore[ , ]: why", "the comment names no rule"),
        ("# lint: ignore[CR1]", "the comment gives no reason"),
        ("# lint: ignore[CR1]:", "the comment gives no reason"),
        ("# lint: ignore[CR1]: ...", "the comment gives no reason"),
        ("# lint: ignore[CR1] until 2027-01-31", "the comment gives no reason"),
        ("# lint: ignore[CR1] until: why", "the comment has no date such as 2027-01-31 after `until`"),
        ("# lint: ignore[CR1] until 2027-02-29: why", "the comment has no date such as 2027-01-31 after `until`"),
        ("# lint: ignore[CR1] until 31.1.2027: why", "the comment has no date such as 2027-01-31 after `until`"),
        ("# lint: ignore[CR1] why", "the comment cannot be read"),
        ("# lint: ignore[" + "CR1," * 51 + "]: why", "the comment names more than 50 rules"),
        ("# lint: ignore[CR1: why", "the comment cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_comment(text: str, mistake: str) -> None:
    (comment,) = comments(text).all
    assert str(comment.mistake) == mistake


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: '# lint: ignore[CR1]: why'", "s.yaml"),
        ('a: "x # lint: ignore[CR1]: why" # y', "s.yaml"),
        ("a: b#lint: ignore[CR1]: why", "s.yaml"),
        ("# lint: ignored[CR1]: why", "s.yaml"),
        ("# yamllint: ignore[CR1]: why", "s.yaml"),
        ("// lint: ignore[CR1]: why", "s.yaml"),
        ('{"a": 1} # lint: ignore[CR1]: why', "s.json"),
        ("RUN x # lint: ignore[CR1]: why", "Dockerfile"),
        ("RUN x # lint: ignore[CR1]: why", "docker/app.Dockerfile"),
        ("a # lint: ignore[CR1]: why", ".dockerignore"),
        (" # lint: ignore[CR1]: why", ".gcloudignore"),
        ('"""\n# lint: ignore[CR1]: why\n"""', "a.py"),
        ("# lint: ignore[CR1]: why", "app-1.0-py3-none-any.whl!a.py"),
    ],
)
def test_what_is_no_comment(text: str, path: str) -> None:
    assert comments(text, path).all == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: don't # lint: ignore[CR1]: that's why", "s.yaml"),
        ("# lint: ignore[CR1]: \"why\"", "s.yaml"),
        ("  # lint: ignore[CR1]: why\nRUN x", "Dockerfile"),
        ("# lint: ignore[CR1]: why\na", ".dockerignore"),
        ("# lint: ignore[CR1]: why\n(", "a.py"),
        ("import a  # lint: ignore[CR1]: why", "a.py"),
        ("a = 1 // lint: ignore[CR1]: why", "main.tf"),
        ("a = 1 # lint: ignore[CR1]: why", "main.tf"),
        ("a = 1 # lint: ignore[CR1]: why", "pyproject.toml"),
        ("gcloud x # lint: ignore[CR1]: why", "deploy.sh"),
        ("a: b # lint: ignore[CR1]: why\r\nc: d\r\n", "s.yaml"),
    ],
)  # fmt: skip
def test_what_is_a_comment(text: str, path: str) -> None:
    (comment,) = comments(text, path).all
    assert comment.mistake is None


I = "# lint: ignore[CR1]: why"  # noqa: E741


@pytest.mark.parametrize(
    ("text", "path", "lines"),
    [
        (f"a: 1\nb: 2 {I}\nc: 3", "s.yaml", [2]),
        (f"a: 1\n{I}\nb: 2\nc: 3", "s.yaml", [2, 3]),
        (f"{I}\n# more\n{I}\nb: 2\nc: 3", "s.yaml", [1, 3, 4]),
        (f"{I}\n\nb: 2", "s.yaml", [1, 2]),
        (f"a: 1\n{I}", "s.yaml", [2]),
        (f"x\n{I}\ng \\\n --a \\\n --b\ny", "d.sh", [2, 3, 4, 5]),
        (f"x\ng \\\n --a \\\n --b {I}\ny", "d.sh", [2, 3, 4]),
        (f"{I}\nRUN a \\\n# more\n && b \\\n && c\nRUN d", "Dockerfile", [1, 2, 3, 4, 5]),
        (f"RUN a \\\n  {I}\n && b\nRUN d", "Dockerfile", [1, 2, 3]),
        (f"- run: | {I}\n    a\n\n    b\n- run: c", "w.yaml", [1, 2, 3, 4]),
        (f"- run: |\n    a\n    {I}\n    b\n    c\n- run: c", "w.yaml", [3, 4]),
        (f"{I}\n- run: >-\n    a\n    b\n- run: |\n    c", "w.yaml", [1, 2, 3, 4]),
        (f"{I}\na: b |\nc: d", "s.yaml", [1, 2]),
    ],
)
def test_the_lines_that_a_comment_counts_for(text: str, path: str, lines: list[int]) -> None:
    assert covered(text, path) == lines


def test_of_a_pile_of_comments_only_the_first_count() -> None:
    found = comments(f"{I}\n" * 150 + "a: 1")
    assert len(found.all) == 150
    assert len(list(found.of_line(151))) == 100


def test_a_look_at_the_text_tells_most_files_from_those_with_comments() -> None:
    assert may_hold_comments("# lint:ignore[CR1]: why")
    assert not may_hold_comments("a: # an ignored value")


@pytest.mark.parametrize(
    "text",
    [
        f"{I}\n" * 8_000,
        "# " * 100_000 + "lint:",
        "#" * 200_000 + " lint: ignore",
        "g \\\n" * 50_000 + I,
        "a: |\n" * 50_000 + I,
        "'" * 100_000 + I,
        f"# lint: ignore[{',' * 200_000}]",
        f"# lint: ignore[a]{' ' * 200_000}x",
    ],
    ids=range(8),
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    import time

    before = time.process_time()
    found = comments(text)
    for number in range(1, 2_000):
        next(iter(found.of_line(number)), None)
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    ("path", "text", "line", "in_scripts", "above"),
    [
        ("a.yaml", "a: 1\nb: 2\n", 2, False, 2),
        ("a.sh", "a \\\n  b \\\n  c\n", 3, False, 1),
        ("Dockerfile", "FROM a\nRUN b \\\n# c\n  d\n", 4, False, 2),
        ("a.yaml", "a: 1\nb: |\n  c \\\n  d\n", 4, False, 2),
        ("a.yaml", "a: 1\nb: |-  # e\n  c \\\n  d\n", 4, True, 3),
        ("a.yaml", "a: 1\nb: >\n  c\n  d\n", 4, True, 2),
        ("a.yaml", "a: 1\n", 9, False, 9),
    ],
)
def test_where_a_comment_of_its_own_counts(
    path: str, text: str, line: int, in_scripts: bool, above: int
) -> None:
    assert line_below_comment(Source(path, text), line, in_scripts=in_scripts) == above
