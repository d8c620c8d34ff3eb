"""What a start-up leads to is worked out once for an image."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from lint.checks.image import start_up as module
from lint.checks.image.entry_points import Entry
from lint.checks.image.start_up import StartUp, start_up
from lint.engine.run import check
from lint.image.image import Image, read_image
from lint.image.python.closure import import_closure
from lint.model.findings import Place
from lint.model.options import Options
from tests.checks.image.building import run, sourced
from tests.image.wheels import build_wheel

FILES = {
    "app/__init__.py": "",
    "app/main.py": "import os, yaml\nimport app.gone\nfrom app.a import nothing\nX = os.environ['X']\n",
    "app/a.py": "def f(:\n",
}
STATED = Place("service.yaml", 7, 5)


@pytest.fixture
def image(tmp_path: Path) -> Image:
    return read_image([str(build_wheel(tmp_path, name="app", files=FILES))], "", "docker", "")


def known(image: Image, module: str = "app.main") -> StartUp:
    return start_up(Entry(image, module, STATED))


def test_each_thing_that_is_wrong_is_a_fault_with_its_place(image: Image) -> None:
    faults = known(image).faults
    spots = [(f.kind, str(f.where).rpartition("!")[2]) for f in faults]
    assert spots[0] == ("module", "app/main.py:2:8")
    assert ("syntax", "app/a.py:1:7") in spots
    assert all(fault.message and fault.help for fault in faults)


def test_what_is_read_and_what_others_provide_is_known(image: Image) -> None:
    found = known(image)
    assert found.third_party == ["yaml"]
    assert found.env is not None
    assert [read.names for read in found.env.reads] == [("X",)]


def test_an_entry_point_that_is_not_there_is_the_only_fault(image: Image) -> None:
    (fault,) = known(image, "app.mian").faults
    assert (fault.kind, fault.where) == ("entry", STATED)
    assert str(fault.help) == "Did you mean `app.main`?"


def test_a_second_resource_does_not_work_it_out_again(
    image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = known(image)
    monkeypatch.setattr(module, "_work_out", lambda *_: pytest.fail("worked out again"))
    assert known(image) is first


def test_a_wheel_that_changes_is_read_again(tmp_path: Path, image: Image) -> None:
    assert "app.gone" in known(image).missing
    wheel = build_wheel(tmp_path, name="app", files={**FILES, "app/gone.py": ""})
    assert known(read_image([str(wheel)], "", "docker", "")).missing == []


def test_the_closure_is_that_of_the_module(image: Image) -> None:
    closure = import_closure(image.members, image.modules(), "app.main")
    assert known(image).missing == [m.module for m in closure.missing if not m.name]


ROOTS = {
    "lib/util.py": "x = 1\n",
    "src/shop/__init__.py": "",
    "src/shop/api.py": "",
    "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python main.py\n",
}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import util\n", "`util` is imported"),
        ("import sys\nsys.path.insert(0, 'lib')\nimport util\n", ""),
        ("import sys\nsys.path.insert(0, 'lib')\nimport util\nfrom util import y\n", "`util` has no `y`"),
        ("import sys\nsys.path.append('src')\nimport shop.gone\n", "`shop.gone` is imported"),
        ("import setup_path\nimport shop.api, util\n", ""),
        ("import setup_path\nimport shop.api, util, shop.gone\n", "`shop.gone` is imported"),
        ("import os, sys\nsys.path.insert(0, os.environ['LIB'])\nimport util\n", ""),
    ],
)  # fmt: skip
def test_directories_that_the_program_adds(tmp_path: Path, code: str, found: str) -> None:
    first = "import os, sys\nHERE = os.path.dirname(__file__)\nfor p in ('lib', 'src'):\n"
    first += "    sys.path.insert(0, os.path.join(HERE, p))\n"
    findings = sourced(tmp_path, {**ROOTS, "main.py": code, "setup_path.py": first})
    told = "".join(findings.get(rule, "") for rule in ("BLD021", "BLD022", "BLD023"))
    assert (found in told) if found else not told


def test_directories_that_a_found_module_adds(tmp_path: Path) -> None:
    files = {**ROOTS, "lib/util.py": "import sys\nsys.path.append('src')\n"}
    files["main.py"] = "import sys\nsys.path.append('lib')\nimport util\nimport shop.gone\n"
    assert "`shop.gone`" in sourced(tmp_path, files)["BLD021"]


def test_a_directory_is_from_the_working_directory_on(tmp_path: Path) -> None:
    files = {**ROOTS, "srv/main.py": "import sys\nsys.path.append('../lib')\nimport util\n"}
    files["Dockerfile"] = "FROM python:3.12\nWORKDIR /app/srv\nCOPY . /app\nCMD python main.py\n"
    assert "BLD021" not in sourced(tmp_path, files)


def test_directories_of_a_wheel_that_it_adds(tmp_path: Path) -> None:
    generated = "import os, sys\nsys.path.append(os.path.dirname(__file__))\nimport a_pb2\n"
    files = {
        **FILES,
        "app/main.py": "import app.gen\napp = 1\n",
        "app/gen/__init__.py": generated + "from a_pb2 import gone\n",
        "app/gen/a_pb2.py": "",
    }
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    assert "`a_pb2` has no `gone`" in dict(run(tmp_path, wheel=[wheel]))["BLD023"]


def test_unchanged_modules_are_not_parsed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    files = {
        "app/__init__.py": "",
        "app/__main__.py": "from app.service import Service\nservice = Service()\nservice.run()\n",
        "app/service.py": "from app.need import need\n"
        "class Service:\n    def run(self):\n        import app.gone\n"
        "    def never(self):\n        other('A')\n",
        "app/need.py": "import os\ndef need(name):\n    if not os.getenv(name): raise ValueError\n",
    }
    for name, text in files.items():
        (tmp_path / "app" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "app" / name).write_text(text)
    parse, parsed = ast.parse, []
    monkeypatch.setattr(ast, "parse", lambda *a, **k: parsed.append(a) or parse(*a, **k))

    def faults() -> list[str]:
        image = read_image([], str(tmp_path / "app"), "docker", "")
        entry = Entry(image, "app.__main__", STATED, main=True)
        return [str(fault.message) for fault in start_up(entry).faults]

    first = faults()
    assert [fault for fault in first if "app.gone" in fault and "while the program starts" in fault]
    assert parsed
    parsed.clear()
    assert faults() == first
    assert parsed == []


COMMANDS = """
import typer
app = typer.Typer()

