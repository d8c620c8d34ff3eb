"""Env vars of a closure as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.python.env_usage import env, reads

SETTINGS = """\
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

class Base(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    secret_key: str

class Settings(Base):
    url: str = Field(..., validation_alias="DATABASE_URL")
    debug: bool = False
    name: str | None = None
"""


def test_plain_reads_are_there_as_well(tmp_path: Path) -> None:
    main = "import os\nA = os.environ['A']\ndef f():\n    return os.getenv('B')\n"
    assert reads(env(tmp_path, main)) == [
        ("A", "required", False, "main.py:2"),
        ("B", "optional", True, "main.py:4"),
    ]


def test_a_caught_failure_is_guarded(tmp_path: Path) -> None:
    main = (
        "from app.config import Settings\ntry:\n    Settings()\nexcept ValidationError:\n    pass\n"
    )
    assert all(read.guarded for read in env(tmp_path, main, config=SETTINGS).reads)
    main = "import os\nfrom contextlib import suppress\nwith suppress(KeyError):\n    os.environ['A']\n"
    assert [read.need for read in env(tmp_path, main).reads] == ["optional"]


@pytest.mark.parametrize(
    "line",
    [
        "os.environ.update(load())",
        "os.environ |= {'A': 'b'}",
        "os.environ[name()] = 'x'",
        "import dotenv; dotenv.load_dotenv('/secrets/.env')",
    ],
)
def test_code_that_may_set_any_variable(tmp_path: Path, line: str) -> None:
    assert env(tmp_path, f"import os\n{line}\n").sets_unknown
    assert not env(tmp_path, "import os\nos.environ['A'] = 'b'\n").sets_unknown
