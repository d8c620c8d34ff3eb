"""The source of a module without the branches that env vars rule out."""

from __future__ import annotations

import ast
import time

import pytest

from lint.image.python.constants import Environment
from lint.image.python.decided_branches import MAX_BYTES, without_dead_branches

ENVIRONMENT = Environment({"MODE": "worker", "ON": "1", "EMPTY": "", "SECRET": None})
HEAD = "import os\n"


def left(text: str) -> str | None:
    """What is left of a source, without the spaces that keep its columns."""
    found = without_dead_branches((HEAD + text).encode(), ENVIRONMENT)
    if found is None:
        return None
    result = found.decode()
    assert result.count("\n") == (HEAD + text).count("\n"), "lines must stay where they are"
    return ast.unparse(ast.parse(result)).removeprefix(HEAD).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if os.getenv('MODE') == 'worker':\n    import a\nelse:\n    import b\n",
         "if 1:\n    import a\nelse:\n    pass"),
        ("if os.getenv('MODE') == 'web':\n    import a\n", "if 0:\n    pass"),
        ("if os.environ.get('NOPE'): import a; import b\n", "if 0:\n    pass"),
        ("M = os.getenv('MODE')\nif M == 'web':\n    a\nelif M == 'worker':\n    b\nelse:\n    c\n",
         "M = os.getenv('MODE')\nif 0:\n    pass\nelif 1:\n    b\nelse:\n    pass"),
        ("if os.getenv('ON'):\n    a\nelif f():\n    b\nelse:\n    c\n",
         "if 1:\n    a\nelif 0:\n    pass\nelse:\n    pass"),
        ("if (\n    os.getenv('ON')\n    and not os.getenv('NOPE')\n):\n    a\n", "if 1:\n    a"),
        ("if os.getenv(\n    'ON'\n):\n    a\n", "if 1:\n    a"),
        ("if f() and os.getenv('EMPTY'):\n    a\n", "if 0:\n    pass"),
        ("if f() or os.getenv('ON'):\n    a\n", "if 1:\n    a"),
        ("if os.getenv('NOPE'):\n    @one\n    @two(\n        1)\n    def f(): pass\n", "if 0:\n    pass"),
        ("def f():\n    mode = os.getenv('MODE')\n    if mode == 'web':\n        a\n",
         "def f():\n    mode = os.getenv('MODE')\n    if 0:\n        pass"),
        ("class C:\n    on = os.getenv('ON')\nif C.on:\n    a\nelse:\n    b\n",
         "class C:\n    on = os.getenv('ON')\nif 1:\n    a\nelse:\n    pass"),
        ("match os.getenv('MODE'):\n    case 'web':\n        a\n    case 'x' | 'worker':\n        b\n    case _:\n        c\n",
         "if 1:\n    if 0:\n        pass\n    if 1:\n        b\n    if 0:\n        pass"),
        ("if os.getenv('ON'):\n    exit(0)\nimport a\n", "if 1:\n    exit(0)\nimport a"),
        ("if 'ä' == os.getenv('MODE'): import a\n", "if 0:\n    pass"),
    ],
)  # fmt: skip
def test_what_is_left(text: str, expected: str) -> None:
    assert left(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "if os.getenv('SECRET'):\n    a\n",
        "if f(os.getenv('ON')):\n    a\n",
        "if not os.getenv('ON'):\n    raise SystemExit\n",
        "if not os.getenv('ON'):\n    exit(1)\n",
        "if os.getenv('ON'):\n    a\nelse:\n    if x:\n        raise ValueError\n",
        "M = os.getenv('ON')\nM = f()\nif M:\n    a\n",
        "M = os.getenv('ON')\ndef f():\n    global M\n    M = 1\ndef g():\n    if M:\n        a\n",
        "M = os.getenv('ON')\ndef f(M):\n    if M:\n        a\n",
        "M = os.getenv('ON')\nfrom b import *\nif M:\n    a\n",
        "M = os.getenv('ON')\nfor M in f():\n    pass\nif M:\n    a\n",
        "M = os.getenv('ON')\nglobals()['M'] = 1\nif M:\n    a\n",
        "class C:\n    on = os.getenv('ON')\nC.on = f()\nif C.on:\n    a\n",
        "class C(D):\n    on = os.getenv('ON')\nif C.on:\n    a\n",
        "def f(environ):\n    if environ.get('NOPE'):\n        a\n",
        "def f(os):\n    if os.getenv('NOPE'):\n        a\n",
        "if environ.get('NOPE'):\n    a\n",
        "if int(os.getenv('MODE')):\n    a\n",
        "while os.getenv('NOPE'):\n    a\n",
        "match os.getenv('MODE'):\n    case x if x:\n        a\n",
        "match os.getenv('MODE'):\n    case ('web'):\n        a\n",
        "match os.getenv('MODE'):\n    case str():\n        a\n",
        "match os.getenv('MODE'):\n    case 'web':\n        raise ValueError\n",
        "x = os.getenv('ON')\nif True:\n    a\n",
        "if os.getenv('ON'):\n  a b\n",
    ],
)
def test_what_nobody_can_tell(text: str) -> None:
    assert left(text) is None


@pytest.mark.slow
def test_hostile_sources_end_soon() -> None:
    lists = "".join(f"a{n + 1} = [a{n}, a{n}]\nb{n + 1} = [b{n}, b{n}]\n" for n in range(60))
    assert (
        left(f"a0 = ['x']\nb0 = ['x']\n{lists}if os.getenv('ON') and a60 == b60:\n    a\n") is None
    )
    many = "".join(f"v{n} = 1\ndef f{n}(): v{n}\n" for n in range(5_000))
    matches = "match os.getenv('SECRET'):\n  case _: a\n" * 1_500
    before = time.process_time()
    left(f"{many}{matches}if os.getenv('ON'):\n    a\n")
    assert time.process_time() - before < 5, "each function looks at every name"


def test_columns_stay_where_they_are() -> None:
    source = b"import os\nif os.getenv('ON'): import a\n"
    found = without_dead_branches(source, ENVIRONMENT)
    assert found is not None
    assert found.index(b"import a") == source.index(b"import a")


def test_carriage_returns_and_large_sources() -> None:
    source = b"import os\r\nif os.getenv('NOPE'):\r\n    import a\r\n"
    found = without_dead_branches(source, ENVIRONMENT)
    assert found is not None
    assert b"import a" not in found
    assert without_dead_branches(source + b"#" * MAX_BYTES, ENVIRONMENT) is None
    assert without_dead_branches(b"# coding: latin-1\n" + source + b"'\xe4'\n", ENVIRONMENT) is None
