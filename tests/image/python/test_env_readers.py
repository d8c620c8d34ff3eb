"""Libraries that read env vars on request, held against those of them that are installed."""

from __future__ import annotations

import pytest

from lint.image.python.env_readers import READ_METHODS, URL_METHODS, factory, ready_made


@pytest.mark.parametrize(
    ("module", "name", "library"),
    [
        ("decouple", "config", "decouple"),
        ("environs", "env", "environs"),
        ("environ", "env", ""),
        ("decouple", "Csv", ""),
        ("decouple", None, ""),
        ("starlette.config", "config", ""),
    ],
)
def test_what_reads_when_it_is_called(module: str, name: str | None, library: str) -> None:
    assert ready_made(module, name) == library


@pytest.mark.parametrize(
    ("module", "name", "bound", "made"),
    [
        ("decouple", "AutoConfig", "A", {"A": "decouple"}),
        ("starlette.config", "Config", "Config", {"Config": "starlette"}),
        ("environs", "Env", "E", {"E": "environs"}),
        (
            "environ",
            None,
            "environ",
            {"environ.Env": "environs", "environ.FileAwareEnv": "environs"},
        ),
        ("environs", None, "e", {"e.Env": "environs", "e.FileAwareEnv": "environs"}),
        ("decouple", "config", "config", {}),
        ("starlette", "Config", "Config", {}),
        ("environs", "Other", "Other", {}),
    ],
)
def test_what_makes_a_reader(
    module: str, name: str | None, bound: str, made: dict[str, str]
) -> None:
    assert factory(module, name, bound) == made


def test_a_method_that_reads_a_variable_of_its_own_reads() -> None:
    assert URL_METHODS.keys() <= READ_METHODS["environs"]
    assert all(name.isupper() for name in URL_METHODS.values())


def test_starlette_has_what_the_table_names() -> None:
    config = pytest.importorskip("starlette.config")
    assert callable(config.Config)
    environment = config.Config(environ={"A": "1"})
    assert environment("A") == "1"
    with pytest.raises(KeyError):  # a variable without a default is required
        environment("B")
    assert environment("B", str, "x") == "x"  # the third argument is the default
