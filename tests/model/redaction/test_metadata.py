"""The files of a `.dist-info`: what installers read is shown, what authors write is not."""

from __future__ import annotations

from tests.model.redaction.showing import assert_hidden


def test_the_fields_that_installers_read_are_shown() -> None:
    assert_hidden(
        "app-1.0-py3-none-any.whl!app-1.0.dist-info/METADATA",
        "Metadata-Version: 2.1\nName: app\nVersion: 1.0\nSummary: «the token is abc»\n"
        "Author-Email: «ann@example.org»\nRequires-Dist: flask>=3\nRequires-Python: >=3.11\n"
        "«a line that is no field»\n",
    )


def test_the_description_is_not_shown_even_where_it_looks_like_fields() -> None:
    assert_hidden("x!a.dist-info/METADATA", "Name: app\n\n«Name: hunter2»\n«Tag: hunter2»\n")


def test_tags_and_the_paths_of_record_are_shown() -> None:
    assert_hidden(
        "x!a.dist-info/WHEEL",
        "Wheel-Version: 1.0\nGenerator: hatchling 1.26\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        "Comment: «hunter2»\n",
    )
    assert_hidden("x!a.dist-info/RECORD", "app/main.py,sha256=0123456789abcdef,17\n")


def test_entry_points_are_shown_and_comments_are_not() -> None:
    assert_hidden(
        "x!a.dist-info/entry_points.txt",
        "[console_scripts]\napp = app.main:run\n«# hunter2»\n  «; hunter2»\n",
    )
