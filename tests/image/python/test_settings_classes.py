"""Settings classes of pydantic: fields, prefixes, aliases, files."""

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


ALL = [
    ("APP_SECRET_KEY", "required", False, "config.py:6"),
    ("DATABASE_URL|APP_URL", "required", False, "config.py:9"),
    ("APP_DEBUG", "optional", False, "config.py:10"),
    ("APP_NAME", "optional", False, "config.py:11"),
]


def test_a_settings_class_reads_its_fields_where_it_is_called(tmp_path: Path) -> None:
    found = env(
        tmp_path, "from app.config import Settings\nsettings = Settings()\n", config=SETTINGS
    )
    assert reads(found) == ALL
    assert found.complete
    assert not any(read.case_sensitive for read in found.reads)


def test_a_class_that_nobody_calls_reads_nothing(tmp_path: Path) -> None:
    assert reads(env(tmp_path, "from app.config import Settings\n", config=SETTINGS)) == []


@pytest.mark.parametrize(
    "main",
    [
        "from app import config\nconfig.Settings()\n",
        "import app.config as c\nc.Settings()\n",
        "from .config import Settings as AppSettings\nAppSettings()\n",
        "from .again import Settings\nSettings()\n",
        "from app.config import Settings as Config\nCONFIG = Config()\n",
        "from app import config\nclass C:\n    config = config.Settings()\n",
        "from app.config import Settings\nclass Mine(Settings):\n    pass\nMineSettings = Mine\nSettings()\n",
    ],
)
def test_however_the_class_is_named(tmp_path: Path, main: str) -> None:
    found = env(tmp_path, main, config=SETTINGS, again="from .config import Settings\n")
    assert reads(found) == ALL


@pytest.mark.parametrize("name", ["S", "ENV", "_Values", "APIConf"])
def test_a_class_of_any_name_in_its_own_module(tmp_path: Path, name: str) -> None:
    text = SETTINGS.replace("class Settings", f"class {name}") + f"values = {name}()\n"
    found = env(tmp_path, "from app.config import values\n", config=text)
    assert [names for names, *_ in reads(found)] == [names for names, *_ in ALL]


@pytest.mark.parametrize("name", ["Configuration", "AppEnvironment", "Secrets", "Env"])
def test_classes_that_another_module_makes(tmp_path: Path, name: str) -> None:
    text = SETTINGS.replace("class Settings", f"class {name}")
    found = env(tmp_path, f"from app.config import {name}\nvalues = {name}()\n", config=text)
    assert [names for names, *_ in reads(found)] == [names for names, *_ in ALL]


def test_what_is_given_need_not_be_set(tmp_path: Path) -> None:
    main = "from app.config import Settings\nSettings(secret_key='x')\n"
    assert next(read.need for read in env(tmp_path, main, config=SETTINGS).reads) == "optional"
    main = "from app.config import Settings\nSettings(**{})\n"
    assert not [r for r in env(tmp_path, main, config=SETTINGS).reads if r.need == "required"]


def test_a_call_inside_a_function_is_later(tmp_path: Path) -> None:
    main = "from app.config import Settings\ndef get_settings():\n    return Settings()\n"
    found = env(tmp_path, main, config=SETTINGS)
    assert all(read.later for read in found.reads)
    assert len(found.reads) == 4


def test_what_is_no_settings_class_reads_nothing(tmp_path: Path) -> None:
    plain = "from pydantic import BaseModel\nclass Settings(BaseModel):\n    url: str\n"
    assert reads(env(tmp_path, "from app.config import Settings\nSettings()\n", config=plain)) == []


def test_values_that_may_come_from_elsewhere_are_not_required(tmp_path: Path) -> None:
    text = SETTINGS.replace('env_prefix="APP_"', 'env_prefix="APP_", secrets_dir="/run/secrets"')
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert not [read for read in found.reads if read.need == "required"]


