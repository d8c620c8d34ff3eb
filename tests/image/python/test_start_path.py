"""Which functions a start calls, and which it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.resolution import Resolution
from lint.image.python.start_path import StartPath


def path_of(tmp_path: Path, main: str, **modules: str) -> StartPath:
    for name, text in {"main": main, **modules}.items():
        file = tmp_path / f"{name.replace('__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    image = read_image([], str(tmp_path), "docker", "")
    names = image.modules()

    def read(module: str) -> bytes | None:
        member = image.members.get(names[module])
        return None if member is None else member.read()

    path = StartPath(Resolution(image.members, names, {}), read)
    path.add_module("main", True)
    return path


def reached(tmp_path: Path, main: str, **modules: str) -> list[str]:
    path = path_of(tmp_path, main, **modules)
    return sorted(
        (f"{module}:" if module != "main" else "") + name + ("?" if start.conditional else "")
        for (module, name), start in path.reached.items()
    )


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("def f(): pass\nf()\n", ["f"]),
        ("def f(): pass\n", []),
        ("def g(): pass\ndef f(): g()\nf()\n", ["f", "g"]),
        ("def f():\n    def g(): pass\n    g()\nf()\n", ["f", "f.g"]),
        ("def f(): pass\nif x:\n    f()\n", ["f?"]),
        ("def f(): pass\nif __name__ == '__main__':\n    f()\n", ["f"]),
        ("class A:\n    def __init__(self): self.g()\n    def g(self): pass\nA()\n", ["A.__init__", "A.g"]),
        ("class B:\n    def __init__(self): pass\nclass A(B): pass\nA()\n", ["B.__init__"]),
        ("class B:\n    def g(self): pass\nclass A(B):\n    def __init__(self): super().g()\nA()\n", ["A.__init__", "B.g"]),
        ("class A:\n    def run(self): pass\na = A()\na.run()\n", ["A.run"]),
        ("class A:\n    def run(self): pass\nA().run()\n", ["A.run"]),
        ("class A:\n    def run(self): pass\ndef make() -> A: return A()\nmake().run()\n", ["A.run", "make"]),
        ("class A:\n    def run(self): pass\ndef f(a: A): a.run()\nf(1)\n", ["A.run", "f"]),
        ("class A:\n    def run(self): pass\nclass B:\n    def __init__(self):\n        self.a = A()\n        self.a.run()\nB()\n", ["A.run", "B.__init__"]),
        ("class A:\n    @property\n    def p(self): pass\n    def q(self): pass\na = A()\nx = a.p\ny = a.q\n", ["A.p"]),
        ("def f(): pass\ndef h(): pass\nfor g in (f, h): g()\n", ["f", "h"]),
        ("def f(): pass\ndef h(): pass\nS = [f, h]\nfor g in S:\n    g()\n", ["f", "h"]),
        ("def f(): pass\ndef h(): pass\nfor n, g in (('f', f), ('h', h)): g(n)\n", ["f", "h"]),
        ("def f(): pass\ndef h(): pass\nS = {'f': f, 'h': h}\nfor n, g in S.items(): g()\n", ["f", "h"]),
        ("def f(): pass\ndef h(): pass\n[g() for g in (f, h)]\n", ["f", "h"]),
        ("def f(): pass\ndef h(): pass\nfor g in (f, h):\n    if g():\n        break\n", ["f", "h?"]),
        ("def f(): pass\ndef h(): pass\nfor g in (f, h):\n    if x:\n        g()\n", ["f?", "h?"]),
        ("def f(): pass\ndef h(): pass\nfor g in (f, h):\n    g = x\n    g()\n", []),
        ("def f(): pass\nfor g in (f, *x): g()\n", []),
        ("def f(): pass\ndef a():\n    for g in (f,):\n        def h(): g()\n        h()\na()\n", ["a", "a.h"]),
        ("class A:\n    def run(self): pass\nclass B(A):\n    def run(self): pass\nfor s in (A(), B()): s.run()\n", ["A.run", "B.run"]),
        ("class A:\n    def __init__(self): pass\nfor c in (A,): c().run()\n", ["A.__init__"]),
        ("class A:\n    def __init__(self):\n        for s in (self.f, self.h): s()\n    def f(self): pass\n    def h(self): pass\nA()\n", ["A.__init__", "A.f", "A.h"]),
        ("def f(): pass\ndef h(): pass\nT = {'a': f, 'b': h}\nT['a']()\n", ["f"]),
        ("def f(): pass\ndef h(): pass\nT = {'a': f, 'b': h}\nT[x]()\n", []),
        ("def f(): pass\ndef h(): pass\nT = {'a': f}\nT['a'] = h\nT['a']()\n", []),
        ("def f(): pass\nT = {}\nT['a'] = f\nT['a']()\n", ["f"]),
        ("def f(): pass\nT = {'a': f, **x}\nT['a']()\n", []),
        ("def f(): pass\nT = {'a': f}\nT = make()\nT['a']()\n", []),
        ("def f(): pass\nT = {'a': f}\ndef g(T): T['a']()\ng(x)\n", ["g"]),
        ("def f(): pass\nT = {'a b': f}\nT['a b']()\n", []),
        ("def f(): pass\ndef g():\n    t = {'a': f}\n    t['a']()\ng()\n", ["f", "g"]),
        ("class A:\n    def run(self): pass\nT = {'a': A}\nx = T['a']()\nx.run()\n", ["A.run"]),
        ("async def f(): pass\nasyncio.run(f())\n", ["f"]),
        ("async def f(): pass\nf()\n", []),
        ("async def g(): pass\nasync def f(): await g()\nasyncio.run(f())\n", ["f", "g"]),
        ("async def g(): pass\nasync def f(): asyncio.create_task(g())\nasyncio.run(f())\n", ["f"]),
        ("async def g(): pass\nasync def f(): await asyncio.gather(g(), g())\nasyncio.run(f())\n", ["f", "g"]),
        ("def f(): pass\nThread(target=f).start()\n", []),
        ("def g(): pass\n@asynccontextmanager\nasync def life(app):\n    g()\n    yield\n    h()\ndef h(): pass\napp = FastAPI(lifespan=life)\n", ["g", "life"]),
        ("@app.on_event('startup')\nasync def f(): pass\n@app.on_event('shutdown')\nasync def g(): pass\n", ["f"]),
        ("@app.get('/')\nasync def f(): pass\n", []),
        ("class M:\n    def __init__(self, app): pass\ndef make():\n    app.add_middleware(M)\nmake()\n", ["M.__init__?", "make"]),
        ("app.add_event_handler('startup', f)\nasync def f(): pass\n", ["f"]),
        ("def deco(g): return g\n@deco\ndef f(): pass\n", ["deco"]),
        ("f = lambda: g()\ndef g(): pass\n", []),
        ("def f(): f()\nf()\n", ["f"]),
        ("class S(BaseSettings):\n    @field_validator('x')\n    def check(cls, v): pass\ns = S()\n", ["S.check"]),
        # What may be left out on the way
        ("def f(): pass\nfor x in xs:\n    f()\n", ["f?"]),
        ("def f(): pass\nfor x in (1, 2):\n    f()\n", ["f"]),
        ("def f(): pass\nNAMES = ['a']\nfor x in NAMES:\n    f()\n", ["f"]),
        ("def f(): pass\ny = [f() for x in xs]\n", ["f?"]),
        ("def g(): pass\ndef f():\n    if x:\n        return\n    g()\nf()\n", ["f", "g?"]),
        ("def g(): pass\ndef f():\n    return 1\n    g()\nf()\n", ["f"]),
        ("def g(): pass\ndef f():\n    if x:\n        raise E\n    g()\nf()\n", ["f", "g"]),
        ("def g(): pass\ndef f():\n    if x:\n        raise E\n    g()\ntry:\n    f()\nexcept E:\n    pass\n", ["f", "g?"]),
        ("def f(): pass\ntry:\n    g()\n    f()\nexcept OSError:\n    pass\n", ["f?"]),
        ("def f(): pass\nfor x in (1,):\n    break\nelse:\n    f()\n", ["f?"]),
        ("def f(): pass\nwhile True:\n    f()\n", ["f"]),
        # Names that stand for more than one thing
        ("if x:\n    def f(): pass\nelse:\n    def f(): pass\nf()\n", []),
        ("def f(): pass\nf = print\nf()\n", []),
        ("class A:\n    def run(self): pass\nclass B:\n    def run(self): pass\na = A()\nif x:\n    a = B()\na.run()\n", []),
        ("def g(): pass\nclass A:\n    def g(self): g()\nA().g()\n", ["A.g", "g"]),
        # The class of an object decides which method is called
        ("class B:\n    def __init__(self): self.g()\n    def g(self): pass\nclass A(B):\n    def g(self): pass\nA()\n", ["A.g", "B.__init__"]),
        ("class B:\n    def g(self): pass\nclass A(B):\n    def g(self): pass\ndef f(b: B): b.g()\nf(A())\n", ["f"]),
        ("class A(other.Mixin, B):\n    pass\nclass B:\n    def g(self): pass\nA().g()\n", []),
        # Other ways to call
        ("def deco(name):\n    def wrap(g): return g\n    return wrap\n@deco('a')\ndef f(): pass\n", ["deco", "deco.wrap"]),
        ("def f(): pass\ndef g(function): function()\ng(f)\n", ["f", "g"]),
        ("class A:\n    def run(self): pass\ndef make(): return A()\na = make()\na.run()\n", ["A.run", "make"]),
        ("class A:\n    def __enter__(self): pass\nwith A() as a:\n    pass\n", ["A.__enter__"]),
        ("class A:\n    def __call__(self): pass\nA()()\n", ["A.__call__"]),
        ("class B:\n    def __init_subclass__(cls): pass\nclass A(B): pass\n", ["B.__init_subclass__"]),
        ("def rows():\n    yield 1\nfor r in rows():\n    pass\n", ["rows"]),
        ("def rows():\n    yield 1\nr = rows()\n", []),
        ("def f(x): pass\nlist(map(f, [1]))\n", ["f"]),
        ("def f(): pass\nfunctools.partial(f)()\n", ["f"]),
        ("def f(): pass\ng = lambda: f()\ng()\n", ["f", "g"]),
        ("def f(): pass\ndef g(x=f()): pass\n", ["f"]),
        ("class M(BaseModel):\n    @field_validator('x')\n    def check(cls, v): pass\nM(x=1)\n", ["M.check"]),
        ("class M(BaseModel):\n    @field_validator('x')\n    def check(cls, v): pass\nM()\n", ["M.check?"]),
        ("def make():\n    @app.on_event('startup')\n    def f(): pass\nmake()\n", ["make", "make.f"]),
    ],
)  # fmt: skip
def test_one_module(tmp_path: Path, main: str, expected: list[str]) -> None:
    assert reached(tmp_path, main) == expected


def test_across_modules(tmp_path: Path) -> None:
    assert reached(
        tmp_path,
        "from app.factory import create_app\nimport app.db\nfrom app import log as logging\n"
        "create_app()\napp.db.connect()\nlogging.setup()\n",
        app__factory="from .parts import *\nfrom .parts import setup\ndef create_app():\n    setup()\n",
        app__parts="def setup(): pass\n",
        app__db="def connect(): pass\ndef other(): pass\n",
        app__log="def setup(): pass\n",
    ) == ["app.db:connect", "app.factory:create_app", "app.log:setup", "app.parts:setup"]


def test_the_sites_lead_from_the_top_level_to_the_function(tmp_path: Path) -> None:
    path = path_of(tmp_path, "def g(): pass\ndef f():\n    g()\nf()\n")
    start = path.reached["main", "g"]
    assert [(site.caller, site.callee, site.line) for site in start.sites] == [
        ("", "f", 4),
        ("f", "g", 3),
    ]


def test_a_helper_that_demands_a_variable(tmp_path: Path) -> None:
    path = path_of(
        tmp_path,
        "from conf import need\nA = need('A')\nB = need(name='B')\ntry:\n    C = need('C')\n"
        "except Exception:\n    C = 1\n",
        conf="import os\ndef need(name):\n    v = os.getenv(name)\n    if not v:\n        raise ValueError\n    return v\n",
    )
    assert [(d.name, d.line, bool(d.flags & 64)) for d in path.demanded] == [
        ("A", 2, False),
        ("B", 3, False),
        ("C", 5, True),
    ]


@pytest.mark.slow
def test_ten_thousand_functions_that_call_each_other_end(tmp_path: Path) -> None:
    lines = [f"def f{n}():\n    f{n + 1}()\n    f{n // 2}()" for n in range(10_000)]
    assert len(reached(tmp_path, "\n".join([*lines, "def f10000(): pass", "f0()"]))) >= 20


def test_the_settings_of_django_name_classes(tmp_path: Path) -> None:
    assert reached(
        tmp_path,
        "INSTALLED_APPS = ['shop', 'blog.apps.BlogConfig']\nMIDDLEWARE = ['shop.middle.Middle']\n",
        shop____init__="",
        shop__apps="class ShopConfig(AppConfig):\n    def ready(self): pass\n",
        shop__middle="class Middle:\n    def __init__(self, get_response): pass\n    def __call__(self, r): pass\n",
        blog____init__="",
        blog__apps="class BlogConfig(AppConfig):\n    def ready(self): pass\n",
    ) == ["blog.apps:BlogConfig.ready", "shop.apps:ShopConfig.ready", "shop.middle:Middle.__init__"]


def test_a_helper_with_a_default(tmp_path: Path) -> None:
    path = path_of(
        tmp_path,
        "from conf import env\nenv('A')\nenv('B', 'b')\nenv('C', default='c')\ndef later():\n    env('D')\n",
        conf="import os\ndef env(name, default=None):\n    v = os.environ.get(name, default)\n    if v is None:\n        raise ValueError\n    return v\n",
    )
    assert [d.name for d in path.demanded] == ["A"]
    assert [d.name for d in path.unproven_demands()] == ["D"]


def hostile(tmp_path: Path, source: str) -> None:
    """Follows a start in a process of its own, which may take 5 s of CPU and 300 MB."""
    (tmp_path / "main.py").write_text(source)
    script = (
        "import pathlib, re, resource, sys\n"
        "from lint.image.image import read_image\n"
        "from lint.image.python.closure import import_closure\n"
        "from lint.image.python.env_usage import closure_env\n"
        "image = read_image([], sys.argv[1], 'docker', '')\n"
        "closure_env(import_closure(image.members, image.modules(), 'main', main=True))\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "more = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        # Linux counts to `ru_maxrss` what the process was before `exec`: the tests of this session.
        "status = pathlib.Path('/proc/self/status')\n"
        "own = (int(re.search(r'VmHWM:\\s+(\\d+)', status.read_text())[1]) if status.exists()\n"
        "       else used.ru_maxrss)\n"
        "print(used.ru_utime + more.ru_utime, max(own, more.ru_maxrss) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 5, f"{seconds:.1f} s"
    assert megabytes < 300, f"{megabytes:.0f} MB"


TAIL = "def last():\n    import gone\n    import os\n    assert os.getenv('X')\n"
HOSTILE = {
    "calls": "\n".join(f"def f{n}():\n    f{n + 1}()\n    f{n // 2}()\n    import m{n}" for n in range(10_000))
    + "\ndef f10000(): pass\nf0()\n",
    "recursion": "class C:\n    def m(self):\n        return self.m().m().m().n().m()\n    def n(self):\n        return self.n().m().n()\nc = C().m().m()\nc.m()\n",
    "values": "\n".join(f"v{n} = v{n + 1}" for n in range(10_000)) + "\nv0()\n",
    "bases": "\n".join(f"class C{n}(C{n + 1}, C{n + 2}):\n    def m(self): self.m{n}()" for n in range(3_000)) + "\nC0().m()\n",
    "loops": "\n".join(f"for x{n} in names:\n    y{n} = x{n}\n    import m{n}" for n in range(10_000)),
    "tries": "\n".join(f"try:\n    import m{n}\nexcept ImportError:\n    pass\nm{n}.x" for n in range(5_000)),
    "elifs": "def f():\n    if x: pass\n" + "\n".join(f"    elif x == {n}: import m{n}" for n in range(300)) + "\nf()\n",
    "literal": f"import os\ntable = [{', '.join(map(str, range(250_000)))}]\n",
    "large": f"x = '{'a' * (5 << 20)}'\n",
    "tests": f"import os\nif x == [{', '.join(['y'] * 100_000)}]:\n    import gone\n",
    "nested": "\n".join("    " * n + f"if x{n}:" for n in range(90)) + "\n" + "    " * 90 + "import gone\n",
    "expression": f"import os\nx = {'(' * 150}1{')' * 150}\ny = {'-' * 5000}1\n",
    "callbacks": "def f(g):\n" + "    h()\n" * 5_000 + "    g()\ndef k(): pass\n" + "f(k)\n" * 5_000,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_ends(tmp_path: Path, name: str) -> None:
    hostile(tmp_path, HOSTILE[name] + TAIL)


def test_a_table_of_another_module(tmp_path: Path) -> None:
    tables = "def f(): pass\ndef h(): pass\nTABLE = {'a': f, 'b': h}\n"
    main = "from tables import TABLE as T\nimport tables\nT['a']()\ntables['b']()\n"
    assert reached(tmp_path, main, tables=tables) == ["tables:f"]
