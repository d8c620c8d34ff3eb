"""The plain reader of the command line and argparse agree wherever the plain one is sure."""

from __future__ import annotations

import pytest

from lint.cli.argparser import build_parser
from lint.cli.options import GROUPS, read_check_options
from lint.model.options import Options


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["a.yaml", "--rules", "r.yaml", "b.yaml"], ["a.yaml", "b.yaml"]),
        (["--live", "a.yaml"], ["a.yaml"]),
        (["a.yaml", "-q", "b.yaml"], ["a.yaml", "b.yaml"]),
        (["-"], ["-"]),
        (["--allow-empty", "--", "-x.yaml", "--rules"], ["-x.yaml", "--rules"]),
    ],
)
def test_paths_may_stand_anywhere(words: list[str], paths: list[str]) -> None:
    read = read_check_options(words)
    assert read is not None
    assert read.paths == paths


def test_every_option_is_kept_and_explained() -> None:
    defaults = vars(Options())
    options = [option for _, group in GROUPS for option in group]
    assert {option.attribute for option in options} | {"paths"} == set(defaults)
    assert all(option.help for option in options)
    assert build_parser().parse_args(["check"]).command == "check"