@app.command()
def serve(port: int):
    import shop.gone

@app.command()
def load():
    import shop.lost
"""


NESTED = """
import typer
from shop import cli
app = typer.Typer()
app.add_typer(cli.app, name="shop")

@app.command()
def other():
    pass

if __name__ == "__main__":
    app()
"""


@pytest.mark.parametrize(
    ("start", "files"),
    [
        ("python main.py serve", {"main.py": COMMANDS + "if __name__ == '__main__':\n    app()\n"}),
        ("python -m shop serve", {"shop/__main__.py": "from .cli import app\napp()\n", "shop/cli.py": COMMANDS}),
        ("shop serve", {"shop/cli.py": COMMANDS, "pyproject.toml": "[project.scripts]\nshop = 'shop.cli:app'\n"}),
        ("python main.py shop serve", {"main.py": NESTED, "shop/cli.py": COMMANDS}),
        ("python main.py shop serve", {"main.py": NESTED.replace("cli.app", "cli").replace("import cli", "import app as cli").replace("from shop ", "from shop.cli "), "shop/cli.py": COMMANDS}),
        ("python main.py serve", {"main.py": COMMANDS + "from loop import other\n" + "".join(f"f{n}()\n" for n in range(60)) + "other()\napp()\n", "loop.py": "from main import other\n", "shop/cli.py": ""}),
        ("python main.py in shop serve", {"main.py": "import typer\nimport group\napp = typer.Typer()\napp.add_typer(group.app, name='in')\napp()\n", "group.py": NESTED, "shop/cli.py": COMMANDS}),
    ],
)  # fmt: skip
def test_the_command_that_is_started(tmp_path: Path, start: str, files: dict[str, str]) -> None:
    files = {
        "shop/__init__.py": "",
        "Dockerfile": f"FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install .\nCMD {start}\n",
        **files,
    }
    found = sourced(tmp_path, files)
    assert "`shop.gone` is imported while the program starts" in found["BLD021"]
    assert "`shop.lost`" in found["BLD034"]


def test_a_program_may_start_a_worker(tmp_path: Path) -> None:
    files = {
        "work.py": "from celery import Celery\napp = Celery('shop', include=['shop.gone'])\n"
        "if __name__ == '__main__':\n    app.worker_main(['worker', '-l', 'info'])\n",
        "shop/__init__.py": "",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD python work.py\n",
    }
    assert "`shop.gone` is imported" in sourced(tmp_path, files)["BLD021"]


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("celery -A shop worker", "BLD021"),
        ("celery --app=shop.celery:app worker --loglevel info", "BLD021"),
        ("python -m shop.celery", "BLD034"),
    ],
)
def test_what_a_worker_includes(tmp_path: Path, start: str, rule: str) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/celery.py": "from celery import Celery\napp = Celery('shop', include=['shop.gone'])\n",
        "Dockerfile": f"FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD {start}\n",
    }
    assert "`shop.gone` is imported" in sourced(tmp_path, files)[rule]


@pytest.mark.parametrize(
    ("start", "missing"),
    [
        ("python web", "above"),
        ("uv run web/", "above"),
        ("python -m web", "inside"),
        ("python .", "shop.lost"),
    ],
)
def test_a_folder_is_run(tmp_path: Path, start: str, missing: str) -> None:
    files = {
        "__main__.py": "import above\nimport shop.lost\n",
        "above.py": "",
        "shop/__init__.py": "",
        "web/__main__.py": "import inside\nimport above\n",
        "web/inside.py": "",
        "requirements.txt": "",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\n"
        f"RUN pip install -r requirements.txt\nCMD {start}\n",
    }
    found = {rule: text for rule, text in sourced(tmp_path, files).items() if rule < "BLD030"}
    assert len(found) == 1
    assert f"`{missing}`" in str(found)


@pytest.mark.parametrize(
    ("start", "rules"),
    [
        ("celery -A jobs.queue worker", set()),
        ("celery -A shop.work.queue worker", set()),
        ("arq jobs.queue", set()),
        ("celery -A jobs.lost worker", {"BLD023"}),
        ("celery -A lost.queue worker", {"BLD020"}),
    ],
)
def test_a_worker_whose_application_is_named_by_dots(
    tmp_path: Path, start: str, rules: set[str]
) -> None:
    jobs = "from celery import Celery\nqueue = Celery('jobs')\n"
    files = {
        "jobs.py": jobs,
        "shop/work.py": jobs,
        "requirements.txt": "celery\narq\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
        f"CMD {start}\n",
    }
    assert {rule for rule in sourced(tmp_path, files) if rule < "BLD030"} == rules


@pytest.mark.parametrize(
    "line",
    [
        "app.conf.imports = ['shop.gone']",
        "app.conf.update(imports=('shop.gone',))",
        "app.autodiscover_tasks(['shop.jobs'])",
        "app.autodiscover_tasks(['shop'], related_name='work')",
        "app.config_from_object('shop.gone:Config')",
        "app.config_from_object('settings')",
    ],
)
def test_what_a_worker_imports_by_its_settings(tmp_path: Path, line: str) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/jobs/__init__.py": "",
        "shop/jobs/tasks.py": "import shop.gone\n",
        "shop/work.py": "import shop.gone\n",
        "settings.py": "imports = ('shop.work',)\n",
        "shop/celery.py": f"from celery import Celery\napp = Celery('shop')\n{line}\n",
        "requirements.txt": "celery\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
        "CMD celery -A shop worker\n",
    }
    assert "`shop.gone` is imported" in sourced(tmp_path, files)["BLD021"]


DJANGO_WITH_CELERY = {
    "shop/__init__.py": "from .celery import app\n",
    "shop/settings.py": "INSTALLED_APPS = ['django.contrib.staticfiles', 'orders', 'users.apps.Users']\n"
    "CELERY_IMPORTS = ('shop.jobs',)\nimports = ['shop.unused']\n",
    "shop/jobs.py": "import shop.job\n",
    "shop/unused.py": "import shop.never\n",
    "orders/__init__.py": "",
    "orders/tasks.py": "import shop.order\n",
    "users/__init__.py": "",
    "users/apps.py": "class Users: pass\n",
    "users/tasks.py": "import shop.user\n",
    "requirements.txt": "celery\ndjango\n",
}
FOR_DJANGO = """\
import os
from celery import Celery
os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
app = Celery('shop')
"""
CONFIGURED = "app.config_from_object('django.conf:settings', namespace='CELERY')"
LISTED = "app.autodiscover_tasks(lambda: settings.INSTALLED_APPS)"


@pytest.mark.parametrize(
    ("command", "line", "missing"),
    [
        ("celery -A shop worker", "", set()),
        ("celery -A shop worker", "app.autodiscover_tasks()", {"order", "user"}),
        ("celery -A shop beat", "app.autodiscover_tasks(None)", {"order", "user"}),
        # A configuration of an application is no package, and has no tasks.
        ("celery -A shop worker", LISTED, {"order"}),
        ("celery -A shop worker", "app.autodiscover_tasks(related_name='jobs')", set()),
        ("celery -A shop worker", CONFIGURED, {"job"}),
        ("celery -A shop worker", CONFIGURED.replace("'CELERY'", "'C'"), set()),
        ("celery -A shop worker", f"{CONFIGURED}\napp.autodiscover_tasks()", {"job", "order", "user"}),
        ("celery -A shop worker", "app.config_from_object('shop.settings:Celery')", set()),
        ("celery -A shop worker", f"if app.x:\n    {CONFIGURED}", set()),
        ("celery -A shop flower", f"{CONFIGURED}\napp.autodiscover_tasks()", set()),
        ("python -c 'import shop'", f"{CONFIGURED}\napp.autodiscover_tasks()", set()),
    ],
)  # fmt: skip
def test_what_a_worker_imports_by_the_settings_of_django(
    tmp_path: Path, command: str, line: str, missing: set[str]
) -> None:
    files = {
        **DJANGO_WITH_CELERY,
        "shop/celery.py": f"{FOR_DJANGO}{line}\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
        f"CMD {command}\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    options = Options([])
    options.source = str(tmp_path)
    said = [one for one in check(options).findings if one.rule in ("BLD021", "BLD022", "BLD034")]
    found = {
        name for one in said for name in re.findall(r"`shop\.(\w+)` is imported", str(one.message))
    }
    assert found == missing
    assert {one.rule for one in said} <= {"BLD021"}


def test_packages_without_tasks_are_passed_over(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/celery.py": "from celery import Celery\napp = Celery('shop')\n"
        "app.autodiscover_tasks(['shop', 'shop.absent'])\n",
        "requirements.txt": "celery\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
        "CMD celery -A shop worker\n",
    }
    assert not {"BLD021", "BLD022", "BLD023", "BLD034"} & sourced(tmp_path, files).keys()


WSGI = """\
import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
application = get_wsgi_application()
"""


@pytest.mark.parametrize(
    ("settings", "rule", "message"),
    [
        ("shop.prod", "BLD021", "`shop.absent` is imported"),
        ("shop.settings", "", ""),
        ("shop.production", "BLD021", "`shop.production` is imported"),
        ("conf.settings", "BLD050", "`conf` is imported"),
    ],
)
def test_the_environment_names_the_settings_of_django(
    tmp_path: Path, settings: str, rule: str, message: str
) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/wsgi.py": WSGI,
        "shop/settings.py": "",
        "shop/prod.py": "import shop.absent\n",
        "requirements.txt": "django\ngunicorn\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n"
        f"ENV DJANGO_SETTINGS_MODULE={settings}\nCMD gunicorn shop.wsgi\n",
    }
    found = sourced(tmp_path, files)
    assert {"BLD021", "BLD050"} & found.keys() == ({rule} if rule else set())
    assert message in found.get(rule, "")


def test_the_variable_that_names_the_settings_of_django_is_shown(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/wsgi.py": WSGI,
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install django gunicorn\n"
        "ENV DJANGO_SETTINGS_MODULE=shop.gone\nCMD gunicorn shop.wsgi\n",
    }
    sourced(tmp_path, files)
    options = Options([])
    options.source = str(tmp_path / "ctx")
    (finding,) = [one for one in check(options).findings if one.rule == "BLD021"]
    assert "DJANGO_SETTINGS_MODULE names `shop.gone`" in str([r.message for r in finding.related])


def test_a_path_is_no_name_of_a_module(tmp_path: Path) -> None:
    files = {
        "app/main.py": "app = 1\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install uvicorn\nCMD uvicorn app/main:app\n",
    }
    assert "`app/main` is not in" in sourced(tmp_path, files)["BLD020"]
