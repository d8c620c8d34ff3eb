from __future__ import annotations

import pytest

from lint.image.python.path_roots import added_paths

FILE = "/app/pkg/main.py"


def added(code: str, directory: str | None = "/app") -> tuple[list[str], list[str], bool]:
    head = "import os, sys, site\nfrom pathlib import Path\nimport pathlib\n"
    found = added_paths((head + code).encode(), FILE, directory)
    return found.front, found.back, found.unknown


@pytest.mark.parametrize(
    ("expression", "directory"),
    [
        ("'vendor'", "/app/vendor"),
        ("'/opt/lib'", "/opt/lib"),
        ("'..'", "/"),
        ("os.path.dirname(__file__)", "/app/pkg"),
        ("os.path.dirname(os.path.dirname(os.path.abspath(__file__)))", "/app"),
        ("os.path.join(os.path.dirname(__file__), '..', 'lib')", "/app/lib"),
        ("os.path.abspath(os.path.join(os.path.dirname(__file__), os.pardir))", "/app"),
        ("os.path.dirname(os.path.realpath(__file__)) + '/lib'", "/app/pkg/lib"),
        ("os.getcwd()", "/app"),
        ("os.path.join(os.getcwd(), 'src')", "/app/src"),
        ("str(Path(__file__).parent)", "/app/pkg"),
        ("str(Path(__file__).resolve().parent.parent)", "/app"),
        ("str(pathlib.Path(__file__).parents[1] / 'src')", "/app/src"),
        ("Path(__file__).absolute().parent.joinpath('a', 'b').as_posix()", "/app/pkg/a/b"),
        ("str(Path.cwd() / 'src')", "/app/src"),
        ("f'{Path(__file__).parent}/gen'", "/app/pkg/gen"),
        ("os.path.normpath('lib/../gen')", "/app/gen"),
    ],
)
def test_expressions(expression: str, directory: str) -> None:
    assert added(f"sys.path.insert(0, {expression})") == ([directory], [], False)
    assert added(f"HERE = {expression}\nsys.path.append(HERE)") == ([], [directory], False)


@pytest.mark.parametrize(
    ("code", "front", "back"),
    [
        ("sys.path.insert(0, 'a')\nsys.path.insert(0, 'b')", ["/app/b", "/app/a"], []),
        ("sys.path.extend(['a', 'b'])", [], ["/app/a", "/app/b"]),
        ("sys.path += ['a']", [], ["/app/a"]),
        ("sys.path = ['a'] + sys.path", ["/app/a"], []),
        ("sys.path = sys.path + ['a']", [], ["/app/a"]),
        ("sys.path = ['a', *sys.path, 'b']", ["/app/a"], ["/app/b"]),
        ("sys.path[:0] = ['a']", ["/app/a"], []),
        ("site.addsitedir('a')", [], ["/app/a"]),
        ("for p in ('a', 'b'):\n    sys.path.append(os.path.join('x', p))", [], ["/app/x/a", "/app/x/b"]),
        ("def setup():\n    if 'a' not in sys.path:\n        sys.path.insert(0, 'a')\nsetup()", ["/app/a"], []),
        ("ROOT = Path(__file__).parent\nLIB = ROOT / 'lib'\nsys.path.insert(0, str(LIB))", ["/app/pkg/lib"], []),
        ("print(sys.path)\nsys.path.remove('a')", [], []),
    ],
)  # fmt: skip
def test_forms(code: str, front: list[str], back: list[str]) -> None:
    assert added(code) == (front, back, False)


@pytest.mark.parametrize(
    "code",
    [
        "sys.path.insert(0, os.environ['LIB'])",
        "sys.path.insert(0, find())",
        "A = 'a'\nA = 'b'\nsys.path.insert(0, A)",
        "for p in listdir():\n    sys.path.append(p)",
        "for p in ('a', 'b'):\n    for q in ('c', 'd'):\n        sys.path.append(p + q)",
        "A = B\nB = A\nsys.path.append(A)",
        "sys.path.append(",
    ],
)
def test_what_the_text_does_not_say(code: str) -> None:
    assert added(code) == ([], [], True)


def test_a_relative_path_needs_the_working_directory() -> None:
    assert added("sys.path.append('a')", None) == ([], [], True)
    assert added("sys.path.append('/a')", None) == ([], ["/a"], False)


def test_hostile_texts_end() -> None:
    doubling = "\n".join(f"a{n} = a{n + 1} + a{n + 1}" for n in range(60)) + "\na60 = 'x'\n"
    assert added(doubling + "sys.path.append(a0)") == ([], [], True)
    many = "sys.path.append('a')\n" * 500
    assert added(many) == ([], ["/app/a"] * 100, True)
    loop = f"for p in ({','.join(['1'] * 5000)}):\n    sys.path.append(str(p))\n" * 5
    assert added(loop)[2]
