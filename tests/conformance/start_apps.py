"""Generated applications: a framework, a way on which the start reaches a line, and what fails there.

Each has at most one planted fault, and lines with faults of their own that no start runs. Which
of them stops a start is for the interpreter to say (`start_driver.py`), not for this module.
"""

from __future__ import annotations

import random
from pathlib import Path

FRAMEWORKS = ("fastapi", "flask", "django", "plain")
FAULTS = ("module", "name", "variable")
HEADER = """\
import asyncio, contextlib, dataclasses, functools, importlib, logging, os, sys, threading
from app.helpers import *
logger = logging.getLogger(__name__)
"""
HELPERS = """\
import os
VALUE = 1
def need(name):
    value = os.getenv(name)
    if not value:
        raise RuntimeError(f"{name} is not set")
    return value
def env(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        raise ValueError(name)
    return value
def call(function):
    return function()
class Needs:
    def __init__(self, name):
        self.value = os.environ[name]
"""


class Snippet:
    """Lines that fail where `token` is not there: a module, a name or an env var.

    `binds` is a name that they bind, "" for none. `before` belongs to the top of the module.
    """

    def __init__(
        self, kind: str, token: str, lines: list[str], binds: str, before: str = ""
    ) -> None:
        self.kind = kind
        self.token = token
        self.lines = lines
        self.binds = binds
        self.before = before


def snippet(
    chance: random.Random, kind: str, token: str, inside: bool, settings: str = "Settings"
) -> Snippet:
    """A snippet of a kind; `inside` says that it stands in package `app`.

    `settings` is the name of the settings class that it may define.
    """
    if kind == "module":
        forms = [
            ([f"import app.{token} as bound"], "bound"),
            ([f"from app import {token}"], token),
            ([f"from app.{token} import VALUE as bound"], "bound"),
            ([f"bound = importlib.import_module('app.{token}')"], "bound"),
        ]
        if inside:
            forms += [
                ([f"from .{token} import VALUE as bound"], "bound"),
                ([f"from . import {token}"], token),
            ]
        return Snippet(kind, token, *chance.choice(forms))
    if kind == "name":
        forms = [
            ([f"from app.values import {token}"], token),
            ([f"from app.values import VALUE, {token} as bound"], "bound"),
        ]
        return Snippet(kind, token, *chance.choice(forms))
    forms = [
        ([f"bound = os.environ['{token}']"], "bound"),
        ([f"bound = os.getenv('{token}')", "if not bound:", "    raise RuntimeError('unset')"], "bound"),
        ([f"bound = os.environ.get('{token}')", "if bound is None:", "    sys.exit('unset')"], "bound"),
        ([f"bound = os.getenv('{token}', '').strip()", "assert bound, 'unset'"], "bound"),
        ([f"bound = int(os.getenv('{token}'))"], "bound"),
        ([f"bound = os.getenv('{token}').split(',')"], "bound"),
        ([f"bound = os.getenv('{token}')", "parts = bound.split(',')"], "bound"),
        ([f"if '{token}' not in os.environ:", "    sys.exit(1)"], ""),
        ([f"bound = os.environ.get('{token}') or sys.exit('unset')"], "bound"),
        ([f"bound = need('{token}')"], "bound"),
        ([f"bound = env(name='{token}')"], "bound"),
        ([f"bound = Needs('{token}').value"], "bound"),
        ([f"match os.getenv('{token}'):", "    case None:", "        raise RuntimeError('unset')", "    case bound:", "        pass"], "bound"),
        ([f"match os.environ.get('{token}', ''):", "    case 'a' | 'b':", "        mode = 1", "    case '':", "        sys.exit(1)"], ""),
        ([f"for name in ('PATH', '{token}'):", "    if not os.getenv(name):", "        raise SystemExit(2)"], ""),
        ([f"missing = [n for n in ['PATH', '{token}'] if not os.environ.get(n)]", "if missing:", "    raise RuntimeError(missing)"], ""),
    ]  # fmt: skip
    if chance.random() < 0.2:
        made = (
            "from pydantic_settings import BaseSettings\n"
            f"class {settings}(BaseSettings):\n    {token.lower()}: str\n    mode: str = 'fast'\n"
        )
        form = chance.choice([f"bound = {settings}()", f"bound = cached_{settings}()"])
        made += f"@functools.lru_cache\ndef cached_{settings}():\n    return {settings}()\n"
        return Snippet(kind, token, [form], "bound", made)
    return Snippet(kind, token, *chance.choice(forms))


