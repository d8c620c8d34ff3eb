"""What a wheel holds, and what is wrong with its names, scripts and contents."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint.image.wheel import reader as wheel_module
from lint.image.wheel.audit import audit
from lint.image.wheel.reader import Wheel, read_wheel
from lint.model.fault import Fault
from tests.image.wheels import DEFAULT_FILES, Entry, build_wheel, record_row

LINK = 0o120777


def judged(path: str, python: tuple[int, int] | None = None) -> list[Fault]:
    wheel = read_wheel(path)
    return wheel.faults + audit(wheel, python)


def kinds(path: str, python: tuple[int, int] | None = None) -> list[str]:
    return sorted({fault.kind for fault in judged(path, python)})


def test_a_good_wheel(tmp_path: Path) -> None:
    path = build_wheel(
        tmp_path,
        name="Netra.Backend",
        version="1.2",
        requires=["fastapi[standard]>=0.1", "uvloop ; sys_platform != 'win32'"],
        requires_python=">=3.11",
        entry_points="[console_scripts]\nserve = app.main:run\n\n[plugins]\nx = app.main\n",
    )
    wheel = read_wheel(path)
    assert (wheel.name, wheel.version, wheel.fatal) == ("netra-backend", "1.2", False)
    assert wheel.requires_python == ">=3.11"
    assert [(r.name, r.extras, r.marker) for r in wheel.requires_dist] == [
        ("fastapi", ("standard",), ""),
        ("uvloop", (), "sys_platform != 'win32'"),
    ]
    assert wheel.scripts == {"serve": "app.main:run"}
    assert [(p.group, p.name, p.reference, p.line) for p in wheel.entry_points] == [
        ("console_scripts", "serve", "app.main:run", 2),
        ("plugins", "x", "app.main", 5),
    ]
    assert wheel.top_level == {"app"}
    member = wheel.members["app/main.py"]
    assert member.display_path == f"{path}!app/main.py"
    assert member.read() == DEFAULT_FILES["app/main.py"].encode()
    assert member.size == len(member.read())
    assert set(wheel.members) == set(DEFAULT_FILES)
    assert judged(path, (3, 11)) == []


def test_identity_of_a_member_follows_its_content(tmp_path: Path) -> None:
    def identity(text: str) -> str:
        path = build_wheel(tmp_path, files={"app/__init__.py": text})
        return read_wheel(path).members["app/__init__.py"].identity

    assert identity("x = 1") == identity("x = 1") != identity("x = 2")


def test_data_directories_map_to_the_import_root(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app-1.0.data/purelib/pure/__init__.py": "",
        "app-1.0.data/platlib/fast.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
        "app-1.0.data/scripts/serve": "#!python\n",
        "app-1.0.data/headers/app.h": "",
        "app-1.0.data/data/share/app.txt": "",
    }
    wheel = read_wheel(build_wheel(tmp_path, files=files))
    assert set(wheel.members) == {
        "app/__init__.py",
        "pure/__init__.py",
        "fast.cpython-311-x86_64-linux-gnu.so",
    }
    assert wheel.top_level == {"app", "pure", "fast"}
    display_path = wheel.members["pure/__init__.py"].display_path
    assert display_path.endswith(".whl!app-1.0.data/purelib/pure/__init__.py")
    assert wheel.faults + audit(wheel) == []


def test_of_two_members_with_one_name_the_last_is_installed(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, extra=[Entry("app/main.py", "x = 2\n")])
    wheel = read_wheel(path)
    assert [fault.kind for fault in wheel.faults] == ["member-duplicate"]
    assert wheel.members["app/main.py"].read() == b"x = 2\n"


def test_data_directories_may_overwrite_packages(tmp_path: Path) -> None:
    files = {**DEFAULT_FILES, "app-1.0.data/purelib/app/main.py": "x = 2\n"}
    wheel = read_wheel(build_wheel(tmp_path, files=files))
    assert [fault.kind for fault in wheel.faults] == ["member-duplicate"]
    assert wheel.members["app/main.py"].read() == b"x = 2\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/cron.d/x", "is absolute"),
        ("C:/x.py", "is absolute"),
        ("../x.py", "leaves the directory of the wheel"),
        ("app/../../x.py", "leaves the directory of the wheel"),
        ("app\\x.py", "is written with backslashes"),
        ("app//x.py", "has empty parts"),
        ("./app/x.py", "has empty parts"),
    ],
)
def test_unsafe_members(tmp_path: Path, name: str, reason: str) -> None:
    path = build_wheel(tmp_path, extra=[Entry(name, b"")])
    [fault] = judged(path)
    assert (fault.kind, fault.message) == (
        "member-unsafe-path",
        f"the member path `{name}` {reason}",
    )
    assert set(read_wheel(path).members) == set(DEFAULT_FILES)


@pytest.mark.parametrize("name", [".hidden/x.py", "app/..x.py", "app/x..py", "app/...", "a:b.py"])
def test_odd_paths_that_are_safe(tmp_path: Path, name: str) -> None:
    wheel = read_wheel(build_wheel(tmp_path, files={**DEFAULT_FILES, name: "x"}))
    assert wheel.faults == []
    assert name in wheel.members


def test_symbolic_links_are_not_modules(tmp_path: Path) -> None:
    path = build_wheel(
        tmp_path,
        extra=[Entry("app/link.py", b"/etc/passwd", mode=LINK)],
        record=lambda right: right + record_row("app/link.py", b"/etc/passwd") + "\n",
    )
    [fault] = judged(path)
    assert fault.kind == "member-symlink"
    assert fault.where.path == f"{path}!app/link.py"
    assert "app/link.py" not in read_wheel(path).members


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"metadata": False}, ["metadata-missing"]),
        ({"wheel": False}, ["wheel-file-missing"]),
        ({"metadata": "Metadata-Version: 2.1\nVersion: 1.0\n"}, ["metadata-invalid"]),
        ({"metadata": "Metadata-Version: 2.1\nName: app\nVersion: one\n"}, ["metadata-invalid"]),
        (
            {"metadata": "Metadata-Version: 2.1\nName: app\nVersion: 1.0.0\n"},
            ["wheel-name-mismatch"],
        ),
        (
            {"metadata": "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n"},
            ["wheel-name-mismatch"],
        ),
        ({"requires": ["fastapi >>= 1"]}, ["metadata-invalid"]),
        ({"requires_python": "three"}, ["metadata-invalid"]),
        ({"wheel": "Generator: x\n"}, ["wheel-file-invalid"]),
        ({"wheel": "Wheel-Version: 2.0\n"}, ["wheel-file-invalid"]),
        ({"wheel": "Wheel-Version: 1.9\nTag: py3-none-any\n"}, []),
        ({"wheel": "Wheel-Version: 1.0\nTag: cp311-none-any\n"}, ["tag-mismatch"]),
        ({"filename": "app.whl"}, ["wheel-name-invalid"]),
        ({"filename": "app-1.0-py3-none-any.zip"}, ["wheel-name-invalid"]),
        ({"filename": "other-1.0-py3-none-any.whl"}, ["wheel-name-mismatch"]),
        ({"filename": "app-2.0-py3-none-any.whl"}, ["wheel-name-mismatch"]),
        ({"filename": "App-1.0-1local-py3-none-any.whl"}, []),
        (
            {"extra": [Entry("zlib-1.0.dist-info/x", b"")]},
            ["dist-info-multiple", "record-unlisted-member"],
        ),
    ],
)
def test_names_and_metadata(
    tmp_path: Path, options: dict[str, object], expected: list[str]
) -> None:
    assert kinds(build_wheel(tmp_path, **options)) == expected  # type: ignore[arg-type]


def test_no_dist_info(tmp_path: Path) -> None:
    path = build_wheel(tmp_path, metadata=False, wheel=False, record=False)
    assert kinds(path) == ["dist-info-missing"]
    assert read_wheel(path).name == "app"


def test_faults_of_metadata_show_their_line(tmp_path: Path) -> None:
    wheel = read_wheel(build_wheel(tmp_path, requires=["ok", "fastapi >>= 1"]))
    [fault] = audit(wheel)
    source = wheel.source(fault.where.path)
    assert source is not None
    assert source.line(fault.where.line) == "Requires-Dist: fastapi >>= 1"


@pytest.mark.parametrize(
    ("tag", "python", "expected"),
    [
        ("py3-none-any", None, []),
        ("py2.py3-none-any", (3, 12), []),
        ("py2-none-any", None, ["tag-python"]),
        ("py2-none-any", (3, 12), ["tag-python"]),
        ("py311-none-any", (3, 12), []),
        ("py312-none-any", (3, 11), ["tag-python"]),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", None, []),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", (3, 11), []),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", (3, 12), ["tag-python"]),
        ("cp311-cp311-linux_x86_64", (3, 11), []),
        ("cp311-cp311-musllinux_1_2_x86_64", (3, 11), []),
        ("cp38-abi3-manylinux2014_x86_64", (3, 12), []),
        ("cp313-abi3-manylinux2014_x86_64", (3, 12), ["tag-python"]),
        ("pp310-pypy310_pp73-manylinux2014_x86_64", (3, 10), []),
        ("cp311-cp311-win_amd64", None, ["tag-platform"]),
        ("cp311-cp311-win_amd64", (3, 11), ["tag-platform"]),
        ("cp311-cp311-macosx_11_0_arm64", None, ["tag-platform"]),
        ("cp311-cp311-manylinux_2_17_aarch64", None, ["tag-platform"]),
        ("cp311-cp311-linux_i686", None, ["tag-platform"]),
        ("cp311-cp311-macosx_10_9_universal2.manylinux_2_17_x86_64", None, []),
    ],
)
def test_tags(
    tmp_path: Path, tag: str, python: tuple[int, int] | None, expected: list[str]
) -> None:
    assert kinds(build_wheel(tmp_path, tag=tag), python) == expected


@pytest.mark.parametrize(
    ("requires_python", "tag", "python", "expected"),
    [
        (">=3.11", "py3-none-any", (3, 11), []),
        (">=3.11.5", "py3-none-any", (3, 11), []),
        (">=3.12", "py3-none-any", (3, 11), ["requires-python"]),
        ("<3.11", "py3-none-any", (3, 11), ["requires-python"]),
        ("==3.11.*", "py3-none-any", (3, 11), []),
        (">=3.12", "py3-none-any", None, []),
        (">=3.12", "cp311-cp311-linux_x86_64", None, ["requires-python-tag"]),
        ("<3.11", "cp311-cp311-linux_x86_64", None, ["requires-python-tag"]),
        (">=3.8", "cp311-cp311-linux_x86_64", None, []),
        (">=3.12", "cp38-abi3-linux_x86_64", None, []),
        ("<3", "py3-none-any", None, ["requires-python-tag"]),
        ("<3", "py2-none-any", None, ["tag-python"]),
    ],
)
def test_requires_python(
    tmp_path: Path,
    requires_python: str,
    tag: str,
    python: tuple[int, int] | None,
    expected: list[str],
) -> None:
    path = build_wheel(tmp_path, requires_python=requires_python, tag=tag)
    assert kinds(path, python) == expected


NAMESPACE = {"google/cloud/ours/__init__.py": "", "google/cloud/ours/main.py": "def run(): ...\n"}
EXTENDED = {"app/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"}

SCRIPTS: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "right": ({}, "app.main:run", []),
    "spaces and an extra": ({}, "app.main : run [cli]", []),
    "no such module": ({}, "app.missing:run", ["script-module-missing"]),
    "no such parent": ({}, "app.missing.main:run", ["script-module-missing"]),
    "below a module": ({}, "app.main.deep:run", ["script-module-missing"]),
    "no such function": ({}, "app.main:start", ["script-attribute-missing"]),
    "nothing to call": ({}, "app.main", ["entry-points-invalid"]),
    "not a reference": ({}, "app.main:run()", ["entry-points-invalid"]),
    "another distribution": ({}, "uvicorn.main:main", []),
    "a submodule": ({}, "app:main", []),
    "a namespace package": (NAMESPACE, "google.cloud.ours.main:run", []),
    "elsewhere in the namespace": (NAMESPACE, "google.cloud.theirs.main:run", []),
    "missing below the namespace": (
        NAMESPACE,
        "google.cloud.ours.x:run",
        ["script-module-missing"],
    ),
    "an extended package": (EXTENDED, "app.plugin:run", []),
    "a class method": ({"app/c.py": "class Cli:\n  pass\n"}, "app.c:Cli.run", []),
    "an import": ({"app/c.py": "from app.main import run as go\n"}, "app.c:go", []),
    "a star import": ({"app/c.py": "from app.main import *\n"}, "app.c:go", []),
    "__getattr__": ({"app/c.py": "def __getattr__(name): ...\n"}, "app.c:go", []),
    "globals()": ({"app/c.py": "globals()['go'] = 1\n"}, "app.c:go", []),
    "in a branch": ({"app/c.py": "if 1:\n  try:\n    go = 1\n  finally: ...\n"}, "app.c:go", []),
    "a global of a function": ({"app/c.py": "def f():\n  global go\n  go = 1\n"}, "app.c:go", []),
    "a local of a function": (
        {"app/c.py": "def f():\n  go = 1\n"},
        "app.c:go",
        ["script-attribute-missing"],
    ),
    "a syntax error": ({"app/c.py": "def (\n"}, "app.c:go", []),
    "an extension module": ({"app/c.cpython-311-x86_64-linux-gnu.so": "x"}, "app.c:go", []),
}


@pytest.mark.parametrize("what", SCRIPTS)
def test_scripts(tmp_path: Path, what: str) -> None:
    files, reference, expected = SCRIPTS[what]
    path = build_wheel(
        tmp_path,
        files={**DEFAULT_FILES, **files},
        entry_points=f"[console_scripts]\ngo = {reference}\n",
    )
    assert kinds(path) == expected


def test_a_missing_function_names_the_nearest_one(tmp_path: Path) -> None:
    wheel = read_wheel(
        build_wheel(tmp_path, entry_points="[console_scripts]\n\ngo = app.main:rum\n")
    )
    [fault] = audit(wheel)
    assert fault.message == "the script `go` calls `rum` of `app.main`, which does not define it"
    assert (fault.help, fault.where.line) == ("Did you mean `app.main:run`?", 3)


def test_odd_entry_points(tmp_path: Path) -> None:
    text = "x = app.main:run\n[console_scripts]\n# a comment\nwithout value\n"
    faults = judged(build_wheel(tmp_path, entry_points=text))
    assert [(fault.kind, fault.where.line) for fault in faults] == [
        ("entry-points-invalid", 1),
        ("entry-points-invalid", 4),
    ]


KEY = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----\n"
ACCOUNT = '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----x"}'

CONTENTS: dict[str, tuple[dict[str, str], list[str]]] = {
    "an env file": ({"app/.env": "SECRET_KEY=hunter2"}, ["secret-env-file"]),
    "an env file of a stage": ({"app/.env.production": "A=b"}, ["secret-env-file"]),
    "a named env file": ({"app/prod.env": "A=b"}, ["secret-env-file"]),
    "an env example": ({"app/.env.example": "A="}, []),
    "an env file at the top": ({".env": "A=b"}, ["secret-env-file"]),
    "an env module": ({"app/env.py": ""}, []),
    "a private key": ({"app/tls.key": KEY}, ["secret-private-key"]),
    "an RSA key": ({"app/id_rsa": KEY.replace("PRIVATE", "RSA PRIVATE")}, ["secret-private-key"]),
    "a public certificate": ({"app/ca.pem": "-----BEGIN CERTIFICATE-----\n"}, []),
    "a service account": ({"app/sa.json": ACCOUNT}, ["secret-credentials"]),
    "its public part": ({"app/sa.json": '{"type": "service_account"}'}, []),
    "a user's credentials": (
        {"app/adc.json": '{"type": "authorized_user", "refresh_token": "1//x"}'},
        ["secret-credentials"],
    ),
    "ordinary JSON": ({"app/data.json": '{"type": "object"}'}, []),
    "a .netrc": ({"app/.netrc": "machine x"}, ["secret-credentials"]),
    "bytecode": ({"app/__pycache__/main.cpython-311.pyc": "x"}, ["junk-bytecode"]),
    "a sourceless module": ({"app/fast.pyc": "x"}, []),
    "Finder's files": ({"app/.DS_Store": "x"}, ["junk-file"]),
    "a repository": ({"app/.git/config": "x", "app/.git/HEAD": "x"}, ["junk-file"]),
    "tests": ({"tests/__init__.py": "", "tests/test_a.py": ""}, ["junk-tests"]),
    "tests in the package": ({"app/tests/test_a.py": ""}, []),
    "a second package": ({"lib/__init__.py": ""}, []),
    "a namespace package": ({"acme/sub/mod.py": ""}, []),
    "a module": ({"single.py": ""}, []),
    "data in the package": ({"app/templates/index.html": "", "app/py.typed": ""}, []),
    "a file at the top": ({"README.md": ""}, ["outside-package"]),
    "a directory of data": ({"static/a.css": "", "static/b.css": ""}, ["outside-package"]),
    "repaired libraries": ({"app.libs/libx.so.1": ""}, []),
    "stubs": ({"app-stubs/__init__.pyi": ""}, []),
    "a path file": ({"app.pth": "import app"}, []),
    "an editable wheel": ({"__editable__.app-1.0.pth": "/home/me/src"}, ["editable-wheel"]),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_contents(tmp_path: Path, what: str) -> None:
    files, expected = CONTENTS[what]
    path = build_wheel(tmp_path, files={**DEFAULT_FILES, **files})
    faults = judged(path)
    assert [fault.kind for fault in faults] == expected
    for fault in faults:
        assert "hunter2" not in fault.message + fault.help
        assert read_wheel(path).source(fault.where.path) is None


def test_the_wheel_called_app_is_fine_and_so_is_one_of_tests(tmp_path: Path) -> None:
    assert kinds(build_wheel(tmp_path)) == []
    assert kinds(build_wheel(tmp_path, name="tests", files={"tests/__init__.py": ""})) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["no-modules"]),
        ({"app/data.txt": "x"}, ["no-modules", "outside-package"]),
        ({"app-1.0.data/scripts/run": "#!python"}, []),
    ],
)
def test_wheels_without_modules(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert kinds(build_wheel(tmp_path, files=files)) == expected


def test_every_kind_is_in_the_table() -> None:
    import re

    folder = Path(wheel_module.__file__).parent
    names = ("*.py",)
    sources = "".join(p.read_text("utf-8") for name in names for p in folder.glob(name))
    used = set(
        re.findall(
            r'(?:faults\.add|_fault|fault|WheelError|_secret|_damaged)\(\s*"([a-z]+(?:-[a-z0-9]+)+)"',
            sources,
        )
    )
    table = set(re.findall(r"^\| `([a-z-]+)` \|", wheel_module.__doc__ or "", re.M))
    assert used == table


def test_reading_imports_nothing_heavy(tmp_path: Path) -> None:
    import subprocess

    script = (
        "import sys\n"
        "from lint.image.wheel.reader import read_wheel\n"
        "before = set(sys.modules)\n"
        "read_wheel(sys.argv[1]).members['app/main.py'].read()\n"
        "heavy = {'zipfile', 'packaging', 'email', 'dataclasses', 'typing', 'pathlib', 'ast',\n"
        "         'hashlib', 'csv', 'tempfile', 'logging', 'inspect'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-S", "-c", script, build_wheel(tmp_path)]
    root = str(Path(wheel_module.__file__).parents[3])
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": root}
    )
    assert done.stdout.strip() == "[]"


def test_a_fatal_wheel_is_empty_and_its_audit_silent(tmp_path: Path) -> None:
    path = tmp_path / "app-1.0-py3-none-any.whl"
    path.write_bytes(b"not a wheel")
    wheel: Wheel = read_wheel(str(path))
    assert (wheel.fatal, wheel.members, audit(wheel)) == (True, {}, [])
    assert [fault.where.path for fault in wheel.faults] == [str(path)]
