"""The keyword arguments of the library are the options of the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import api
from lint.api.options import CheckOptions, engine_options
from lint.model.options import Options

COMMAND_ONLY = {
    *("paths", "write_baseline", "exit_zero", "allow_empty", "quiet", "info"),
    *("statistics", "show_settings", "stdin_filename", "fix", "unsafe_fixes", "diff", "color"),
    *("no_cache", "cache_dir", "jobs"),
}
"""What only makes sense for a command: reports, files to write, standard input."""
OTHERWISE = {"set": "values", "no_accept": "accept", "format": "pictures"}


def test_every_option_of_a_check_can_be_given() -> None:
    names = {OTHERWISE.get(name, name) for name in vars(Options())} - COMMAND_ONLY
    assert names == set(CheckOptions.__annotations__)


def test_options_come_through() -> None:
    given: CheckOptions = {
        "rules": Path("own.yaml"),
        "select": "CR",
        "ignore": ["CR001", "CR002"],
        "wheel": [Path("a.whl"), "b.whl"],
        "source": Path("src"),
        "values": {"HOST": "a=b"},
        "fail_on": "warning",
        "strict": True,
        "isolated": True,
        "exclude": ["old/", "*.tmp.yaml"],
        "accept": False,
        "live": True,
        "max_files": 7,
        "builder": "kaniko",
    }
    options = engine_options([Path("a.yaml"), "b.yaml"], given)
    assert options.paths == ["a.yaml", "b.yaml"]
    assert options.rules == ["own.yaml"]
    assert options.select == ["CR"]
    assert options.ignore == ["CR001", "CR002"]
    assert options.wheel == ["a.whl", "b.whl"]
    assert options.source == "src"
    assert options.set == ["HOST=a=b"]
    assert options.fail_on == "warning"
    assert options.strict
    assert options.no_accept
    assert options.isolated
    assert options.exclude == ["old/", "*.tmp.yaml"]
    assert options.live == "try"
    assert options.max_files == "7"
    assert options.builder == "kaniko"
    assert vars(engine_options([], {})) == vars(Options())


def test_what_is_none_is_not_given() -> None:
    assert vars(engine_options([], {"source": None, "live": False})) == vars(Options())  # type: ignore[typeddict-item]


def test_an_unknown_option_is_an_error_of_the_caller() -> None:
    with pytest.raises(TypeError, match=r"unknown option 'rule'. Did you mean `rules`\?"):
        api.check_text("", rule="own.yaml")  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["builder", "fail_on", "live"])
def test_an_unknown_word_is_refused(name: str) -> None:
    with pytest.raises(api.UsageError, match=f"`{name}` is one of"):
        engine_options([], {name: "nope"})  # type: ignore[misc]


def test_a_name_with_an_equals_sign_is_refused_without_its_value() -> None:
    for name in ("", "A=B"):
        with pytest.raises(api.UsageError) as caught:
            engine_options([], {"values": {name: "a-planted-value"}})
        assert "planted" not in str(caught.value)


def test_values_are_filled_in() -> None:
    text = "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: '${NAME}'}\n"
    report = api.check_text(text, values={"NAME": "Web"}, select="CR050")
    assert [finding.rule for finding in report.findings] == ["CR050"]


@pytest.mark.parametrize("name", ["a\0.yaml", "a\ud800.yaml"])
def test_a_name_that_is_no_path_is_said(name: str) -> None:
    with pytest.raises(api.UsageError, match="is not the path of a file"):
        api.check_text("", name=name)


def test_what_is_no_list_of_paths_and_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"write \['service.yaml'\]"):
        api.check_paths("service.yaml")
    with pytest.raises(TypeError, match="not int"):
        api.check_text(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="`texts` is a mapping, not list"):
        api.fix_texts(["a"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="`values` is a mapping, not int"):
        api.check_text("", values=3)  # type: ignore[typeddict-item]
