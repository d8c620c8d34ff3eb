"""The plain reader of the command line and argparse agree wherever the plain one is sure."""

from __future__ import annotations

import random

import pytest

from lint.cli.argparser import build_parser, parse
from lint.cli.options import GROUPS, read_check_options
from lint.model.options import Options


def by_argparse(words: list[str]) -> dict[str, object] | None:
    try:
        found = vars(parse(["check", *words]))
    except SystemExit:
        return None
    return {name: value for name, value in found.items() if name != "command"}


@pytest.mark.slow
def test_both_read_alike(capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(3)
    names = [option.name for _, options in GROUPS for option in options]
    values = [
        "x",
        "a=b",
        "docker",
        "error",
        "require",
        "always",
        "",
        "-",
        "-1",
        "--set",
        "a b",
        "é",
    ]
    sure = refused = 0
    for _ in range(1500):
        # argparse takes paths in one run only; the plain reader takes them anywhere.
        words = [chance.choice(["a.yaml", "dir/", "-"]) for _ in range(chance.randrange(3))]
        for _ in range(chance.randrange(4)):
            name = chance.choice([*names, "--nope", "--fail", "-v"])
            kind = chance.randrange(3)
            words += [name] if kind == 0 else [name, chance.choice(values)]
            if kind == 2:
                words[-2:] = [f"{name}={words[-1]}"]
        plain = read_check_options(words)
        full = by_argparse(words)
        if plain is None:
            refused += 1
            continue
        if full is None:
            # A value that no option took is a path to the plain reader, wherever it stands.
            assert any(path in values for path in plain.paths), words
            continue
        sure += 1
        assert vars(plain) == full, words
    capsys.readouterr()
    assert sure > 200
    assert refused > 200


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (["a.yaml", "--rules", "r.yaml", "b.yaml"], ["a.yaml", "b.yaml"]),
        (["--live", "a.yaml"], ["a.yaml"]),
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
