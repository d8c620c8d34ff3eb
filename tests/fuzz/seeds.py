"""Seeds and words for each harness, made of the project's own examples, rules and schemas."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

from lint.manifest.field_table import TYPES
from lint.ruleset.builtin import built_in_names
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path
from tests.fuzz.bundles import folder, pack, unpack
from tests.fuzz.harnesses import CANARY, SECRET_LINES

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "netra-staging"


def seeds(name: str) -> list[bytes]:
    """The inputs that mutations of a harness start from; each is whole and ordinary."""
    made: list[bytes] = _SEEDS[name]()
    return made


def _manifests() -> list[bytes]:
    from lint.engine.examples import SKELETONS

    found = [(EXAMPLE / name).read_bytes() for name in ("service.yaml", "broken.yaml")]
    found += [text.encode() for text in SKELETONS.values()]
    # Often enough that the canary is met in a good part of all inputs.
    found += [_full_manifest(value).encode() for value in _SECRET_VALUES] * 20
    for example in _examples():
        text = example if "apiVersion" in example else _HEAD + example
        found.append(text.encode())
    return found


_HEAD = "apiVersion: serving.knative.dev/v1\nkind: Service\n"


_SECRET_VALUES = (
    f"'{CANARY}'",
    CANARY,
    f'" {CANARY} "',
    f"'postgres://shop:{CANARY}@db.example/shop'",
    f"'/cloudsql/p:us-central1:i {CANARY}'",
    f'\'{{"key": "{CANARY}"}}\'',
    f"'${{X}}-{CANARY}'",
    f"'YOUR_{CANARY}'",
    f"!!binary {CANARY}",
    f"|\n            -----BEGIN\n            {CANARY}\n",
)


def _full_manifest(value: str) -> str:
    """A service that has every annotation, and an env var with the canary."""
    annotations = _table("annotations.json")
    lines = ["apiVersion: serving.knative.dev/v1", "kind: Service", "metadata:", "  name: shop"]
    lines += ["  annotations:"]
    lines += [f"    {key}: '1'" for key in _annotation_keys(annotations)]
    lines += ["spec:", "  template:", "    spec:", "      containers:"]
    lines += ["      - image: us-docker.pkg.dev/p/r/app:1", "        env:"]
    lines += ["        - name: API_KEY", f"          value: {value}"]
    lines += ["        - {name: DB, value: 'postgres://u@/d?host=/cloudsql/p:us-central1:i'}"]
    return "\n".join(lines) + "\n"


@cache
def _examples() -> tuple[str, ...]:
    found: list[str] = []
    for name in built_in_names():
        for rule in compile_rule_set(data_path("rules", f"{name}.yaml"), name).rules.values():
            for examples in (rule["docs"].get("examples") or {}).values():
                found += examples
    return tuple(found)


def _table(name: str) -> Any:
    return json.loads(Path(data_path("schemas", "cloud-run", name)).read_text(encoding="utf-8"))


def _annotation_keys(table: Any) -> list[str]:
    return sorted(
        word for word in _strings(table) if "/" in word and "." in word and " " not in word
    )[:60]


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*(_strings(item) for item in value.values()), value.keys())
    if isinstance(value, list):
        return set().union(*map(_strings, value))
    return set()


def _rule_sets() -> list[bytes]:
    found = [(EXAMPLE / "rules.yaml").read_bytes(), (ROOT / "rules" / "input.yaml").read_bytes()]
    found += [
        path.read_bytes() for path in sorted((ROOT / "rules" / "cloud-run").glob("*.yaml"))[:6]
    ]
    bodies = (
        "env: {required: [A], forbidden: ['*_LOCAL'], values: {A: {one-of: [x]}, B: {pattern: '[0-9]+'}}}",
        "secrets: {KEY: {secret: key, version: pinned}}",
        "vpc: {connector: c, egress: all-traffic}",
        "cloudsql: {instances: ['${project}:us-central1:db']}",
        "build: {entrypoint: app.main:app, modules: [app.x], forbidden-files: ['**/.env']}",
        "assert: container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 75",
        "labels: {required: [team], values: {team: {pattern: 'a(b|c)*d'}}}",
        "annotations: {required: [a/b]}",
        "image: {registries: [us-docker.pkg.dev]}",
        "resources: {memory: {min: 512Mi}, cpu: {max: '2'}}",
        "ingress: internal",
        "service-account: '*@p.iam.gserviceaccount.com'",
    )
    for number, body in enumerate(bodies):
        found.append(
            f"ruleset: own\nextends: [cloud-run]\napplies-to: {{kind: Service, name: shop-*}}\n"
            f"vars: {{project: p}}\nrules:\n  OWN{number:03}:\n    title: A title\n    {body}\n"
            "  CR021: {severity: warning}\n  CR030: off\n".encode()
        )
    return found


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


_CODE = (
    b"import os\nfrom fastapi import FastAPI\nfrom app import other\n"
    b"KEY = os.environ['SECRET_KEY']\nURL = os.getenv('URL', f'http://{KEY}')\napp = FastAPI()\n"
    b"@app.on_event('startup')\nasync def start():\n    await other.connect(os.environ.get('DB'))\n"
    b"if __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(app, host='0.0.0.0', port=int(os.environ.get('PORT', 8080)))\n",
    b"from __future__ import annotations\nimport importlib\ntry:\n    import a.b.c as d\nexcept ImportError:\n    d = None\n"
    b"importlib.import_module('app.plugins.' + 'x')\nfrom . import y\nfrom ..z import *\n__all__ = ['q']\n"
    b"def __getattr__(name):\n    return importlib.import_module(f'.{name}', __name__)\n",
    b"from pydantic_settings import BaseSettings, SettingsConfigDict\nfrom pydantic import Field, AliasChoices\n"
    b"class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix='APP_', case_sensitive=True)\n"
    b"    url: str\n    port: int = 8080\n    key: str = Field(validation_alias=AliasChoices('K', 'L'))\nsettings = Settings()\n",
    b"import os, sys\nbind = f\"0.0.0.0:{os.environ.get('PORT', '8080')}\"\nworkers = 2 * 3 + 1\nwsgi_app = 'app.main:app'\n"
    b"missing = [n for n in ('A', 'B') if not os.getenv(n)]\nif missing:\n    raise RuntimeError(missing)\n",
    b"import app.other\nclass A(app.other.B):\n    def __init__(self, *, x: int = 1) -> None:\n        super().__init__()\n        self.run()\n"
    b"    async def run(self):\n        with open('/x') as f, lock:\n            match f:\n                case {'a': [1, *_]}: yield\n"
    b"app = (lambda: A())()\n",
)  # fmt: skip
_APP = {
    "app/__init__.py": b"",
    "app/main.py": SECRET_LINES[0].encode() + b"\n" + _CODE[0],
    "app/other.py": _CODE[4].replace(b"import app.other", b"import app.main"),
    "app/settings.py": _CODE[2],
    "app/plugins/__init__.py": _CODE[1],
}
_INFO = "app-1.0.dist-info/"
_METADATA = {
    _INFO + "METADATA": b"Metadata-Version: 2.1\nName: app\nVersion: 1.0\nRequires-Python: >=3.10\n"
    b"Requires-Dist: fastapi>=0.1\nRequires-Dist: x; extra == 'y'\n",
    _INFO
    + "WHEEL": b"Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    _INFO + "entry_points.txt": b"[console_scripts]\nserve = app.main:run\n",
    _INFO + "RECORD": b"app/main.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n"
    b"app-1.0.dist-info/RECORD,,\n",
    "app-1.0.data/scripts/x.sh": b"#!python\n",
    "app-1.0.data/purelib/app/more.py": b"import q\n",
}
_PYPROJECT = (
    b"[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
    b"[project]\nname = 'app'\nversion = '1'\ndependencies = ['fastapi>=0.1', 'x[y]==2; python_version<\"3.9\"']\n"
    b"[project.scripts]\nserve = 'app.main:run'\n[tool.setuptools.packages.find]\nwhere = ['src']\nexclude = ['app.services*']\n",
    b"[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n[tool.hatch.build.targets.wheel]\n"
    b"packages = ['app']\nexclude = ['**/monitoring/', '!x']\n[tool.hatch.build]\nonly-include = ['app']\n",
    b"[tool.poetry]\nname = 'app'\npackages = [{include = 'app', from = 'src', format = 'wheel'}]\nexclude = ['app/services/**']\n"
    b"[tool.poetry.dependencies]\npython = '^3.11'\nfastapi = {version = '*', extras = ['all']}\n",
)  # fmt: skip
_SETUP_CFG = (
    b"[metadata]\nname = app\n[options]\npackages = find:\npackage_dir =\n    =src\ninstall_requires =\n    fastapi\n"
    b"[options.packages.find]\nwhere = src\nexclude =\n    app.services*\n"
)
_DOCKERFILES = (
    (EXAMPLE / "service" / "Dockerfile").read_bytes(),
    b"# syntax=docker/dockerfile:1\n# escape=`\nARG V=3.12\nFROM --platform=$BUILDPLATFORM python:${V}-slim AS base\nWORKDIR /srv\n"
    b"RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt && uv sync --frozen\n"
    b"FROM base\nCOPY --from=base --chown=1:1 /srv/app ./app/\nADD https://x/y.tgz a*.py [\"b c\", \"/d/\"]\n"
    b"ENV A=b C='d e' PYTHONPATH=/srv\nEXPOSE $PORT\nENTRYPOINT [\"gunicorn\", \"-b\", \":8080\"]\nCMD app.main:app \\\n # x\n --workers 2\n",
    b"FROM python:3.11\nCOPY . .\nRUN <<EOF\npython -m pip install fastapi 'x[y]>=1' git+https://a/b -e .\nEOF\n"
    b"COPY <<\"X\" /app/gen.py\nimport y\nX\nONBUILD RUN x\nSHELL [\"bash\", \"-c\"]\nCMD exec uvicorn app.main:app --port ${PORT:-8080}\n",
)  # fmt: skip
_IGNORES = (
    (EXAMPLE / "service" / ".dockerignore").read_bytes(),
    b"# c\n*\n!app\n!/app/**\n**/monitoring/\n**/cloud*\n[a-z]?\\*\n/x/../y\n!\n\\\n a \n",
    b"#!include:.gitignore\n.git\n*.py[co]\n/build/\n!keep/\nfoo/**/bar\n**/[!a]*\ntrail\\ \n",
)
_SCRIPTS = (
    b"#!/bin/sh\nset -e\ncd /app\nexport A=b PORT=${PORT:-8080}\nif [ \"$A\" = b ]; then\n  python manage.py migrate || true\nfi\n"
    b"exec gunicorn app.main:app --bind 0.0.0.0:$PORT \"$@\"\n",
    b"run() { for i in 1 2; do uvicorn \"$1\" & done; wait; }\ncat <<EOF | tee x\n$(date) `id`\nEOF\nrun app:app\n"
    b"case $1 in a|b) exec env -u X FOO=1 nice -n 5 python -m app;; *) exit 1;; esac\n",
    b"python -c 'import x' && [[ -n $A ]] && source ./env.sh; dumb-init -- tini -g -- celery -A app worker\n",
)  # fmt: skip
_STARTS = (
    {"command": "sh\n-c\nexec uvicorn app.main:app --host 0.0.0.0 --port $PORT"},
    {"command": "/app/start.sh", "start.sh": _SCRIPTS[0]},
    {"command": "bash\nstart.sh\nx", "start.sh": _SCRIPTS[1], "env": "PORT=80\nB=c"},
    {"command": "gunicorn\napp:app", "gunicorn.conf.py": _CODE[3]},
    {"command": "gunicorn\n-c\nconf.py\n-k\nuvicorn.workers.UvicornWorker", "conf.py": _CODE[3],
     "env": "GUNICORN_CMD_ARGS=--bind=:80 --chdir x"},
    {"command": "streamlit\nrun\nmain.py", ".streamlit/config.toml": "[server]\nport = 8501\naddress = '0.0.0.0'\n"},
    {"command": "supervisord\n-c\nsupervisord.conf", "supervisord.conf":
     "[supervisord]\nnodaemon=true\n[program:web]\ncommand=gunicorn -b :%(ENV_PORT)s app:app\ndirectory=/app\n[program:b]\ncommand=celery -A x worker ; y\n"},
    {"command": "env\nA=b\ndumb-init\n--\npython\n-m\napp.main\n--port=80"},
    {"command": "flask\n--app\napp.main:create()\nrun\n-p\n80", "wsgi.py": "app = 1\n"},
    {"command": "serve\nx"}, {"command": "python\nmanage.py\nrunserver\n0:80", "manage.py": "import os\n"},
)  # fmt: skip
_SETTINGS = (
    b"rules = ['cloud-run']\nfail-on = 'warning'\nformat = ['text', 'json']\nexclude = ['build/', '!x']\nvalues = {A = 'b'}\n"
    b"[[overrides]]\npaths = ['*.yaml']\ncontainer = 'app'\nvalues = {URL = 'x'}\n",
    b"source = '.'\ndockerfile = 'Dockerfile'\nbuilder = 'gcloud'\nentrypoint = 'app.main:app'\npython = '3.12'\nwheel = 'dist/*.whl'\n",
    b"[tool.lint]\nrules = 'rules.yaml'\nlock = 'uv.lock'\ninventory = 'inventory.json'\n[tool.lint.values]\n\"a.b\" = \"c\"\n",
)  # fmt: skip
_LOCKS = (
    b"version = 1\n[[package]]\nname = 'fastapi'\nversion = '0.1'\ndependencies = [{name = 'x'}]\n",
    b"lock-version = '1.0'\n[[packages]]\nname = \"a_B.c\"\n",
    b"fastapi==0.1 --hash=sha256:00 \\\n  --hash=x\n-r other.txt\nx[y] @ https://u:p@h/z ; python_version < '3'\n# c\n",
)
_VALUES = (
    b"image: {tag: '1', repo: x}\nDB_HOST: h\nlist: [1, 2]\ndate: 2024-01-01\nyes: no\n",
    f"A=b\nexport KEY='{CANARY}'\n# c\n\nB=${{A}}\n".encode(),
    b'{"a": {"b": ["${X}", "{{ .Values.y }}", "$(z)", "<FILL>", "YOUR_KEY", "%%A%%", "__B__", "@C@"]}}',
)


def _inventories() -> list[bytes]:
    shape: dict[str, Any] = {
        "containers": [
            {"name": "app", "ingress": True, "env": ["A", "KEY"], "probes": ["startup"],
             "secrets": {"KEY": {"secret": "key", "version": "1"}}}
        ],
        "volumes": {"v": "secret key"}, "instances": ["p:us-central1:db"], "connector": "c",
        "settings": {"cpu": "1"}, "labels": ["team"], "annotations": [], "tags": [], "revision": "r1",
    }  # fmt: skip
    version = {"state": "ENABLED", "destruction": ""}
    secret = {
        "replication": ["us-central1"], "aliases": {"new": 2},
        "versions": {"1": version, "2": {"state": "DISABLED", "destruction": "2026-01-01"}},
        "access": {"members": ["serviceAccount:shop@p.iam.gserviceaccount.com"], "conditional": [], "custom": []},
    }  # fmt: skip
    database = {"state": "RUNNABLE", "stopped": False, "region": "us-central1", "public": True, "network": ""}  # fmt: skip
    full: dict[str, Any] = {
        "version": 1, "tool": {"name": "cloudrun-lint", "version": "1"},
        "recorded": "2026-01-01T00:00:00Z", "project": "p", "number": "123", "region": "us-central1",
        "secrets": {"key": secret, "other": {**secret, "versions": None, "access": None}},
        "connectors": {"c": {"state": "READY", "network": "n", "project": "p"}},
        "instances": {"db": database},
        "services": {"shop-staging": {**shape, "revisions": ["r1"]}},
        "jobs": {"j": shape}, "workerpools": {"w": {**shape, "revisions": None}},
        "gaps": {"secrets/other/versions": "permission denied"},
    }  # fmt: skip
    sections = ("secrets", "connectors", "instances", "services", "jobs", "workerpools")
    empty = {**full, **dict.fromkeys(sections), "gaps": dict.fromkeys(sections, "refused")}
    return [
        json.dumps(each, indent=indent).encode() for each in (full, empty) for indent in (1, None)
    ]


def _archives() -> list[bytes]:
    from tests.image.wheels import Entry, build_wheel, zip_bytes

    found = []
    for bundle in _members():
        entries = [Entry(name, data) for name, data in unpack(bundle).items()]
        found += [zip_bytes(entries), zip_bytes(entries, zip64=True, comment=b"c")]
        stored = [Entry(name, data, method=0) for name, data in unpack(bundle).items()]
        found.append(zip_bytes(stored))
    files = {name: data for name, data in _APP.items() if name.startswith("app/")}
    with folder() as path:  # with a RECORD that is right
        file = build_wheel(
            path,
            files=files,
            requires=["fastapi"],
            entry_points="[console_scripts]\nserve = app.main:run\n",
        )
        found.append(Path(file).read_bytes())
    return found


def _members() -> list[bytes]:
    netra = {
        name: data
        for name, data in _files(EXAMPLE / "service").items()
        if name.startswith("netra_backend/")
    }
    return [pack({**_APP, **_METADATA}), pack({**netra, **_METADATA}), pack(_METADATA)]


def _builds() -> list[bytes]:
    found = [pack(_files(EXAMPLE / "service"))]
    secrets = [line.encode() for line in SECRET_LINES]
    for line, name in ((1, "Dockerfile"), (3, "Dockerfile"), (4, ".dockerignore"), (2, "start.sh")):
        files = {
            "Dockerfile": _DOCKERFILES[2],
            ".dockerignore": _IGNORES[1],
            "start.sh": _SCRIPTS[0],
        }
        files[name] += secrets[line] + b"\n"
        found.append(pack({**files, **_APP, "app/main.py": _CODE[0]}))
    for number, docker in enumerate(_DOCKERFILES):
        rest = {
            "Dockerfile": docker,
            ".dockerignore": _IGNORES[number % len(_IGNORES)],
            "pyproject.toml": _PYPROJECT[number % len(_PYPROJECT)],
            "requirements.txt": _LOCKS[2],
            "start.sh": _SCRIPTS[0],
        }
        found.append(pack({**rest, **_APP}))
    found.append(
        pack({"Procfile": "web: gunicorn app.main:app\n", ".gcloudignore": _IGNORES[2], **_APP})
    )
    found.append(pack({"requirements.txt": "gunicorn\n", "main.py": _CODE[3], "app.py": _CODE[0]}))
    return found


def _deploy_steps() -> list[bytes]:
    """The examples of the rules about deploy steps, and files that no rule shows."""
    found = []
    for text in _examples():
        parts = re.split(r"^# file: ([^\s,]+).*\n", text, flags=re.M)
        if len(parts) > 1 and not parts[0]:
            found.append(pack(dict(zip(parts[1::2], parts[2::2], strict=True))))
    return [*found, *(pack(files) for files in _REPOSITORIES)]


def _saved_images() -> list[bytes]:
    """Images of both kinds, small enough that a mutation meets their structure."""
    layer = tar_bytes({"app/main.py": b"import gone\n", "app/.wh.old": b"", "bin/sh": b"#!x\r\n"})
    config = json.dumps(
        {"architecture": "amd64", "os": "linux", "config": {"Cmd": ["python", "/app/main.py"]}}
    )
    manifest = [{"Config": "c.json", "RepoTags": ["x:1"], "Layers": ["l/layer.tar"]}]
    files = {
        "c.json": config.encode(),
        "l/layer.tar": layer,
        "manifest.json": json.dumps(manifest).encode(),
    }
    return [
        tar_bytes(files),
        tar_bytes({**files, "l/layer.tar": gzip.compress(layer, mtime=0)}),
        layer,
    ]


def tar_bytes(files: dict[str, bytes]) -> bytes:
    """A tar with these files."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


