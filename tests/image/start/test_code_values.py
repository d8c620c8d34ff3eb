"""Addresses that another function, class or module holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.start.test_code_address import addresses

RUN = "import uvicorn\nfrom shop import {}\nuvicorn.run(a, host={}, port={})\n"
SETTINGS = """
from pydantic_settings import BaseSettings
from pydantic import Field

DEFAULT = 9000


class Settings(BaseSettings):
    host: str = "127.0.0.1"
    port: int = Field(default=DEFAULT)
    admin: int = Field(7000, validation_alias="ADMIN_PORT")
    needed: int


settings = Settings()


def get_settings() -> Settings:
    return Settings()
"""


@pytest.mark.parametrize(
    ("imported", "host", "port", "env", "expected"),
    [
        ("settings", "settings.host", "settings.port", {}, ("127.0.0.1", 8080)),
        ("settings", "settings.host", "settings.admin", {}, ("127.0.0.1", 7000)),
        ("settings", "settings.host", "settings.admin", {"ADMIN_PORT": "1"}, ("127.0.0.1", 1)),
        ("settings", "settings.host", "settings.needed", {}, ("127.0.0.1", None)),
        ("settings", "settings.host", "settings.needed", {"NEEDED": "5"}, ("127.0.0.1", 5)),
        ("settings", "settings.host", "80", {"Host": "0.0.0.0"}, ("0.0.0.0", 80)),
        ("get_settings", "get_settings().host", "80", {}, ("127.0.0.1", 80)),
        ("Settings", "Settings().host", "80", {}, ("127.0.0.1", 80)),
        ("settings", "settings.other", "80", {}, (None, 80)),
        ("DEFAULT", "'0.0.0.0'", "DEFAULT", {}, ("0.0.0.0", 9000)),
    ],
)
def test_settings_of_pydantic(
    tmp_path: Path,
    imported: str,
    host: str,
    port: str,
    env: dict[str, str],
    expected: tuple[str | None, int | None],
) -> None:
    files = {"shop.py": SETTINGS}
    assert addresses(tmp_path, RUN.format(imported, host, port), files, **env) == [expected]


@pytest.mark.parametrize(
    ("shop", "imported", "host", "port", "expected"),
    [
        ("class C:\n    HOST = 'localhost'\n    PORT = 81\n", "C", "C.HOST", "C.PORT", ("localhost", 81)),
        ("class B:\n    PORT = 81\nclass C(B):\n    pass\n", "C", "'x'", "C.PORT", ("x", 81)),
        ("class C:\n    PORT = 81\nc = C()\n", "c", "'x'", "c.PORT", ("x", 81)),
        ("import os\nclass C:\n    def __init__(self):\n        self.port = int(os.getenv('PORT', '1'))\nc = C()\n", "c", "'x'", "c.port", ("x", 8080)),
        ("class C:\n    port = 1\n    def __init__(self, port):\n        self.port = port\nc = C(2)\n", "c", "'x'", "c.port", ("x", None)),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    port: int = 1\nc = C(2)\n", "c", "'x'", "c.port", ("x", None)),
        ("import os\nPORT = int(os.environ.get('PORT', 1))\nHOST = '::1'\n", "HOST, PORT", "HOST", "PORT", ("::1", 8080)),
        ("import os\ndef port():\n    return int(os.environ.get('OTHER', '82'))\n", "port", "'x'", "port()", ("x", 82)),
        ("def port(debug=True):\n    if debug:\n        return 1\n    return 2\n", "port", "'x'", "port()", ("x", None)),
        ("def port():\n    p = 80\n    return p + 3\n", "port", "'x'", "port()", ("x", 83)),
        ("def port(p=1):\n    return p\n", "port", "'x'", "port()", ("x", None)),
        ("def port():\n    return port()\n", "port", "'x'", "port()", ("x", None)),
        ("from shop2 import PORT\n", "PORT", "'x'", "PORT", ("x", 84)),
    ],
)  # fmt: skip
def test_classes_functions_and_modules(
    tmp_path: Path,
    shop: str,
    imported: str,
    host: str,
    port: str,
    expected: tuple[str | None, int | None],
) -> None:
    files = {"shop.py": shop, "shop2.py": "PORT = 84\n"}
    assert addresses(tmp_path, RUN.format(imported, host, port), files) == [expected]


def test_a_module_as_a_whole(tmp_path: Path) -> None:
    main = "import uvicorn\nfrom app import config\nuvicorn.run(a, host=config.HOST, port=config.s.port)\n"
    files = {
        "app/__init__.py": "",
        "app/config.py": "HOST = '0.0.0.0'\nclass S:\n    port = 85\ns = S()\n",
    }
    assert addresses(tmp_path, main, files) == [("0.0.0.0", 85)]


def test_a_name_of_the_module_is_not_a_parameter(tmp_path: Path) -> None:
    main = "import uvicorn\nport = 1\ndef main(port=8080):\n    uvicorn.run(a, host='x', port=port)\nmain()\nmain(2)\n"
    assert addresses(tmp_path, main) == [("x", None)]


def test_names_that_go_in_a_circle_end(tmp_path: Path) -> None:
    main = "import uvicorn\nfrom a import X\nuvicorn.run(b, host=X, port=X.y.z)\n"
    files = {"a.py": "from c import X\n", "c.py": "from a import X\n"}
    assert addresses(tmp_path, main, files) == [(None, None)]