@pytest.mark.parametrize(
    ("config", "required"),
    [
        ('env_prefix="APP_", env_file=".env"', 2),
        ('env_prefix="APP_", env_file=(".env", ".env.prod")', 2),
        ('env_prefix="APP_", env_file=None', 2),
        ('env_prefix="APP_", env_file="/secrets/.env"', 0),
        ('env_prefix="APP_", env_file=BASE / ".env"', 0),
    ],
)
def test_a_file_that_may_be_mounted(tmp_path: Path, config: str, required: int) -> None:
    text = SETTINGS.replace('env_prefix="APP_"', config)
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert sum(read.need == "required" for read in found.reads) == required


def test_a_file_that_the_call_names(tmp_path: Path) -> None:
    main = "from app.config import Settings\nSettings(_env_file='/x/.env')\n"
    assert all(read.need == "optional" for read in env(tmp_path, main, config=SETTINGS).reads)


def test_a_base_class_of_another_distribution_may_be_anything(tmp_path: Path) -> None:
    text = (
        "from company.base import BaseAppSettings\nclass Settings(BaseAppSettings):\n    url: str\n"
    )
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert reads(found) == []
    assert not found.complete


def test_a_prefix_that_is_made_when_it_runs_is_unknown(tmp_path: Path) -> None:
    text = SETTINGS.replace('"APP_"', "make()")
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert reads(found) == []
    assert not found.complete


def test_case_counts_where_the_class_says_so(tmp_path: Path) -> None:
    text = SETTINGS.replace('env_prefix="APP_"', "case_sensitive=True")
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert ("secret_key", "required", False, "config.py:6") in reads(found)
    assert all(read.case_sensitive for read in found.reads)


def test_pydantic_1(tmp_path: Path) -> None:
    text = (
        "from pydantic import BaseSettings, Field\n"
        "class Settings(BaseSettings):\n"
        "    url: str = Field(..., env='DATABASE_URL')\n"
        "    key: str\n"
        "    class Config:\n"
        "        env_prefix = 'my_'\n"
    )
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert [entry[:2] for entry in reads(found)] == [
        ("DATABASE_URL|MY_URL", "required"),
        ("MY_KEY", "required"),
    ]


@pytest.mark.parametrize(
    ("change", "to"),
    [
        (
            "    debug: bool",
            "    def __init__(self):\n        super().__init__(url='x')\n    debug: bool",
        ),
        (
            "    debug: bool",
            "    @model_validator(mode='before')\n    def f(cls, v): return v\n    debug: bool",
        ),
        ('env_prefix="APP_"', 'env_prefix="APP_", alias_generator=str.upper'),
        ('env_prefix="APP_"', 'env_prefix="APP_", env_file="config/.env"'),
    ],
)
def test_a_class_that_fills_itself_in_requires_nothing(
    tmp_path: Path, change: str, to: str
) -> None:
    text = SETTINGS.replace(change, to)
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert found.reads
    assert not [read for read in found.reads if read.need == "required"]


def test_a_validator_that_comes_after_changes_nothing(tmp_path: Path) -> None:
    to = "    @model_validator(mode='after')\n    def f(self): return self\n    debug: bool"
    text = SETTINGS.replace("    debug: bool", to)
    found = env(tmp_path, "from app.config import Settings\nSettings()\n", config=text)
    assert sum(read.need == "required" for read in found.reads) == 2


def test_a_settings_class_of_any_name(tmp_path: Path) -> None:
    main = "from pydantic_settings import BaseSettings\nclass Secrets(BaseSettings):\n    key: str\nSecrets()\n"
    assert [read.names for read in env(tmp_path, main).reads] == [("KEY",)]


def test_a_diamond_of_classes_is_walked_once(tmp_path: Path) -> None:
    text = "from pydantic_settings import BaseSettings\nclass A0Settings(BaseSettings):\n    x: str\nB0Settings = 1\n"
    text += "class B0Settings(BaseSettings):\n    y: str\n"
    for n in range(1, 30):
        for side in "AB":
            text += f"class {side}{n}Settings(A{n - 1}Settings, B{n - 1}Settings):\n    pass\n"
    found = env(tmp_path, text + "A29Settings()\n")
    assert sorted(read.names[0] for read in found.reads) == ["X", "Y"]
