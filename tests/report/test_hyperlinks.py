"""Links in terminals: who gets them, and that they change nothing else."""

from __future__ import annotations

import io
import re

import pytest

from lint.report import render
from lint.report.hyperlinks import link, supported
from tests.report.sample import sample


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4800"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "screen-256color", "WT_SESSION": "1"}, False),
        ({"TERM_PROGRAM": "vscode", "TMUX": "/tmp/tmux"}, False),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_terminals_that_show_links_get_them(environ: dict[str, str], shown: bool) -> None:
    assert supported(Stream(terminal=True), environ) is shown
    assert not supported(Stream(terminal=False), environ)


def test_links_can_be_forced() -> None:
    assert supported(Stream(terminal=False), {"FORCE_HYPERLINK": "1"})


@pytest.mark.parametrize("name", ["text", "concise"])
@pytest.mark.parametrize("color", [True, False])
def test_the_ids_of_rules_with_a_page_are_links_and_nothing_else_changes(
    name: str, color: bool
) -> None:
    made = sample()
    plain = render(name, made, color=color)
    linked = render(name, made, color=color, links=True)
    assert re.sub(r"\x1b\]8;;.*?\x1b\\", "", linked) == plain
    documented = [finding for finding in made.findings if finding.documented]
    assert documented
    assert linked.count("\x1b]8;;https://") == len(documented)
    assert all(link(finding.rule, finding.url) in linked for finding in documented)
