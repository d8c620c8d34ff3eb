"""Completion: what a shell offers for the words that people type."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lint.cli.completion import SHELLS, script
from lint.cli.options import COMMANDS, GROUPS, SCHEMAS
from lint.report import FORMATS
from tests.command import lint_here

OPTIONS = [option.name for _, group in GROUPS for option in group]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script_with_all_commands_and_options(shell: str) -> None:
    text = script(shell)
    plain = text.replace("\\-", "-")
    missing = [word for word in (*COMMANDS, *OPTIONS) if word.lstrip("-") not in plain]
    assert missing == []
    assert "CR012" in text


def test_the_command_prints_the_script(tmp_path: Path) -> None:
    done = lint_here("completion", "bash", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, script("bash"))
    assert "choose from" in lint_here("completion", "ksh", cwd=tmp_path).stderr


@pytest.fixture(scope="module")
def bash_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash")
    path = tmp_path_factory.mktemp("completion") / "lint.bash"
    path.write_text(script("bash"))
    return path


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["lint", "--fo"], ["--format"]),
        (["lint", "--format", ""], list(FORMATS)),
        (["lint", "check", "--fail-on", ""], ["error", "warning", "info", "never"]),
        (["lint", "expl"], ["explain"]),
        (["lint", "explain", "CR01"], [f"CR{number:03}" for number in range(10, 20)]),
        (["lint", "explain", "service-acc"], ["service-account", "service-account-no-email"]),
        (["lint", "--select", "reserved-env-n"], ["reserved-env-name", "reserved-env-name-unsure"]),
        (["lint", "schema", ""], list(SCHEMAS)),
    ],
)
def test_bash_offers_the_words(bash_script: Path, words: list[str], offered: list[str]) -> None:
    quoted = " ".join(f"'{word}'" for word in words)
    before = words[-2]
    code = (
        f"source '{bash_script}'\n"
        'function=$(complete -p lint | sed "s/.*-F \\([^ ]*\\).*/\\1/")\n'
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}\n"
        f"\"$function\" lint '{words[-1]}' '{before}'\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    found = done.stdout.split()
    if words[1] in ("explain", "--select") and not words[-1].startswith("CR"):
        assert set(found) & set(offered)
        assert all(each.startswith(words[-1]) for each in found)
    else:
        assert found == offered


OFFERED = [
    ("lint --f", ["--fail-on", "--fix", "--format"]),
    ("lint --format ", list(FORMATS)),
    ("lint expl", ["explain"]),
    ("lint explain CR01", [f"CR{number:03}" for number in range(10, 20)]),
    ("lint schema ", list(SCHEMAS)),
    ("lint check --fail-on ", ["error", "warning", "info", "never"]),
]
"""What a shell offers for a line that ends in the tab key."""


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_fish_offers_the_words(tmp_path: Path, line: str, offered: list[str]) -> None:
    (tmp_path / "lint.fish").write_text(script("fish"), encoding="utf-8")
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source lint.fish; complete -C '{line}'"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert sorted(row.partition("\t")[0] for row in done.stdout.splitlines()) == sorted(offered)


ZSH = """\
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1=; stty -echo; fpath=("$PWD" $fpath); autoload -U compinit; compinit -u -D'
# Completion adds its words by compadd, which notes them here, too.
zpty -w z 'compadd() { local -a hits; builtin compadd -O hits "$@"
  (( $#hits )) && print -l -- $hits >>hits; builtin compadd "$@" }'
zpty -w z 'bindkey "^I" complete-word; over() { : >over }; zle -N over; bindkey "^T" over'
zpty -w -n z "$1"$'\\t\\x14'
for i in {1..1500}; do
  while zpty -r -t z shown; do :; done  # else it waits for a reader
  [[ -e over ]] && break; sleep 0.02
done
zpty -d z
"""
"""Types a line and the tab key in an interactive zsh, and notes the words that it offers."""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(("line", "offered"), OFFERED)
def test_zsh_offers_the_words(tmp_path: Path, line: str, offered: list[str]) -> None:
    (tmp_path / "_lint").write_text(script("zsh"), encoding="utf-8")
    subprocess.run(
        ["zsh", "-f", "-c", ZSH, "zsh", line],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=True,
    )
    words = (tmp_path / "hits").read_text(encoding="utf-8").split()
    assert sorted(set(words)) == sorted(offered)