GUARDS = (
    *["plain"] * 24, *["raise-from", "raise", "exit", "swallow-import", "swallow-all"] * 2,
    "swallow-import", "swallow-module", "swallow-all", "swallow-key", "suppress", "bare",
    "raise-from", "raise", "exit", "log-and-raise", "other-error", "finally", "else", "none-then-use",
    "unbound-use", "flag", "unless-set", "if-unset", "first-fits", "early-return-around", "nested",
)  # fmt: skip


def guarded(chance: random.Random, made: Snippet, function: bool) -> list[str]:
    """The lines of a snippet with what is caught around them; `function` allows a `return`."""
    lines = made.lines
    inner = ["    " + line for line in lines]
    kind = chance.choice(GUARDS)
    error = {
        "module": "ImportError",
        "name": "ImportError",
        "variable": "(KeyError, RuntimeError, ValueError)",
    }
    fitting = error[made.kind]
    if kind == "swallow-import":
        return ["try:", *inner, "except ImportError:", "    logger.info('absent')"]
    if kind == "swallow-module":
        return ["try:", *inner, "except ModuleNotFoundError:", "    pass"]
    if kind == "swallow-all":
        return ["try:", *inner, "except Exception as error:", "    logger.info(error)"]
    if kind == "swallow-key":
        return ["try:", *inner, "except KeyError:", "    pass"]
    if kind == "suppress":
        return ["with contextlib.suppress(ImportError, KeyError):", *inner]
    if kind == "bare":
        return ["try:", *inner, "except:", "    pass"]
    if kind == "raise-from":
        return [
            "try:",
            *inner,
            "except Exception as error:",
            "    raise RuntimeError('failed') from error",
        ]
    if kind == "raise":
        return ["try:", *inner, f"except {fitting}:", "    logger.info('failed')", "    raise"]
    if kind == "exit":
        return ["try:", *inner, "except Exception:", "    sys.exit(1)"]
    if kind == "log-and-raise":
        return [
            "try:",
            *inner,
            "except BaseException as error:",
            "    if error.args:",
            "        logger.info(error)",
            "    raise",
        ]
    if kind == "other-error":
        return ["try:", *inner, "except ZeroDivisionError:", "    pass"]
    if kind == "finally":
        return ["try:", *inner, "finally:", "    logger.info('done')"]
    if kind == "else":
        return ["try:", "    logger.info('try')", "except Exception:", "    pass", "else:", *inner]
    if kind == "none-then-use" and made.binds:
        return [
            "try:",
            *inner,
            "except Exception:",
            f"    {made.binds} = None",
            f"if {made.binds} is not None:",
            f"    logger.info({made.binds})",
        ]
    if kind == "unbound-use" and made.binds:
        return [
            "try:",
            *inner,
            "except Exception:",
            "    logger.info('absent')",
            f"used = [{made.binds}]",
        ]
    if kind == "flag" and made.binds:
        return [
            "try:",
            *inner,
            "    HAVE = True",
            "except Exception:",
            "    HAVE = False",
            "if HAVE:",
            f"    used = {made.binds}",
        ]
    if kind == "unless-set":
        return ["if not os.environ.get('SKIP_IT'):", *inner]
    if kind == "if-unset":
        return ["if os.environ.get('FEATURE'):", *inner]
    if kind == "first-fits":
        return ["try:", *inner, f"except {fitting}:", "    raise", "except Exception:", "    pass"]
    if kind == "early-return-around" and function:
        test = chance.choice(["os.environ.get('FEATURE')", "not os.environ.get('FEATURE')"])
        return [f"if {test}:", "    return None", *lines]
    if kind == "nested":
        return [
            "try:",
            "    try:",
            *["    " + line for line in inner],
            "    except KeyError:",
            "        raise",
            "except ImportError:",
            "    pass",
        ]
    return list(lines)


class Shape:
    """A way on which a line runs: text for module `app.parts`, and the statements that run it.

    `trigger` is written for a module that has imported what `uses` names of `app.parts`.
    """

    def __init__(
        self, parts: str, trigger: list[str], uses: str = "", asynchronous: bool = False
    ) -> None:
        self.parts = parts
        self.trigger = trigger
        self.uses = uses
        self.asynchronous = asynchronous


SHAPES = (
    "inline", "inline", "module", "module", "function", "function", "function", "deep", "class",
    "base", "inherited", "override", "template", "method", "variable", "chain", "property",
    "cached-property", "classmethod", "staticmethod", "decorator", "decorator-factory", "validator",
    "model-validator", "post-init", "dataclass", "cached", "context", "context-function", "generator",
    "generator-unused", "coroutine", "coroutine", "coroutine-unused", "gather", "task", "thread",
    "callback", "table", "map", "instance", "class-body", "default", "comprehension",
    "lambda", "lambda-called", "while", "loop", "loop-empty", "conditional", "call-caught",
    "call-reraised", "never", "attribute", "redefined", "shadowed", "after-return", "call-dunder",
    "factory-result", "partial", "two-classes", "annotated", "subclass-hook", "star", "alias",
    "over", "over-left", "over-table", "walrus", "skipped", "early", "raises-first", "late-binding", "for-else", "finalizer",
)  # fmt: skip
_ASYNC = frozenset(("coroutine", "gather", "task", "coroutine-unused"))