def _code() -> list[bytes]:
    own = [path.read_bytes() for path in sorted((ROOT / "lint" / "support").glob("*.py"))[:8]]
    return [
        *_CODE,
        *own,
        *(data for name, data in _files(EXAMPLE / "service").items() if name.endswith(".py")),
    ]


def _facts() -> list[bytes]:
    from lint.image.python.reader import read_facts

    return [json.dumps(read_facts(code).to_json()).encode() for code in (*_CODE, b"def (")]


_SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web}
spec: {template: {spec: {containers: [{image: web, env: [{name: A, value: b}]}]}}}
"""
_REPOSITORIES: list[dict[str, bytes | str]] = [
    {
        "base/service.yaml": _SERVICE,
        "base/kustomization.yaml": "resources: [service.yaml]\n",
        "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: p-\nimages: [{name: web, newTag: '1'}]\npatches:\n- target: {kind: Service}\n  patch: |-\n    - op: add\n      path: /spec/template/spec/containers/0/env/-\n      value: {name: PORT, value: '1'}\n",
    },
    {
        "skaffold.yaml": "apiVersion: skaffold/v4beta7\nkind: Config\nbuild: {artifacts: [{image: web, context: .}]}\nmanifests: {rawYaml: ['*.yaml']}\ndeploy: {cloudrun: {}}\n",
        "service.yaml": _SERVICE + "---\n" + _SERVICE,
    },
    {
        "compose.yaml": "services:\n  web: {image: x, command: a 'b c', environment: [A=1, B], build: .}\n",
        "up.sh": "gcloud run compose up\n",
    },
    {
        "deploy.sh": 'A=(--image x:1)\nfor s in a b; do gcloud run deploy $s "${A[@]}" --set-env-vars ^@^A=1@B=$X \\\n --env-vars-file=.env --flags-file=f.yaml; done\ncat <<EOF | gcloud run services replace -\n'
        + _SERVICE
        + "EOF\n",
        ".env": "A='b'\nexport C=${A:-d}\n",
        "f.yaml": "--cpu: 3\n--labels: {a: b}\n",
    },
    {
        "Makefile": "P ?= x\ndeploy:\n\t@gcloud run jobs deploy $(P) --image=$$I --tasks=3 \\\n\t  --args=-a,-b\n",
        "package.json": '{"scripts": {"d": "gcloud run deploy a --image b && docker build -t c ."}}',
        "deploy.py": "import subprocess\nI = 'x'\nsubprocess.run(['gcloud', 'run', 'deploy', 'a', f'--image={I}'])\n",
    },
    {
        "main.tf": 'locals { n = ["a"] }\nresource "google_cloud_run_v2_service" "a" {\n  for_each = toset(local.n)\n  name = each.key\n  location = var.r\n  template {\n    dynamic "containers" {\n      for_each = local.n\n      content { image = "x:${var.t}" }\n    }\n  }\n}\nmodule "m" {\n  source = "./m"\n  x = 1\n}\n',
        "m/main.tf": 'variable "x" {}\nresource "google_cloud_run_service" "b" { name = var.x }\n',
        "terraform.tfvars": 't = "1"\n',
    },
    {
        ".gitlab-ci.yml": "variables: {R: a}\n.b: &b\n  script: [gcloud run deploy x --image $R]\nd:\n  extends: .b\n  before_script: [!reference [.b, script]]\n"
    },
    {
        "body.json": '{"ingress": "INGRESS_TRAFFIC_ALL", "template": {"timeout": "5s", "containers": [{"image": "x", "env": [{"name": "A", "valueSource": {"secretKeyRef": {"secret": "s"}}}]}]}}'
    },
]

_SERVER = "FROM python:3.12-slim AS build\nFROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n"
_WRONG_TREES: tuple[dict[str, str], ...] = (
    {
        "service.yaml": _HEAD
        + "metadata: {name: a}\nspec: {template: {spec: {containers: [{image: us-docker.pkg.dev/p/r/i:1}]}}}\n",
        "Dockerfile": _SERVER
        + 'COPY --from=biuld /a /b\nCOPY requirement.txt .\nCMD ["uvicorn", "main:app", "--host", "127.0.0.1", "--port", "$PORT"]\n',
        "main.py": "import shop.items\nimport config\napp = 1\n",
        "config.py": "A = 1\n",
        "shop/__init__.py": "",
        "shop/items.py": "",
        "requirements.txt": "uvicorn\n",
        ".dockerignore": "*\n!main.py\n!shop/x\n# c\nshop\n",
        ".gcloudignore": "#!include:.gitignore\nshop/\nconfig.*\n",
        ".gitignore": "config.py\n",
    },
    {
        "deploy.sh": "set -e\nIMAGE = us-docker.pkg.dev/p/r/i:1\ngcloud run deploy api \\ \n  --image='$IMAGE' \\\n  # why\n  --set-env-vars=A=x,y.z,B=1,,C=2,B=1 --args -m,app --cpu-boost=true \\\n  --ingres=internl --region=us-central1\n",
        "Makefile": "IMAGE = a\ndeploy:\n\tgcloud run deploy api --image=$IMAGE --set-env-vars=A=x,y.z\n",
        ".github/workflows/d.yml": 'on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: google-github-actions/deploy-cloudrun@v2\n        with:\n          servce: a\n          image: us-docker.pkg.dev/p/r/i:1\n          env_vars: A=x,y.z\n      - run: gcloud run deploy a --image=b --set-env-vars="A=x,y z"\n',
        "cloudbuild.yaml": "steps:\n- name: gcr.io/cloud-builders/gcloud\n  arg: [run, deploy, a, --image=b, --args, '-m,x', '--set-env-vars=A=x,y.z']\n",
        "main.tf": 'resource "google_cloud_run_v2_service" "a" {\n  name = "a"\n  locaton = "us-central1"\n  ingress = "INGRESS_TRAFFIC_ALLL"\n}\n',
    },
)
_SEEDS: dict[str, Any] = {
    "manifest": _manifests,
    "repairs": _manifests,
    "tree_repairs": lambda: [*_deploy_steps(), *_builds(), *(pack(tree) for tree in _WRONG_TREES)] ,
    "values": lambda: list(_VALUES),
    "ruleset": _rule_sets,
    "settings": lambda: [*_SETTINGS, b"[tool.lint]\n" + _SETTINGS[0].partition(b"[[")[0]],
    "expressions": lambda: [
        b"container.startupProbe.periodSeconds * container.startupProbe.failureThreshold >= 75",
        b"env.all(k, env[k].matches('^[a-z]+$')) && size(resource.metadata.name) < 30",
        b"'a' in annotations ? annotations['a'].startsWith('b') : has(container.image)",
        b"500m", b"1.5Gi", b"1e9", b"0x1F", b"1_000", b"12:30:45", b"2024-01-01T10:00:00Z", b"-.inf", b"a*[b-c]?{d,e}",
    ],
    "wheel_archive": _archives,
    "wheel_members": _members,
    "build": _builds,
    "deploy_steps": _deploy_steps,
    "saved_image": _saved_images,
    "python": _code,
    "start_path": lambda: [pack(_APP), *(pack({"app/main.py": code, "app/other.py": other}) for code in _CODE for other in _CODE)],
    "dockerfile": lambda: list(_DOCKERFILES),
    "ignore_files": lambda: list(_IGNORES),
    "packaging": lambda: [*_PYPROJECT, _SETUP_CFG, pack({"pyproject.toml": _PYPROJECT[1], "setup.cfg": _SETUP_CFG, "Procfile": "web: x\n"})],
    "lock": lambda: list(_LOCKS),
    "shell": lambda: list(_SCRIPTS),
    "start": lambda: [pack(files) for files in _STARTS],
    "inventory": _inventories,
    "cached": _facts,
}  # fmt: skip


@cache
def words(name: str) -> tuple[bytes, ...]:
    """What mutations put in: the names of the format, and what has broken readers elsewhere."""
    own: set[str] = set()
    if name in ("manifest", "repairs", "ruleset", "inventory"):
        own |= {word for word in _strings(TYPES) if len(word) < 60}
        own |= set(_annotation_keys(_table("annotations.json")))
    if name in ("ruleset", "settings", "inventory"):
        for file in ("ruleset", "settings", "inventory"):
            text = Path(data_path("schemas", f"{file}.json")).read_text(encoding="utf-8")
            own |= {word for word in _strings(json.loads(text)) if len(word) < 40}
    tokens = _TOKENS.get(name, ()) + _TOKENS["any"]
    return tuple(dict.fromkeys((*(word.encode() for word in sorted(own)), *tokens)))


_BUNDLE = (b"\n=== app/main.py\n", b"\n=== app/__init__.py\n", b"\n=== ../x.py\n", b"\n=== a\xff\n", b"\n=== Dockerfile\n",
           b"\n=== .dockerignore\n", b"\n=== pyproject.toml\n")  # fmt: skip
_PYTHON = (
    b"os.environ['X']", b"os.getenv(", b"import ", b"from . import ", b"*", b"async ", b"await ", b"lambda: ", b"f'{", b"}'", b"match x:\n case ",
    b"try:\n ", b"except* ImportError:", b"if TYPE_CHECKING:", b"__all__ = ", b"@", b"class A(A): pass", b"def f(): f()", b"global x",
    b"yield ", b":=", b"importlib.import_module(", b"**", b"\\N{x}", b"# coding: rot13\n", b"\t", b"...", b"raise SystemExit", b"-1",
    b"\na = a + a\n", b"\na = f'{a}{a}'\n", b"\na = [a, a]\n", b"\na = str(a)\n", b"\ndef f(): f(); f()\n", b"'a' * 999999999", b"9 ** 9 ** 9", b"1 << 99999", b"'%s' % ", b".format(", b"[0] * 9999999", b"with a as b:", b"del ", b"\x0c",
)  # fmt: skip
_SHELL = (
    b"$(", b"`", b"${A:-", b"${A//x/y}", b"}", b"<<EOF\n", b"EOF\n", b"&&", b"||", b"|", b"&", b";", b"if ", b"then ", b"fi\n", b"f() {", b"f\n",
    b"exec ", b"env ", b"sh -c '", b"\"$@\"", b"$*", b"cd ", b"set -- ", b"export ", b"case x in", b"esac", b"while :; do", b"done", b"\\\n",
    b"\nA=$A$A\n", b"\nset -- \"$@\" \"$@\"\n", b"\nsh start.sh\n", b"\nf() { f; f; }\n", b"$((1+", b"nice -n ", b"timeout ", b"gunicorn ", b"uvicorn ", b"python -m ", b"-c", b"--bind", b"--port=", b"source ", b". /app/start.sh",
)  # fmt: skip
_DOCKER = (
    b"FROM ", b"AS ", b"COPY ", b"--from=", b"RUN ", b"--mount=", b"ENV ", b"ARG ", b"${A}", b"${A:-", b"WORKDIR ", b"ENTRYPOINT ", b"CMD [", b"]",
    b"\nENV A=$A$A\n", b"\nARG A=${A:-$A$A}\n", b"\nWORKDIR a/b\n", b"ADD ", b"ONBUILD ", b"<<EOF\n", b"\\\n", b"# escape=`\n", b"# syntax=", b"SHELL ", b"pip install ", b"uv sync", b"-r ", b"scratch", b"../", b"/*",
)  # fmt: skip
_TOML = (b"[[", b"]]", b"[a.b]", b"a.b.c = ", b"'''", b'"""', b"{", b"}", b"1979-05-27T07:32:00Z", b"inf", b"0x", b"\\u0000", b"\\ud800")  # fmt: skip
_ZIP = (b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\7\x08", b"\xff\xff\xff\xff", b"\0\0", b"\x08\0", b"\x0c\0", b"../", b".pth", b"RECORD")  # fmt: skip
_TOKENS: dict[str, tuple[bytes, ...]] = {
    "any": (
        b"\0", b"\x1b[31m", b"\r", b"\n", b"\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80",
        b"\n::error::x\n", b"\n##[group]x\n", b"::add-mask::x", b"<redacted>", b"]]>", b"&lt;", b"%0A", b"\\", b"'", b'"', b"`", b"${X}", b"{{ x }}",
        b"-1", b"0", b"9" * 30, b"9" * 5000, b"\xc2\xb2", b"\xd9\xa3", b"1e999", b"NaN", b"null", b"true", b"[", b"]", b"{", b"}", b"[" * 300, b"(" * 200, b"a" * 2000, b"/" * 300,
        b"*" * 50, b"a." * 600, b" " * 1000, b"\t" * 20, b"\n" * 100,
    ),
    "manifest": (b"&a ", b"*a", b"<<: *a", b"!!binary ", b"!!python/object:x ", b"? ", b": ", b"- ", b"|2-\n", b">+\n", b"---\n", b"...\n", b"%YAML 1.2\n",
                 b"# lint: ignore[CR001]: x", b"2024-01-01", b"1:30:00", b"0o17", b"012", b"~", b"=", b"secretKeyRef: ", b"valueFrom: ", b"'[{\"network\": \"n\"}]'"),
    "values": (b"export ", b"=", b"{{", b"}}", b"$(", b"<", b">", b"%%", b"__", b"@", b"YOUR_", b"&a ", b"*a", b"<<: "),
    "ruleset": (b"extends: ", b"[rules.yaml]", b"/etc/passwd", b"assert: ", b"pattern: ", b"(a+)+$", b"(?=", b"\\1", b"(?P<x>", b"${project}", b"off", b"&a ", b"*a",
                b"applies-to: ", b"examples: ", b"env.all(k, ", b"size(", b"container: "),
    "settings": (*_TOML, b"/etc/passwd", b"../", b"[[overrides]]", b"json=x", b"**/"),
    "expressions": (b"matches(", b".all(x, ", b".map(x, ", b"size(", b"has(", b"? ", b": ", b"&&", b"||", b"duration('", b"timestamp('", b"Ki", b"e9", b":59", b"_"),
    "wheel_archive": _ZIP,
    "wheel_members": (*_BUNDLE, *_PYTHON[:12], b"Requires-Dist: ", b"Name: ", b"\n=== app-1.0.dist-info/RECORD\n", b"\n=== b-1.dist-info/METADATA\n", b",sha256=", b"Tag: ",
                      b"; python_version < '3'", b"[console_scripts]\n", b" = app.main:run [x]\n", b"\n=== app-1.0.data/"),
    "tree_repairs": (*_BUNDLE, *_DOCKER, b"--set-env-vars=", b",", b"^@^", b" \\\n", b"--args", b"\n!", b"**/", b"--host", b"$PORT"),
    "build": (*_BUNDLE, *_PYTHON, *_DOCKER, b"\n=== service.yaml\n", b"**/", b"!"),
    "python": _PYTHON,
    "start_path": (*_BUNDLE[:4], *_PYTHON),
    "dockerfile": _DOCKER + _SHELL[:15],
    "ignore_files": (b"**", b"*", b"?", b"[a-", b"[!", b"[^", b"[[:alpha:]]", b"\\", b"!", b"#", b"/", b"./", b"..", b" ", b"#!include:", b"/**/", b"{a,b}", b"**a**"),
    "packaging": (*_TOML, b"[options]\n", b"find:", b"file: ", b"attr: ", b"%(x)s", b"\n  =src\n", b"web: ", b"exclude = ", b"include = ", b"where = ", b"[tool.setuptools]\n",
                  b"\n=== setup.py\n", b"\n=== setup.cfg\n", b"\n=== pyproject.toml\n", b"\n=== Procfile\n", b"\n=== MANIFEST.in\n"),
    "lock": (*_TOML, b"[[package]]\n", b"name = ", b"==", b"; ", b"-r ", b"@ "),
    "shell": _SHELL,
    "start": (*_SHELL, *_TOML[:6], *_PYTHON[-12:], b"\n=== start.sh\n", b"\n=== command\n", b"\n=== env\n", b"\n=== gunicorn.conf.py\n", b"\n=== supervisord.conf\n",
              b"[program:x]\ncommand=", b"\n[program:y]\ncommand=supervisord -c supervisord.conf\n", b"%(ENV_X)s", b"\n=== .streamlit/config.toml\n", b"port = "),
    "inventory": (b"null", b"[]", b"{}", b"1.5", b"\\ud800", b'"version": 1'),
    "cached": (b"null", b"[]", b"{}", b"1.5", b"\\ud800", b"1 1 0 0 x"),
}  # fmt: skip
