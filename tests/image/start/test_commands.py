from __future__ import annotations

import pytest

from lint.image.start.commands import Commands, from_package

TYPER = b"import typer\napp = typer.Typer()\n"


@pytest.mark.parametrize(
    ("source", "name", "words", "functions"),
    [
        (TYPER + b"@app.command()\ndef serve(): ...\n", "app", [], ["serve"]),
        (TYPER + b"@app.command()\ndef serve(): ...\n@app.command()\ndef load(): ...\n", "app", ["load"], ["load"]),
        (TYPER + b"@app.command('run-it')\ndef serve(): ...\n@app.command()\ndef load(): ...\n", "app", ["-v", "run-it"], ["serve"]),
        (TYPER + b"@app.command()\ndef run_it(): ...\n@app.command()\ndef load(): ...\n", "app", ["run-it"], ["run_it"]),
        (TYPER + b"@app.command()\ndef a(): ...\n@app.command()\ndef b(): ...\n", "app", [], []),
        (TYPER + b"@app.callback()\ndef first(): ...\n@app.command()\ndef a(): ...\n", "app", ["a"], ["first", "a"]),
        (b"import click\n@click.command()\ndef main(): ...\n", "main", ["x"], ["main"]),
        (b"import click\n@click.group()\ndef cli(): ...\n@cli.command()\ndef a(): ...\n@cli.command(name='z')\ndef b(): ...\n", "cli", ["z"], ["cli", "b"]),
        (b"import click\n@click.group()\ndef cli(): ...\n@click.command()\ndef a(): ...\ncli.add_command(a)\n", "cli", ["a"], ["cli", "a"]),
        (b"import click\n@click.group()\ndef cli(): ...\n", "other", [], []),
        (b"def main(): ...\n", "main", [], []),
        (b"def main(:\n", "main", [], []),
    ],
)  # fmt: skip
def test_functions(source: bytes, name: str, words: list[str], functions: list[str]) -> None:
    assert Commands(source).functions(name, words) == functions


NESTED = (
    TYPER
    + b"from shop import users\nfrom .orders import app as orders\nimport shop.deep as deep\n"
    + b"inner = typer.Typer(name='in')\n@inner.command()\ndef one(): ...\n"
    + b"@app.command()\ndef serve(): ...\n"
    + b"app.add_typer(users.app, name='users')\napp.add_typer(orders, name='orders')\n"
    + b"app.add_typer(inner)\napp.add_typer(deep.app)\n"
)


@pytest.mark.parametrize(
    ("words", "functions", "added"),
    [
        (["serve"], ["serve"], None),
        (["users", "create"], [], ("users.app", ["create"])),
        (["-v", "orders"], [], ("orders", [])),
        (["in", "one"], [], ("inner", ["one"])),
        (["serve", "users"], ["serve"], None),
        (["deep"], [], None),
        ([], [], None),
    ],
)
def test_groups_that_are_added(words: list[str], functions: list[str], added: object) -> None:
    found = Commands(NESTED)
    assert found.functions("app", words) == functions
    assert found.added("app", words) == added
    assert found.imports["deep"] == ("shop.deep", "")


def test_the_only_command_of_an_added_group_must_be_named() -> None:
    found = Commands(NESTED)
    assert found.functions("inner", []) == ["one"]
    assert found.functions("inner", [], inner=True) == []
    assert found.functions("inner", ["one"], inner=True) == ["one"]


def test_a_click_command_of_another_module_is_added() -> None:
    source = b"import click\nfrom jobs import load\n@click.group()\ndef cli(): ...\ncli.add_command(load, 'load')\n"
    assert Commands(source).added("cli", ["load", "-x"]) == ("load", ["-x"])


def test_what_a_program_calls() -> None:
    source = TYPER + b"def run(): ...\ntyper.run(run)\nif __name__ == '__main__':\n    app()\n"
    found = Commands(source)
    assert found.called == {"run", "app", "typer.Typer"} - {"typer.Typer"}
    assert found.functions("run", []) == ["run"]


@pytest.mark.parametrize(
    ("source", "module", "package", "expected"),
    [
        ("shop.cli", "main", False, "shop.cli"),
        (".cli", "shop.__main__", False, "shop.cli"),
        (".", "shop.__main__", False, "shop"),
        (".cli", "shop", True, "shop.cli"),
        ("..cli", "shop.a.b", False, "shop.cli"),
    ],
)
def test_imported_commands(source: str, module: str, package: bool, expected: str) -> None:
    assert from_package((source, "app"), module, package) == (expected, "app")