def shape(chance: random.Random, kind: str, made: Snippet) -> Shape:
    """The code of a shape around a snippet."""
    body = guarded(chance, made, function=kind not in ("inline", "module", "class-body"))
    f = "\n".join("    " + line for line in body) + "\n"
    m = "\n".join("        " + line for line in body) + "\n"
    top = made.before
    simple = f"def load():\n{f}"
    if kind == "inline":
        return Shape("", [*top.splitlines(), *body])
    if kind == "module":
        return Shape(top + "\n".join(body) + "\n", ["import app.parts as loaded"])
    if kind == "function":
        if chance.random() < 0.5:
            return Shape(top + simple, ["parts.load()"], "parts")
        return Shape(top + simple, ["load()"], "load")
    if kind == "deep":
        return Shape(
            f"{top}def inner():\n{f}def middle(x=1):\n    return inner()\ndef load():\n    if True:\n        middle(2)\n",
            ["load()"],
            "load",
        )
    if kind == "class":
        return Shape(
            f"{top}class Service:\n    def __init__(self):\n{m}", ["service = Service()"], "Service"
        )
    if kind == "base":
        return Shape(
            f"{top}class Base:\n    def __init__(self, x):\n{m}class Service(Base):\n    def __init__(self):\n        super().__init__(1)\n",
            ["Service()"],
            "Service",
        )
    if kind == "inherited":
        return Shape(
            f"{top}class Base:\n    def __init__(self):\n{m}class Service(Base):\n    pass\n",
            ["Service()"],
            "Service",
        )
    if kind == "override":
        return Shape(
            f"{top}class Base:\n    def __init__(self):\n        self.setup()\n    def setup(self):\n{m}class Service(Base):\n    def setup(self):\n        pass\n",
            ["Service()"],
            "Service",
        )
    if kind == "template":
        return Shape(
            f"{top}class Base:\n    def __init__(self):\n        self.setup()\n    def setup(self):\n        raise NotImplementedError\nclass Service(Base):\n    def setup(self):\n{m}",
            ["Service()"],
            "Service",
        )
    if kind == "method":
        return Shape(
            f"{top}class Service:\n    def setup(self):\n{m}", ["Service().setup()"], "Service"
        )
    if kind == "variable":
        return Shape(
            f"{top}class Service:\n    def setup(self):\n{m}",
            ["service = Service()", "service.setup()"],
            "Service",
        )
    if kind == "chain":
        return Shape(
            f"{top}class Service:\n    def __init__(self):\n        self.first()\n    def first(self):\n        self.second()\n    def second(self):\n{m}",
            ["Service()"],
            "Service",
        )
    if kind in ("property", "cached-property"):
        decorator = "property" if kind == "property" else "functools.cached_property"
        return Shape(
            f"{top}class Service:\n    @{decorator}\n    def client(self):\n{m}",
            ["service = Service()", "client = service.client"],
            "Service",
        )
    if kind in ("classmethod", "staticmethod"):
        parameter = "cls" if kind == "classmethod" else ""
        return Shape(
            f"{top}class Service:\n    @{kind}\n    def build({parameter}):\n{m}",
            ["Service.build()"],
            "Service",
        )
    if kind == "decorator":
        return Shape(
            f"{top}def register(function):\n{f}    return function\n",
            ["@register", "def view():", "    pass"],
            "register",
        )
    if kind == "decorator-factory":
        return Shape(
            f"{top}def register(name):\n    def wrap(function):\n{m}        return function\n    return wrap\n",
            ["@register('a')", "def view():", "    pass"],
            "register",
        )
    if kind == "validator":
        return Shape(
            f"{top}from pydantic import BaseModel, field_validator\nclass Model(BaseModel):\n    x: int\n    @field_validator('x')\n    @classmethod\n    def check(cls, value):\n{m}        return value\n",
            ["Model(x=1)"],
            "Model",
        )
    if kind == "model-validator":
        return Shape(
            f"{top}from pydantic import BaseModel, model_validator\nclass Model(BaseModel):\n    x: int = 1\n    @model_validator(mode='after')\n    def check(self):\n{m}        return self\n",
            ["Model()"],
            "Model",
        )
    if kind == "post-init":
        return Shape(
            f"{top}from pydantic import BaseModel\nclass Model(BaseModel):\n    x: int = 1\n    def model_post_init(self, context):\n{m}",
            ["Model()"],
            "Model",
        )
    if kind == "dataclass":
        return Shape(
            f"{top}@dataclasses.dataclass\nclass Config:\n    x: int = 1\n    def __post_init__(self):\n{m}",
            ["Config()"],
            "Config",
        )
    if kind == "cached":
        return Shape(
            f"{top}@functools.lru_cache(maxsize=None)\ndef load():\n{f}", ["load()"], "load"
        )
    if kind == "context":
        return Shape(
            f"{top}class Session:\n    def __enter__(self):\n{m}        return self\n    def __exit__(self, *rest):\n        pass\n",
            ["with Session() as session:", "    logger.info(session)"],
            "Session",
        )
    if kind == "context-function":
        return Shape(
            f"{top}@contextlib.contextmanager\ndef session():\n{f}    yield 1\n",
            ["with session() as opened:", "    logger.info(opened)"],
            "session",
        )
    if kind == "generator":
        return Shape(
            f"{top}def rows():\n{f}    yield 1\n",
            ["for row in rows():", "    logger.info(row)"],
            "rows",
        )
    if kind == "generator-unused":
        return Shape(f"{top}def rows():\n{f}    yield 1\n", ["unused = rows()"], "rows")
    if kind == "coroutine":
        return Shape(f"{top}async def load():\n{f}", ["await load()"], "load", True)
    if kind == "coroutine-unused":
        return Shape(f"{top}async def load():\n{f}", ["load().close()"], "load")
    if kind == "gather":
        return Shape(
            f"{top}async def other():\n    pass\nasync def load():\n{f}",
            ["await asyncio.gather(other(), load())"],
            "load, other",
            True,
        )
    if kind == "task":
        return Shape(
            f"{top}async def load():\n    await asyncio.sleep(0)\n{f}",
            ["task = asyncio.create_task(load())"],
            "load",
            True,
        )
    if kind == "thread":
        return Shape(top + simple, ["threading.Thread(target=load, daemon=True).start()"], "load")
    if kind == "callback":
        return Shape(top + simple, ["call(load)"], "load")
    if kind == "table":
        return Shape(f"{top}{simple}TABLE = {{'a': load}}\n", ["TABLE['a']()"], "TABLE")
    if kind in ("over", "over-left"):
        left = kind == "over-left"
        return Shape(
            f"{top}{simple}def other():\n    pass\n",
            ["for step in (other, load):", "    if step() is None:", "        break"]
            if left
            else ["for step in (other, load):", "    step()"],
            "load, other",
        )
    if kind == "over-table":
        return Shape(
            f"{top}{simple}STEPS = {{'a': load}}\ndef run():\n    for name, step in STEPS.items():\n        step()\n",
            ["run()"],
            "run",
        )
    if kind == "map":
        return Shape(f"{top}def load(x):\n{f}", ["list(map(load, [1]))"], "load")
    if kind == "instance":
        return Shape(
            f"{top}class Service:\n    def setup(self):\n{m}service = Service()\n",
            ["service.setup()"],
            "service",
        )
    if kind == "class-body":
        return Shape(f"{top}class Config:\n{f}", ["import app.parts as loaded"])
    if kind == "default":
        return Shape(
            f"{top}{simple}def other(x=load()):\n    pass\n", ["import app.parts as loaded"]
        )
    if kind == "comprehension":
        over = chance.choice(["(1, 2)", "os.environ.get('ITEMS', '').split()"])
        return Shape(top + simple, [f"loaded = [load() for _ in {over}]"], "load")
    if kind == "lambda":
        return Shape(top + simple, ["later = lambda: load()"], "load")
    if kind == "lambda-called":
        return Shape(top + simple, ["now = lambda: load()", "now()"], "load")
    if kind == "while":
        return Shape(top + simple, ["while True:", "    load()", "    break"], "load")
    if kind == "loop":
        over = chance.choice(["range(2)", "(1, 2)", "['a']"])
        return Shape(top + simple, [f"for _ in {over}:", "    load()"], "load")
    if kind == "loop-empty":
        over = chance.choice(
            ["range(0)", "os.environ.get('ITEMS', '').split()", "[]", "sys.argv[9:]"]
        )
        return Shape(top + simple, [f"for _ in {over}:", "    load()"], "load")
    if kind == "conditional":
        test = chance.choice(
            [
                "os.environ.get('FEATURE') == 'on'",
                "sys.platform == 'none'",
                "logger.isEnabledFor(1)",
            ]
        )
        return Shape(top + simple, [f"if {test}:", "    load()"], "load")
    if kind == "call-caught":
        error = chance.choice(
            ["Exception", "Exception", "ImportError", "KeyError", "BaseException"]
        )
        return Shape(
            top + simple,
            ["try:", "    load()", f"except {error}:", "    logger.info('failed')"],
            "load",
        )
    if kind == "call-reraised":
        return Shape(
            top + simple,
            [
                "try:",
                "    load()",
                "except Exception as error:",
                "    raise RuntimeError('no') from error",
            ],
            "load",
        )
    if kind == "never":
        return Shape(top + simple, ["loader = load"], "load")
    if kind == "attribute":
        return Shape(
            f"{top}class Client:\n    def open(self):\n{m}class Service:\n    def __init__(self):\n        self.client = Client()\n    def start(self):\n        self.client.open()\n",
            ["service = Service()", "service.start()"],
            "Service",
        )
    if kind == "redefined":
        return Shape(
            f"{top}if os.environ.get('FEATURE'):\n    def load():\n        pass\nelse:\n    def load():\n        pass\nif os.environ.get('OTHER'):\n    {simple.replace(chr(10), chr(10) + '    ').rstrip()}\n",
            ["load()"],
            "load",
        )
    if kind == "shadowed":
        return Shape(top + simple, ["load = print", "load()"], "load as loader")
    if kind == "after-return":
        return Shape(f"{top}def load():\n    return 1\n{f}", ["load()"], "load")
    if kind == "call-dunder":
        return Shape(f"{top}class Loader:\n    def __call__(self):\n{m}", ["Loader()()"], "Loader")
    if kind == "factory-result":
        return Shape(
            f"{top}class Service:\n    def setup(self):\n{m}def make():\n    return Service()\n",
            ["service = make()", "service.setup()"],
            "make",
        )
    if kind == "partial":
        return Shape(top + simple, ["functools.partial(load)()"], "load")
    if kind == "two-classes":
        return Shape(
            f"{top}class A:\n    def setup(self):\n        pass\nclass B:\n    def setup(self):\n{m}",
            [
                "service = A()",
                "if os.environ.get('FEATURE'):",
                "    service = B()",
                "service.setup()",
            ],
            "A, B",
        )
    if kind == "annotated":
        return Shape(
            f"{top}class Base:\n    def setup(self):\n{m}class Quiet(Base):\n    def setup(self):\n        pass\ndef use(service: Base):\n    service.setup()\n",
            ["use(Quiet())"],
            "use, Quiet",
        )
    if kind == "subclass-hook":
        return Shape(
            f"{top}class Base:\n    def __init_subclass__(cls):\n{m}",
            ["class Own(Base):", "    pass"],
            "Base",
        )
    if kind == "star":
        return Shape(top + simple, ["load()"], "*")
    if kind == "alias":
        return Shape(top + simple, ["alias()"], "load as alias")
    if kind == "walrus":
        return Shape(
            f"{top}class Service:\n    def setup(self):\n{m}",
            ["if (service := Service()):", "    service.setup()"],
            "Service",
        )
    if kind == "skipped":
        return Shape(
            f"{top}class Skip(Exception):\n    pass\ndef load():\n    if not os.environ.get('FEATURE'):\n        raise Skip\n{f}",
            ["try:", "    load()", "except Skip:", "    pass"],
            "load, Skip",
        )
    if kind == "early":
        return Shape(
            f"{top}def load():\n    for name in ('FEATURE', 'OTHER'):\n        if not os.environ.get(name):\n            return None\n{f}",
            ["load()"],
            "load",
        )
    if kind == "raises-first":
        return Shape(
            top + simple,
            [
                "try:",
                "    open('/nothing/here').close()",
                "    load()",
                "except OSError:",
                "    pass",
            ],
            "load",
        )
    if kind == "late-binding":
        return Shape(
            f"{top}def load():\n    other()\ndef other():\n    pass\ndef bad():\n{f}if os.environ.get('FEATURE'):\n    other = bad\n",
            ["load()"],
            "load",
        )
    if kind == "for-else":
        return Shape(top + simple, ["for _ in (1,):", "    break", "else:", "    load()"], "load")
    if kind == "finalizer":
        return Shape(
            f"{top}class Service:\n    def __init__(self):\n        pass\n    def close(self):\n{m}",
            ["service = Service()", "import atexit", "atexit.register(service.close)"],
            "Service",
        )
    raise ValueError(kind)


