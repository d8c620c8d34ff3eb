"""Env vars that are read without an error and demanded by what follows."""

from __future__ import annotations

import pytest

from lint.image.python.facts import CONDITION, LATER
from lint.image.python.reader import read_facts


def required(source: str) -> list[str]:
    facts = read_facts(("import os, sys, json\nfrom pathlib import Path\n" + source).encode())
    assert facts.unparsable is None
    return [
        ",".join(read.names)
        + ("?" if read.flags & CONDITION else "")
        + ("~" if read.flags & LATER else "")
        for read in facts.env
        if read.need == "required"
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("K = os.getenv('K')\nif not K:\n    raise ValueError\n", ["K"]),
        ("K = os.environ.get('K')\nif K is None:\n    sys.exit(1)\n", ["K"]),
        ("K = os.getenv('K', '')\nif K == '':\n    raise ValueError\n", ["K"]),
        ("K = os.getenv('K', '').strip()\nif not K:\n    raise ValueError\n", ["K"]),
        ("K = os.getenv('K', 'x')\nif not K:\n    raise ValueError\n", []),
        ("K = os.getenv('K')\nif not K:\n    print('no')\n", []),
        ("K = os.getenv('K')\nif K:\n    use = K\nelse:\n    raise ValueError\n", ["K"]),
        ("if not os.getenv('K'):\n    raise ValueError\n", ["K"]),
        ("if 'K' not in os.environ:\n    raise KeyError\n", ["K"]),
        ("assert os.getenv('K'), 'need'\n", ["K"]),
        ("assert 'K' in os.environ\n", ["K"]),
        ("A = os.getenv('A')\nB = os.getenv('B')\nif not A or not B:\n    raise ValueError\n", ["A", "B"]),
        ("A = os.getenv('A')\nB = os.getenv('B')\nif not (A and B):\n    raise ValueError\n", ["A", "B"]),
        ("A = os.getenv('A')\nB = os.getenv('B')\nif not A and not B:\n    raise ValueError\n", []),
        ("A = os.getenv('A')\nB = os.getenv('B')\nif not all([A, B]):\n    raise ValueError\n", ["A", "B"]),
        ("N = ['A', 'B']\nm = [n for n in N if not os.getenv(n)]\nif m:\n    raise ValueError\n", ["A", "B"]),
        ("N = ['A', 'B']\nfor n in N:\n    if not os.getenv(n):\n        raise ValueError\n", ["A", "B"]),
        ("if not all(os.getenv(n) for n in ['A', 'B']):\n    raise ValueError\n", ["A", "B"]),
        ("A, B = os.getenv('A'), os.getenv('B')\nif not (A and B):\n    raise ValueError\n", ["A", "B"]),
        ("A, B = os.getenv('A'), 1\nif not B:\n    raise ValueError\n", []),
        ("A = os.getenv('A')\nA, B = load()\nif not A:\n    raise ValueError\n", []),
        ("A, *B = os.getenv('A'), 1\nif not A:\n    raise ValueError\n", []),
        ("P = int(os.getenv('P'))\n", ["P"]),
        ("P = int(os.getenv('P', '80'))\n", []),
        ("P = int(os.getenv('P') or 80)\n", []),
        ("P = os.getenv('P')\nQ = P.split(',')\n", ["P"]),
        ("P = os.getenv('P')\nif P:\n    Q = P.split(',')\n", []),
        ("P = os.getenv('P')\nQ = P.split(',') if P else []\n", []),
        ("P = os.getenv('P')\nQ = P and P.split(',')\n", []),
        ("P = os.getenv('P')\nP = P or 'a'\nQ = P.split(',')\n", []),
        ("P = os.getenv('P')\nQ = 'x' + P\n", ["P"]),
        ("P = Path(os.getenv('P'))\n", ["P"]),
        ("P = os.getenv('P') or sys.exit('no')\n", ["P"]),
        ("def die():\n    print(1)\n    raise ValueError\nP = os.getenv('P') or die()\n", ["P"]),
        ("def die():\n    if x:\n        return 1\n    raise ValueError\nP = os.getenv('P') or die()\n", []),
        ("for h in os.getenv('P').split(','):\n    print(h)\n", ["P"]),
        ("for c in os.getenv('P'):\n    print(c)\n", ["P"]),
        ("for c in os.getenv('P', ''):\n    print(c)\n", []),
        ("H = [h.strip() for h in os.getenv('P').split(',')]\n", ["P"]),
        ("H = [h for g in x for h in os.getenv('P').split(',')]\n", []),
        ("H = lambda: os.getenv('P').split(',')\n", []),
        ("if os.getenv('P').lower() == 'true':\n    x = 1\n", ["P"]),
        ("while os.getenv('P').lower() == 'true':\n    x = 1\n", ["P"]),
        ("with open(os.getenv('P')) as f:\n    x = 1\n", ["P"]),
        ("if 'x' in os.getenv('P'):\n    x = 1\n", ["P"]),
        ("if os.getenv('P') in ('a', 'b'):\n    x = 1\n", []),
        ("if os.getenv('P') > 'a':\n    x = 1\n", ["P"]),
        ("os.environ['P'] = os.getenv('P')\n", ["P"]),
        ("os.environ['Q'] = os.getenv('P')\n", ["P"]),
        ("os.environ['Q'] = os.getenv('P', '')\n", []),
        ("from urllib.parse import urlparse\nU = urlparse(os.getenv('P'))\n", []),
        ("from sqlalchemy import create_engine\nE = create_engine(os.getenv('P'))\n", ["P"]),
        ("import sqlalchemy as sa\nP = os.getenv('P')\nE = sa.create_engine(P)\n", ["P"]),
        ("from db import create_engine\nE = create_engine(os.getenv('P'))\n", []),
        ("from .db import create_engine\nimport sqlalchemy\nE = create_engine(os.getenv('P'))\n", []),
        ("import redis\nR = redis.from_url(os.getenv('P'))\n", ["P"]),
        ("from openai import OpenAI\nC = OpenAI(api_key=os.getenv('OPENAI_API_KEY'))\n", ["OPENAI_API_KEY"]),
        ("from openai import OpenAI\nC = OpenAI(api_key=os.getenv('P'))\n", []),
        ("from openai import OpenAI\nC = OpenAI(api_key=os.getenv('OPENAI_API_KEY'), **more)\n", []),
        ("from openai import OpenAI\nC = OpenAI(api_key=os.getenv('OPENAI_API_KEY'), workload_identity=w)\n", []),
        ("if os.getenv('ENV') == 'prod':\n    if not os.getenv('K'):\n        raise ValueError\n", ["K?"]),
        ("try:\n    K = int(os.getenv('K'))\nexcept TypeError:\n    K = 1\n", ["K?"]),
        ("try:\n    K = int(os.getenv('K'))\nexcept TypeError as e:\n    raise ValueError from e\n", ["K"]),
        ("class C:\n    K = os.environ.get('K')\n    if not K:\n        raise ValueError\n", ["K"]),
        ("def f():\n    k = os.getenv('K')\n    if not k:\n        raise ValueError\n", ["K~"]),
        ("class C:\n    def __init__(self):\n        self.k = os.getenv('K')\n        if not self.k:\n            raise ValueError\n", ["K~"]),
        ("try:\n    assert os.getenv('K')\nexcept KeyError:\n    pass\n", ["K"]),
        ("try:\n    assert os.getenv('K')\nexcept Exception:\n    pass\n", ["K?"]),
        ("try:\n    if not os.getenv('K'):\n        sys.exit(1)\nexcept Exception:\n    pass\n", ["K"]),
        ("try:\n    if not os.getenv('K'):\n        raise Skip\nexcept Skip:\n    pass\n", ["K?"]),
        ("try:\n    k = os.environ['K']\nexcept Exception:\n    pass\nprint(k)\n", ["K"]),
        ("def f():\n    if x:\n        return\n    assert os.getenv('K')\n", ["K?~"]),
        ("match os.getenv('K'):\n    case None:\n        raise ValueError\n", ["K"]),
        ("match os.getenv('K'):\n    case 'a':\n        x = 1\n    case _:\n        sys.exit(1)\n", ["K"]),
        ("K = os.getenv('K')\nmatch K:\n    case 'a' | 'b':\n        x = 1\n    case other:\n        raise ValueError(other)\n", ["K"]),
        ("match os.getenv('K', ''):\n    case '':\n        raise ValueError\n", ["K"]),
        ("match os.getenv('K', ''):\n    case str():\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case str() | []:\n        x = 1\n    case _:\n        raise ValueError\n", ["K"]),
        ("match os.getenv('K'):\n    case None | '':\n        raise ValueError\n", ["K"]),
        ("match os.getenv('K'):\n    case None:\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K', 'a'):\n    case 'a':\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case None if lax:\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case Mode.NONE:\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case Missing():\n        x = 1\n    case _:\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case 'a':\n        raise ValueError\n", []),
        ("match os.getenv('K'):\n    case None:\n        print('none')\n", []),
        ("match os.getenv('K'):\n    case 'a':\n        n = int(os.getenv('N'))\n", ["N?"]),
        ("match int(os.getenv('K')):\n    case 1:\n        x = 1\n", ["K"]),
        ("match x:\n    case 1:\n        if not os.getenv('K'):\n            raise ValueError\n", ["K?"]),
        ("for n in names:\n    assert os.getenv('K')\n", ["K?"]),
        ("K = os.getenv('K')\ndef f():\n    if not K:\n        raise ValueError\n", []),
    ],
)  # fmt: skip
def test_what_must_be_set(source: str, expected: list[str]) -> None:
    assert required(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "from os import environ as e\ndef f():\n    k = e.get('K')\n    if not k:\n        raise ValueError\n",
            ["K~"],
        ),
        ("from os import \\\n  getenv as g\ndef f():\n    int(g('K'))\n", ["K~"]),
        ("import os as o\ndef f():\n    int(o.getenv('K'))\n", ["K~"]),
        ("def g():\n    from os import getenv\n    int(getenv('K'))\n", ["K~"]),
        ("K = os.getenv('K')\nprint()\ndef f(): pass\nint(K)\n", ["K"]),
        ("K = os.getenv('K')\nK = 1\nint(K)\n", []),
        ("class C:\n    K = os.getenv('K')\n    n = 1\n    int(K)\n", ["K"]),
    ],
)
def test_lines_without_the_environment_count_where_a_value_is_known(
    source: str, expected: list[str]
) -> None:
    assert required(source) == expected


def test_many_names_are_followed_like_few() -> None:
    names = [f"V{number}" for number in range(120)]
    source = "".join(f"{name} = os.getenv('{name}')\n" for name in names)
    source += "".join(f"int({name})\n" for name in names)
    assert required(source) == names
