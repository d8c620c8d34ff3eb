"""argparse against the plain reader of the command line: they agree wherever the plain one is sure."""

from __future__ import annotations

import random

import pytest

from lint.cli.argparser import parse
from lint.cli.options import GROUPS, read_check_options


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
    ("words", "attribute", "value"),
    [
        (["check", "a.yaml", "--rules", "r.yaml", "--rules=s.yaml"], "rules", ["r.yaml", "s.yaml"]),
        (["check", "--live"], "live", "try"),
        (["check", "--live=require"], "live", "require"),
        (["check", "a.yaml", "b.yaml"], "paths", ["a.yaml", "b.yaml"]),
        (["explain", "CR012"], "command", "explain"),
        (["schema", "report"], "command", "schema"),
    ],
)
def test_words_become_options(words: list[str], attribute: str, value: object) -> None:
    assert getattr(parse(words), attribute) == value


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "--nope"], "unknown option --nope"),
        (["check", "--fail-on", "x"], "argument --fail-on: "),
        (["check", "--rules"], "--rules"),
    ],
)
def test_wrong_words_are_exit_code_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(words)
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"]])
def test_help_and_version_end_the_command(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(words)
    assert not caught.value.code
    assert capsys.readouterr().out


def test_options_of_other_commands_may_be_between_their_words() -> None:
    assert parse(["manifest", "a", "--places", "b"]).paths == ["a", "b"]
    read = parse(["rules", "fetch", "--rules", "r.yaml", "x", "--format", "json", "y"])
    assert (read.action, read.sets, read.rules) == ("fetch", ["x", "y"], ["r.yaml"])
    assert read.command == "rules"
    assert parse(["server", "--stdio"]).command == "server"