HOOKS = {
    "fastapi": ("top", "factory", "lifespan", "after-yield", "on-event", "handler", "router", "setup", "middleware", "dependency", "startup-list"),
    "flask": ("top", "factory", "handler", "setup", "before-request", "blueprint", "app-context", "extension", "cli"),
    "django": ("top", "settings", "ready", "middleware", "urls", "models", "view", "wsgi-call", "middleware-request"),
    "plain": ("top", "main-block", "setup", "main-async", "main-class", "handler", "not-main", "main-argv"),
}  # fmt: skip


class App:
    """One application, by its files; `token` is what its start lacks, "" for nothing.

    `start` is (kind, target) for the driver, `command` what its Dockerfile says, `env` the
    variables that the Dockerfile sets.
    """

    def __init__(self, seed: int) -> None:
        chance = self.chance = random.Random(seed)
        self.framework = FRAMEWORKS[seed % len(FRAMEWORKS)]
        self.hook = chance.choice(HOOKS[self.framework])
        kind = chance.choice(FAULTS)
        self.token = f"GONE_{seed}" if kind == "variable" else f"gone_{seed}"
        self.planted = chance.random() < 0.8
        self.kind = kind
        self.shape = chance.choice(SHAPES)
        asynchronous = self.hook in (
            "lifespan",
            "after-yield",
            "on-event",
            "main-async",
            "startup-list",
        )
        while self.shape in _ASYNC and not asynchronous:
            self.shape = chance.choice(SHAPES)
        if self.shape in ("class-body", "default", "module") and self.framework == "plain":
            pass
        self.files: dict[str, str] = {"app/__init__.py": "", "app/helpers.py": HELPERS}
        self.env: dict[str, str] = {"PYTHONUNBUFFERED": "1"}
        made = snippet(chance, kind, self.token, inside=True)
        way = shape(chance, self.shape, made)
        self.parts = way.parts
        self.imports = ""
        if way.uses == "parts":
            self.imports = "from app import parts\n"
        elif way.uses:
            self.imports = f"from app.parts import {way.uses}\n"
        self.trigger = way.trigger
        for number, name in enumerate(("unused", "later")):
            other = chance.choice(FAULTS)
            gone = f"decoy_{seed}_{number}"
            gone = gone.upper() if other == "variable" else gone
            decoy = snippet(chance, other, gone, True, f"Settings{number}")
            inner = "\n".join("    " + line for line in decoy.lines)
            self.parts += f"{decoy.before}def {name}_{number}():\n{inner}\n"
        if self.parts:
            self.files["app/parts.py"] = HEADER + self.parts
        self.files["app/values.py"] = "VALUE = 1\n"
        if not self.planted:
            if kind == "module":
                self.files[f"app/{self.token}.py"] = "VALUE = 1\n"
            elif kind == "name":
                self.files["app/values.py"] += f"{self.token} = 1\n"
            else:
                self.env[self.token] = "1"
        getattr(self, f"_{self.framework}")()
        lines = [f"ENV {name}={value}" for name, value in self.env.items()]
        words = ", ".join(f'"{word}"' for word in self.command)
        self.files["Dockerfile"] = "\n".join(
            ["FROM python:3.12-slim", "WORKDIR /app", "COPY . .", *lines, f"CMD [{words}]", ""]
        )

    def __repr__(self) -> str:
        return f"{self.framework}/{self.hook}/{self.shape}/{self.kind}{'' if self.planted else ' (whole)'}"

    def run(self, indent: int, hook: str) -> str:
        """The statements that run the snippet, where the hook is this one."""
        if self.hook != hook:
            return ""
        return "".join(" " * indent + line + "\n" for line in self.trigger)

    def _fastapi(self) -> None:
        run = self.run
        factory = self.hook == "factory"
        text = (
            HEADER
            + "from fastapi import APIRouter, Depends, FastAPI\n"
            + self.imports
            + run(0, "top")
        )
        if self.hook == "setup":
            text += "def setup():\n" + run(4, "setup") + "setup()\n"
        text += (
            "@contextlib.asynccontextmanager\nasync def lifespan(app):\n    logger.info('start')\n"
        )
        text += run(4, "lifespan") + "    yield\n" + run(4, "after-yield")
        text += "router = APIRouter()\n@router.get('/')\nasync def root():\n    return {}\n"
        if self.hook == "handler":
            text += "@router.get('/x')\ndef item():\n" + run(4, "handler")
        if self.hook == "dependency":
            text += (
                "def current():\n"
                + run(4, "dependency")
                + "@router.get('/y')\ndef other(user=Depends(current)):\n    return {}\n"
            )
        if self.hook == "router":
            text += "def routers(app):\n" + run(4, "router") + "    app.include_router(router)\n"
        if self.hook == "middleware":
            text += "class Middle:\n    def __init__(self, app):\n        self.app = app\n" + run(
                8, "middleware"
            )
            text += "    async def __call__(self, scope, receive, send):\n        await self.app(scope, receive, send)\n"
        started = self.hook in ("on-event", "startup-list")
        body = "app = FastAPI(lifespan=lifespan)\n" if not started else "app = FastAPI()\n"
        if self.hook == "router":
            body += "routers(app)\n"
        elif self.hook == "middleware":
            body += "app.add_middleware(Middle)\n"
        else:
            body += "app.include_router(router)\n"
        if self.hook == "on-event":
            body += "@app.on_event('startup')\nasync def started():\n" + run(4, "on-event")
        if self.hook == "startup-list":
            body += (
                "async def started():\n"
                + run(4, "startup-list")
                + "app.router.on_startup.append(started)\n"
            )
        if factory or self.chance.random() < 0.3:
            text += (
                "def create_app():\n"
                + run(4, "factory")
                + "".join(f"    {line}\n" for line in body.splitlines())
                + "    return app\n"
            )
            if self.chance.random() < 0.5:
                self.start = ("asgi-factory", "app.main:create_app")
                self.command = [
                    "uvicorn",
                    "--factory",
                    "app.main:create_app",
                    "--host",
                    "0.0.0.0",
                    "--port",
                    "8080",
                ]
            else:
                text += "app = create_app()\n"
                self.start = ("asgi", "app.main:app")
                self.command = ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8080"]
        else:
            text += body
            self.start = ("asgi", "app.main:app")
            self.command = ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8080"]
        self.files["app/main.py"] = text

    def _flask(self) -> None:
        run = self.run
        text = HEADER + "from flask import Blueprint, Flask\n" + self.imports + run(0, "top")
        if self.hook == "setup":
            text += "def setup(app):\n" + run(4, "setup")
        if self.hook == "blueprint":
            self.files["app/views.py"] = (
                HEADER
                + "from flask import Blueprint\n"
                + self.imports
                + "blueprint = Blueprint('b', __name__)\n"
                + run(0, "blueprint")
            )
            text += "def register(app):\n    from app.views import blueprint\n    app.register_blueprint(blueprint)\n"
        if self.hook == "extension":
            text += (
                "class Extension:\n    def __init__(self, app=None):\n        self.app = app\n    def init_app(self, app):\n"
                + run(8, "extension")
                + "extension = Extension()\n"
            )
        body = "app = Flask(__name__)\n" + run(0, "factory")
        if self.hook == "setup":
            body += "setup(app)\n"
        if self.hook == "blueprint":
            body += "register(app)\n"
        if self.hook == "extension":
            body += "extension.init_app(app)\n"
        if self.hook == "app-context":
            body += "with app.app_context():\n" + run(4, "app-context")
        if self.hook == "handler":
            body += "@app.route('/')\ndef root():\n" + run(4, "handler") + "    return ''\n"
        if self.hook == "before-request":
            body += "@app.before_request\ndef before():\n" + run(4, "before-request")
        if self.hook == "cli":
            body += "@app.cli.command('seed')\ndef seed():\n" + run(4, "cli")
        if (
            self.hook in ("factory", "blueprint", "setup", "extension")
            or self.chance.random() < 0.4
        ):
            text += (
                "def create_app(config=None):\n"
                + "".join(f"    {line}\n" for line in body.splitlines())
                + "    return app\n"
            )
            form = self.chance.choice(["call", "module", "wsgi"])
        else:
            text += body
            form = "module-app"
        if form == "call":
            self.start = ("wsgi-factory", "app.main:create_app")
            self.command = ["gunicorn", "--bind", ":8080", "app.main:create_app()"]
        elif form == "wsgi":
            self.files["app/wsgi.py"] = (
                "from app.main import create_app\napplication = create_app()\n"
            )
            self.start = ("wsgi", "app.wsgi:application")
            self.command = ["gunicorn", "--bind", ":8080", "app.wsgi"]
        else:
            text += "app = create_app()\n" if form == "module" else ""
            self.start = ("wsgi", "app.main:app")
            self.command = ["gunicorn", "--bind", ":8080", "app.main:app"]
        self.files["app/main.py"] = text

    def _django(self) -> None:
        run = self.run
        settings = (
            HEADER
            + (self.imports if self.hook == "settings" else "")
            + "SECRET_KEY = 'x'\nDEBUG = False\nALLOWED_HOSTS = ['*']\n"
        )
        settings += "INSTALLED_APPS = ['django.contrib.contenttypes', 'shop']\nROOT_URLCONF = 'app.urls'\nDATABASES = {}\nUSE_TZ = True\n"
        settings += (
            "MIDDLEWARE = ['django.middleware.common.CommonMiddleware', 'app.middle.Middle']\n"
            + run(0, "settings")
        )
        self.files["app/settings.py"] = settings
        top = HEADER + self.imports
        middle = (
            (top if self.hook.startswith("middleware") else "")
            + "class Middle:\n    def __init__(self, get_response):\n        self.get_response = get_response\n"
        )
        self.files["app/middle.py"] = (
            middle
            + run(8, "middleware")
            + "    def __call__(self, request):\n"
            + run(8, "middleware-request")
            + "        return self.get_response(request)\n"
        )
        self.files["app/urls.py"] = (
            (top if self.hook == "urls" else "") + "urlpatterns = []\n" + run(0, "urls")
        )
        self.files["shop/__init__.py"] = ""
        self.files["shop/models.py"] = (
            (top if self.hook == "models" else "")
            + "from django.db import models\n"
            + run(0, "models")
        )
        self.files["shop/views.py"] = (
            (top if self.hook == "view" else "") + "def view(request):\n    pass\n" + run(4, "view")
        )
        ready = run(8, "ready") or "        pass\n"
        self.files["shop/apps.py"] = (
            (top if self.hook == "ready" else "")
            + "from django.apps import AppConfig\nclass ShopConfig(AppConfig):\n    name = 'shop'\n    def ready(self):\n"
            + ready
        )
        wsgi = "import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'app.settings')\n"
        if self.hook == "top":
            wsgi = top + run(0, "top") + wsgi
        wsgi += "application = get_wsgi_application()\n"
        if self.hook == "wsgi-call":
            wsgi += (
                top
                + "inner = application\ndef application(environ, start_response):\n"
                + run(4, "wsgi-call")
                + "    return inner(environ, start_response)\n"
            )
        self.files["app/wsgi.py"] = wsgi
        self.start = ("wsgi", "app.wsgi:application")
        self.command = ["gunicorn", "--bind", "0.0.0.0:8080", "app.wsgi:application"]

    def _plain(self) -> None:
        run = self.run
        text = (
            HEADER
            + "from http.server import BaseHTTPRequestHandler, HTTPServer\n"
            + self.imports
            + run(0, "top")
        )
        if self.hook == "setup":
            text += "def setup():\n" + run(4, "setup")
        text += (
            "class Handler(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.send_response(200)\n"
            + run(8, "handler")
        )
        serve = "server = HTTPServer(('0.0.0.0', int(os.environ.get('PORT', '8080'))), Handler)\nserver.serve_forever()\n"
        if self.hook == "main-class":
            text += (
                "class Server:\n    def __init__(self, port=8080):\n        self.port = port\n    def run(self):\n        self.prepare()\n        self.serve()\n    def prepare(self):\n"
                + run(8, "main-class")
            )
            text += "    def serve(self):\n" + "".join(
                f"        {line}\n" for line in serve.splitlines()
            )
        if self.hook == "main-async":
            text += "async def main():\n" + run(4, "main-async")
            text += "    server = await asyncio.start_server(lambda r, w: None, '0.0.0.0', int(os.environ.get('PORT', '8080')))\n    await server.serve_forever()\n"
        elif self.hook == "main-argv":
            text += (
                "def main(argv=None):\n"
                + run(4, "main-argv")
                + "".join(f"    {line}\n" for line in serve.splitlines())
                + "    return 0\n"
            )
        else:
            text += "def main():\n" + ("    setup()\n" if self.hook == "setup" else "")
            text += (
                run(4, "main-block")
                if self.chance.random() < 0.5 or self.hook != "main-block"
                else ""
            )
            text += (
                "    Server().run()\n"
                if self.hook == "main-class"
                else "".join(f"    {line}\n" for line in serve.splitlines())
            )
        if self.hook == "not-main":
            text += "if __name__ != '__main__':\n" + run(4, "not-main")
        call = "asyncio.run(main())" if self.hook == "main-async" else "main()"
        if self.hook == "main-argv":
            call = self.chance.choice(["sys.exit(main())", "raise SystemExit(main(sys.argv[1:]))"])
        text += "if __name__ == '__main__':\n"
        if self.hook == "main-block" and self.trigger and "    " + self.trigger[0] not in text:
            text += run(4, "main-block")
        text += f"    {call}\n"
        self.files["app/__main__.py" if self.chance.random() < 0.3 else "main.py"] = text
        if "main.py" in self.files:
            self.start = ("script", "main.py")
            self.command = ["python", "main.py"]
        else:
            self.start = ("run-module", "app")
            self.command = ["python", "-m", "app"]

    def write(self, folder: Path) -> None:
        """Writes the application's files."""
        for path, text in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
