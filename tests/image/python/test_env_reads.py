"""Env vars that one module reads or sets."""

from __future__ import annotations

import pytest

from lint.image.python.facts import CONDITION, LATER, SETTINGS, ModuleFacts
from lint.image.python.reader import read_facts


def facts(source: str) -> ModuleFacts:
    found = read_facts(("import os\n" + source).encode())
    assert found.unparsable is None
    return found


def reads(source: str) -> list[tuple[str, str]]:
    return [("|".join(use.names), use.need) for use in facts(source).env]


REQUIRED = [("A", "required")]
OPTIONAL = [("A", "optional")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("os.environ['A']", REQUIRED),
        ("os.environ.pop('A')", REQUIRED),
        ("os.environ.__getitem__('A')", REQUIRED),
        ("os.environ.get('A')", OPTIONAL),
        ("os.getenv('A', 'x')", OPTIONAL),
        ("os.getenv(key='A')", OPTIONAL),
        ("os.environ.pop('A', None)", OPTIONAL),
        ("'A' in os.environ", OPTIONAL),
        ("'A' not in os.environ", OPTIONAL),
        ("os.environ['A'] = 'x'", [("A", "set")]),
        ("os.environ.setdefault('A', 'x')", [("A", "optional"), ("A", "set")]),
        ("os.environ.update({'A': 'x'}, B='y')", [("B", "set"), ("A", "set")]),
        ("os.environ.update(A='x')", [("A", "set")]),
        ("from os import environ\nenviron['A']", REQUIRED),
        ("from os import environ as e\ne['A']", REQUIRED),
        ("from os import getenv as g\ng('A')", OPTIONAL),
        ("import os as system\nsystem.environ['A']", REQUIRED),
        ("env = os.environ\nenv['A']", REQUIRED),
        ("get = os.getenv\nget('A')", OPTIONAL),
        ("NAME = 'A'\nos.environ[NAME]", REQUIRED),
        ("P = 'PRE_'\nos.environ[P + 'A']", [("PRE_A", "required")]),
        ("for n in ('A', 'B'):\n    os.environ[n]", [("A", "required"), ("B", "required")]),
        ("N = ['A', 'B']\nx = {n: os.environ[n] for n in N}", [("A", "required"), ("B", "required")]),
        ("if 'A' in os.environ:\n    os.environ['A']", [("A", "optional"), ("A", "optional")]),
        ("try:\n    os.environ['A']\nexcept KeyError:\n    pass", OPTIONAL),
        ("try:\n    os.environ['A']\nexcept ValueError:\n    pass", REQUIRED),
        ("typer.Option(envvar='A')", OPTIONAL),
        ("typer.Option(envvar=['A', 'B'])", [("A", "optional"), ("B", "optional")]),
        ("from decouple import config\nconfig('A')", REQUIRED),
        ("from decouple import config\nconfig('A', default=1)", OPTIONAL),
        ("from environs import Env\nenv = Env()\nenv.int('A')", REQUIRED),
        ("from environs import env\nenv.str('A', 'x')", OPTIONAL),
        ("from environs import env\nwith env.prefixed('P_'):\n    env('A')", [("P_A", "required")]),
        ("import environ\nenv = environ.Env(A=(bool, False))\nenv('A')", OPTIONAL),
        ("import environ\nenv = environ.Env()\nenv.db()", [("DATABASE_URL", "required")]),
        ("from environs import env\nenv.read_env()", []),
        ("from starlette.config import Config\nc = Config('.env')\nc('A', cast=str)", REQUIRED),
        ("from starlette.config import Config\nc = Config()\nc('A', str, 'x')", OPTIONAL),
        ("settings['A']", []),
        ("os.environ.clear()", []),
    ],
)  # fmt: skip
def test_variables(source: str, expected: list[tuple[str, str]]) -> None:
    assert reads(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "os.environ[name]",
        "os.getenv(f'{p}_A')",
        "N = 'A'\nN = 'B'\nos.environ[N]",
        "dict(os.environ)",
        "os.environ.items()",
        "load(env=os.environ)",
        "os.path.expandvars(text)",
        "@click.command(context_settings=dict(auto_envvar_prefix='A'))\ndef f(): pass",
        "from environs import env\nwith env.prefixed(p):\n    env('A')",
    ],
)
def test_a_name_that_is_made_when_it_runs(source: str) -> None:
    found = facts(source)
    assert found.dynamic_env
    assert found.env == []


@pytest.mark.parametrize(
    ("source", "sets", "loads"),
    [
        ("load_dotenv()", False, True),
        ("load_dotenv(override=True)", False, True),
        ("load_dotenv('/secrets/.env')", True, False),
        ("load_dotenv(dotenv_path=p)", True, False),
        ("os.environ.update(values)", True, False),
        ("os.environ |= values", True, False),
        ("os.environ[name] = 'x'", True, False),
        ("os.environ['A'] = 'x'", False, False),
    ],
)
def test_what_fills_the_environment(source: str, sets: bool, loads: bool) -> None:
    found = facts(source)
    assert (found.sets_env, found.loads_dotenv) == (sets, loads)


@pytest.mark.parametrize(
    ("source", "flags"),
    [
        ("os.environ['A']", 0),
        ("def f():\n    os.environ['A']", LATER),
        ("if x:\n    os.environ['A']", CONDITION),
        ("lambda: os.environ['A']", LATER),
        ("def f(a=os.environ['A']): pass", 0),
    ],
)
def test_when_it_is_read(source: str, flags: int) -> None:
    (use,) = facts(source).env
    assert use.flags == flags
    assert use.line == source.count("\n", 0, source.index("os.")) + 2


def test_the_module_that_django_s_variable_names_is_imported() -> None:
    found = facts("os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')")
    (statement,) = [each for each in found.imports if each.module == "shop.settings"]
    assert statement.flags & SETTINGS
