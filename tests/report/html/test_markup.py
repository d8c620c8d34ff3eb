from __future__ import annotations

from lint.report.color import CYAN, DIM, RED, Paint
from lint.report.html.markup import colored, prose, text


def test_markup_of_a_users_file_is_text() -> None:
    assert text('"><img onerror=x>') == "&quot;&gt;&lt;img onerror=x&gt;"
    assert text("</script>&'") == "&lt;/script&gt;&amp;&#x27;"


def test_what_cannot_be_seen_is_escaped() -> None:
    assert text("a\u202eb\x00") == "a\\u202eb\\x00"


def test_no_command_of_a_workflow_runner_is_left() -> None:
    assert text("##[error]x") == "#&#35;[error]x"
    assert "##[" not in colored(["a ##[b]"])


def test_back_ticks_make_code_and_an_odd_one_does_not() -> None:
    assert prose("set `A<` to `b`") == "set <code>A&lt;</code> to <code>b</code>"
    assert prose("an odd ` one") == "an odd ` one"


def test_colours_become_classes_and_nothing_else_does() -> None:
    paint = Paint(True)
    lines = [f"{paint('|', DIM)} <b>", f"{paint('^^', RED)}{paint('--', CYAN)}"]
    assert colored(lines) == (
        '<span class="dim">|</span> &lt;b&gt;\n'
        '<span class="error">^^</span><span class="mark">--</span>'
    )
